// Drafts: proto ↔ domain, nothing else.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "rasoat/registry/v1/survey_drafts.pb.h"
#include "services/registry/intake/draft_desk.h"

namespace rasoat::registry {

/// What a request wants to keep.
///
/// Errors: INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED, with every fault.
absl::StatusOr<DraftOrder> FromProto(const v1::SaveDraftRequest& request);

/// A draft as it is shown. Errors: INTERNAL  FACTS_UNREADABLE
absl::StatusOr<v1::SurveyDraft> ToProto(const SurveyDraft& draft);

/// The survey in a draft's content, as far as it is filled in.
///
/// Errors: INTERNAL  FACTS_UNREADABLE
absl::StatusOr<Survey> ReadDraft(const std::string& content);

}  // namespace rasoat::registry
