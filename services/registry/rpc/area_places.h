// Where things lie, for the checks of who may do what.
#pragma once

#include <string>
#include <vector>

#include "services/common/access/guard.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/store/attachment_store.h"
#include "services/registry/store/draft_store.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// Places households, surveys, drafts and attachments in their villages: one or
/// two rows read each; and imports in the area of their name. Thread safe; the
/// stores must outlive it.
class AreaPlaces final : public access::AreaResolver {
 public:
  AreaPlaces(HouseholdStore& households, SurveyStore& surveys,
             DraftStore& drafts, AttachmentStore& attachments)
      : households_(households),
        surveys_(surveys),
        drafts_(drafts),
        attachments_(attachments) {}

  /// Errors: NOT_FOUND HOUSEHOLD_NOT_FOUND, SURVEY_NOT_FOUND, DRAFT_NOT_FOUND
  /// or ATTACHMENT_NOT_FOUND; INVALID_ARGUMENT RESOURCE_NAME_MALFORMED.
  absl::StatusOr<std::string> AreaOf(absl::string_view name,
                                     absl::Time deadline) override;

 private:
  HouseholdStore& households_;
  SurveyStore& surveys_;
  DraftStore& drafts_;
  AttachmentStore& attachments_;
};

/// Every line of the area tree, of whatever time.
absl::StatusOr<std::vector<access::AreaParent>> AreaLines(AreaCatalog& areas,
                                                          absl::Time deadline);

}  // namespace rasoat::registry
