#include "services/registry/domain/area.h"

#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

bool ParentFits(const Area& area) {
  const Tier above = TierOfCode(area.parent);
  switch (area.tier) {
    case Tier::kProvince:
      return area.parent.empty();
    case Tier::kDistrict:
      return above == Tier::kProvince;
    case Tier::kCommune:
      return above == Tier::kDistrict || above == Tier::kProvince;
    case Tier::kVillage:
      return above == Tier::kCommune;
    case Tier::kUnspecified:
      break;
  }
  return true;  // the tier itself is at fault
}

void CheckAttributes(const Area& area, std::vector<Violation>& faults) {
  const bool has_settlement = area.settlement != Settlement::kUnspecified;
  if (area.tier == Tier::kCommune && !has_settlement) {
    Add(faults, "settlement", "SETTLEMENT_MISSING",
        "Xã, phường, thị trấn phải ghi rõ nông thôn hay thành thị.",
        "A commune needs its settlement: give rural or urban.");
  }
  if ((area.tier == Tier::kProvince || area.tier == Tier::kDistrict) &&
      has_settlement) {
    Add(faults, "settlement", "SETTLEMENT_MISPLACED",
        "Chỉ cấp xã có thuộc tính nông thôn, thành thị; hãy để trống.",
        "Only communes are rural or urban; leave it empty.");
  }
}

}  // namespace

Tier TierOfCode(const AreaCode& code) {
  if (!AllDigits(code.value)) return Tier::kUnspecified;
  switch (code.value.size()) {
    case 2:
      return Tier::kProvince;
    case 3:
      return Tier::kDistrict;
    case 5:
      return Tier::kCommune;
    case 8:
      return Tier::kVillage;
    default:
      return Tier::kUnspecified;
  }
}

std::vector<Violation> CheckArea(const Area& area) {
  std::vector<Violation> faults;
  const Tier shape = TierOfCode(area.code);
  if (shape == Tier::kUnspecified) {
    Add(faults, "name", "AREA_CODE_MALFORMED",
        "Mã đơn vị phải có dạng areas/{mã} với 2 chữ số (tỉnh), 3 (huyện), 5 "
        "(xã) hoặc 8 (thôn).",
        "Write areas/{code} with 2 digits (province), 3 (district), 5 "
        "(commune) or 8 (village).");
  } else if (shape != area.tier) {
    Add(faults, "tier", "AREA_TIER_WRONG",
        "Cấp không khớp với độ dài của mã; hãy sửa cấp hoặc mã.",
        "The tier does not go with the length of the code; correct either.");
  }
  if (!ParentFits(area)) {
    Add(faults, "parent", "AREA_PARENT_WRONG",
        "Đơn vị cấp trên không đúng cấp: tỉnh để trống, thôn ghi xã.",
        "The parent is of the wrong tier: none for a province, a commune for a "
        "village.");
  }
  const int length = PlainLength(area.name);
  if (length < 1 || length > 100) {
    Add(faults, "display_name", "AREA_NAME_MALFORMED",
        "Tên phải có 1 đến 100 ký tự, không có ký tự điều khiển.",
        "Give a name of 1 to 100 characters without control characters.");
  }
  if (area.valid_from == kNoDay) {
    Add(faults, "valid_from", "AREA_DATE_MALFORMED",
        "Ngày bắt đầu phải là một ngày có thật, dạng NĂM-THÁNG-NGÀY.",
        "Give the first day as a real date, YYYY-MM-DD.");
  }
  if (area.valid_to == kNoDay) {
    Add(faults, "valid_to", "AREA_DATE_MALFORMED",
        "Ngày kết thúc phải là một ngày có thật dạng NĂM-THÁNG-NGÀY, hoặc để "
        "trống.",
        "Give the end as a real date, YYYY-MM-DD, or leave it empty.");
  } else if (area.valid_to && *area.valid_to <= area.valid_from) {
    Add(faults, "valid_to", "AREA_INTERVAL_EMPTY",
        "Ngày kết thúc phải sau ngày bắt đầu.",
        "The end must lie after the first day.");
  }
  CheckAttributes(area, faults);
  return faults;
}

}  // namespace rasoat::registry
