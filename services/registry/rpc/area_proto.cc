#include "services/registry/rpc/area_proto.h"

#include "absl/strings/strip.h"
#include "services/common/clock/clock.h"
#include "services/common/status/error.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

AreaCode CodeOf(absl::string_view name) {
  absl::string_view text = name;
  if (!absl::ConsumePrefix(&text, "areas/")) return AreaCode{"?"};
  return AreaCode{std::string(text)};
}

}  // namespace

api::v1::Settlement ToProto(Settlement settlement) {
  return static_cast<api::v1::Settlement>(settlement);
}

api::v1::Region ToProto(Region region) {
  return static_cast<api::v1::Region>(region);
}

Settlement FromProto(api::v1::Settlement settlement) {
  return api::v1::Settlement_IsValid(settlement)
             ? static_cast<Settlement>(settlement)
             : Settlement::kUnspecified;
}

Region FromProto(api::v1::Region region) {
  return api::v1::Region_IsValid(region) ? static_cast<Region>(region)
                                         : Region::kUnspecified;
}

Tier FromProto(v1::Tier tier) {
  return v1::Tier_IsValid(tier) ? static_cast<Tier>(tier) : Tier::kUnspecified;
}

Area FromProto(const v1::Area& shown) {
  Area area;
  area.code = CodeOf(shown.name());
  if (!shown.parent().empty()) area.parent = CodeOf(shown.parent());
  area.tier = FromProto(shown.tier());
  area.name = shown.display_name();
  area.settlement = FromProto(shown.settlement());
  area.region = FromProto(shown.region());
  area.valid_from = DayOf(shown.valid_from());
  if (!shown.valid_to().empty()) area.valid_to = DayOf(shown.valid_to());
  area.synthetic = shown.synthetic();
  return area;
}

v1::Area ToProto(const Area& area) {
  v1::Area shown;
  shown.set_name(NameOf(area.code));
  shown.set_parent(NameOf(area.parent));
  shown.set_tier(static_cast<v1::Tier>(area.tier));
  shown.set_display_name(area.name);
  shown.set_settlement(ToProto(area.settlement));
  shown.set_region(ToProto(area.region));
  shown.set_valid_from(TextOf(area.valid_from));
  if (area.valid_to) shown.set_valid_to(TextOf(*area.valid_to));
  shown.set_synthetic(area.synthetic);
  return shown;
}

absl::StatusOr<absl::CivilDay> DayAsked(absl::string_view text,
                                        absl::string_view field,
                                        absl::Time now) {
  if (text.empty()) return DayInVietnam(now);
  const absl::CivilDay day = DayOf(text);
  if (day != kNoDay) return day;
  return Invalid(Violation{std::string(field), "DATE_MALFORMED",
                           "Ngày phải có thật, dạng NĂM-THÁNG-NGÀY.",
                           "Give a real date, YYYY-MM-DD."});
}

}  // namespace rasoat::registry
