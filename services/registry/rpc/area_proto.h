// Areas: proto ↔ domain, nothing else.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "rasoat/registry/v1/areas.pb.h"
#include "services/registry/domain/area.h"

namespace rasoat::registry {

/// What cannot be read is left out or kNoDay; CheckArea reports it.
Area FromProto(const v1::Area& shown);
/// Expects what AreaBook::Told gives.
v1::Area ToProto(const Area& area);

/// Enums of the same order and numbers.
api::v1::Settlement ToProto(Settlement settlement);
api::v1::Region ToProto(Region region);
Settlement FromProto(api::v1::Settlement settlement);
Region FromProto(api::v1::Region region);
Tier FromProto(v1::Tier tier);

/// The day a request asks about: that of `now` in Vietnam if it names none.
///
/// Errors: INVALID_ARGUMENT  DATE_MALFORMED
absl::StatusOr<absl::CivilDay> DayAsked(absl::string_view text,
                                        absl::string_view field,
                                        absl::Time now);

}  // namespace rasoat::registry
