#include "services/scoring/rpc/assessment_answer.h"

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/scoring/wire/assessment_proto.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {

absl::StatusOr<v1::Assessment> ToProto(const AssessmentRow& row) {
  v1::Assessment proto;
  if (!proto.ParseFromString(row.breakdown)) {
    return Error(absl::StatusCode::kInternal, "BREAKDOWN_UNREADABLE",
                 "the breakdown of a stored assessment is damaged");
  }
  proto.set_name(absl::StrCat(NameOf("surveys", row.survey), "/assessments/",
                              row.standard));
  proto.set_standard(absl::StrCat("standards/", row.standard));
  proto.set_standard_hash(row.hash);
  proto.set_b1(row.b1);
  proto.set_b2(row.b2);
  proto.set_household_class(ToProto(row.household_class));
  proto.set_household(NameOf("households", row.household));
  proto.set_round(absl::StrCat("rounds/", row.round));
  proto.set_village(row.village);
  proto.set_failure(row.failure);
  const absl::Duration since = row.assess_time - absl::UnixEpoch();
  absl::Duration rest;
  proto.mutable_assess_time()->set_seconds(
      absl::IDivDuration(since, absl::Seconds(1), &rest));
  proto.mutable_assess_time()->set_nanos(
      static_cast<int>(rest / absl::Nanoseconds(1)));
  return proto;
}

}  // namespace rasoat::scoring
