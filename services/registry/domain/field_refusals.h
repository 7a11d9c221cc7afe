// Refusals and warnings about work in the field. Each reason is born here and
// nowhere else.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"

namespace rasoat::registry {

/// OUT_OF_RANGE  PACKAGE_AHEAD: a device has a package that is newer than the
/// register.
absl::Status PackageAhead();
/// INVALID_ARGUMENT  VILLAGES_OUT_OF_RANGE: more villages than `most` at once.
absl::Status VillagesOutOfRange(std::string field, int most);
/// INVALID_ARGUMENT  VILLAGE_REPEATED
absl::Status VillageRepeated(std::string field);
/// INVALID_ARGUMENT  VILLAGE_OUTSIDE_AREA: not in the area of the request.
absl::Status VillageOutsideArea(std::string field);
/// INVALID_ARGUMENT  POSITION_NEGATIVE
absl::Status PositionNegative();
/// INVALID_ARGUMENT  ITEM_EMPTY: an item says nothing.
absl::Status ItemEmpty();
/// ALREADY_EXISTS  ITEM_ID_TAKEN: by an item with other content.
absl::Status ItemIdTaken();
/// FAILED_PRECONDITION  EARLIER_ITEM_MISSING: the item that this one builds on
/// has not come yet.
absl::Status EarlierItemMissing(std::string field);
/// INVALID_ARGUMENT  ETAG_UNKNOWN: the household never had that etag.
absl::Status EtagUnknown(std::string field);
/// ALREADY_EXISTS  RECEIPT_KEPT: the item was judged by another call of the
/// same moment. Never leaves the service.
absl::Status ReceiptKept();

/// DEVICE_CLOCK_WRONG: how far the device is behind us.
Violation DeviceClockWrong(absl::Duration offset);
/// DEVICE_CLOCK_JUMPED: an item has an earlier time than one made before it.
Violation DeviceClockJumped();

}  // namespace rasoat::registry
