#include "services/registry/rpc/duplicate_proto.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/time_util.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

constexpr char kCollection[] = "duplicates/";
constexpr char kHouseholds[] = "households/";

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      absl::ToUnixMicros(time));
}

}  // namespace

std::string NameOf(const DuplicateId& id) {
  return absl::StrCat(kCollection,
                      absl::StripPrefix(NameOf(id.first), kHouseholds), "-",
                      absl::StripPrefix(NameOf(id.second), kHouseholds));
}

absl::StatusOr<DuplicateId> ParseDuplicate(absl::string_view name,
                                           absl::string_view field) {
  DuplicateId id;
  const std::pair<absl::string_view, absl::string_view> halves = absl::StrSplit(
      absl::StripPrefix(name, kCollection), absl::MaxSplits('-', 1));
  const auto first =
      ParseHousehold(absl::StrCat(kHouseholds, halves.first), field);
  const auto second =
      ParseHousehold(absl::StrCat(kHouseholds, halves.second), field);
  if (first.ok() && second.ok()) id = {*first, *second};
  // Also tells apart what only looks the same: small letters, an empty half.
  if (id.first < id.second && NameOf(id) == name) return id;
  return Invalid(Violation{
      std::string(field.data(), field.size()), "RESOURCE_NAME_MALFORMED",
      "Tên phải có dạng duplicates/{mã hộ}-{mã hộ}; hãy lấy từ danh sách.",
      "The name has the form duplicates/{household}-{household}; take it from "
      "the list."});
}

v1::MemberMatch ToProto(const MemberMatch& match,
                        const MarkedReasons& reasons) {
  v1::MemberMatch shown;
  shown.set_first_member(match.first);
  shown.set_second_member(match.second);
  shown.set_score(match.score);
  for (const DuplicatePoints& points : match.reasons) {
    const int reason = static_cast<int>(points.reason);
    v1::DuplicatePoints& told = *shown.add_reasons();
    told.set_reason(static_cast<v1::DuplicateReason>(reason));
    told.set_points(points.points);
    told.mutable_label()->set_vi(reasons.words[reason].vi);
    told.mutable_label()->set_en(reasons.words[reason].en);
  }
  return shown;
}

v1::Duplicate ToProto(const DuplicateCase& one, const MarkedReasons& reasons) {
  v1::Duplicate shown;
  shown.set_name(NameOf(one.id));
  shown.set_state(static_cast<v1::DuplicateState>(one.state));
  shown.set_score(one.score);
  for (const MemberMatch& match : one.matches) {
    *shown.add_matches() = ToProto(match, reasons);
  }
  *shown.mutable_raise_time() = TimestampOf(one.raise_time);
  if (one.decide_time) {
    *shown.mutable_decide_time() = TimestampOf(*one.decide_time);
  }
  shown.set_decider(one.decider);
  shown.set_reason(one.reason);
  shown.set_etag(EtagOf(one.revision));
  return shown;
}

v1::FieldComparison ToProto(const FieldComparison& comparison) {
  v1::FieldComparison shown;
  shown.set_field(comparison.field);
  shown.set_first_member(comparison.first_member);
  shown.set_second_member(comparison.second_member);
  shown.set_verdict(static_cast<v1::FieldVerdict>(comparison.verdict));
  return shown;
}

}  // namespace rasoat::registry
