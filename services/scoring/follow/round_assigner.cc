#include "services/scoring/follow/round_assigner.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/domain/official.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

constexpr int kMostStandards = 4;
constexpr char kField[] = "round_standards.standards";

absl::Status WrongCount() {
  return Invalid({.field = kField,
                  .rule = "STANDARDS_COUNT",
                  .vi = "Mỗi đợt rà soát dùng từ 1 đến 4 chuẩn. Hãy chọn lại.",
                  .en = "A round has 1 to 4 standards. Choose again."});
}

absl::Status Repeated() {
  return Invalid({.field = kField,
                  .rule = "STANDARD_REPEATED",
                  .vi = "Một chuẩn được chọn hai lần. Hãy bỏ bớt.",
                  .en = "A standard is named twice. Remove one."});
}

absl::Status Unverified(const Standard& standard,
                        const std::vector<std::string>& places) {
  const std::string list = absl::StrJoin(places, ", ");
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = kField,
                  .rule = "STANDARD_UNVERIFIED",
                  .vi = absl::StrCat(
                      "Chuẩn “", standard.title.vi,
                      "” có số liệu chưa được xác minh (", list,
                      "). Chỉ dùng được cho đợt tập huấn; đợt chính thức cần "
                      "chuẩn đã đối chiếu với văn bản."),
                  .en = absl::StrCat(
                      "The standard '", standard.title.en,
                      "' has numbers that are not verified (", list,
                      "). Use it in a training round, or check them against "
                      "the gazette first.")});
}

absl::Status Fixed() {
  return Refused(
      absl::StatusCode::kAlreadyExists,
      {.field = kField,
       .rule = "ROUND_STANDARDS_FIXED",
       .vi =
           "Đợt rà soát đã được gán chuẩn khác. Hãy dùng chuẩn đã gán hoặc mở "
           "đợt mới.",
       .en = "The round has other standards already. Keep them, or open a new "
             "round."});
}

}  // namespace

v1::RoundStandards ToProto(const RoundRow& round) {
  v1::RoundStandards proto;
  proto.set_name(absl::StrCat("roundStandards/", round.round));
  for (const RoundStandard& standard : round.standards) {
    proto.add_standards(absl::StrCat("standards/", standard.standard));
  }
  proto.set_training(round.training);
  return proto;
}

absl::StatusOr<RoundRow> RoundAssigner::Read(
    const v1::RoundStandards& wanted) const {
  RoundRow round{.assigned = true, .training = wanted.training()};
  RASOAT_ASSIGN_OR_RETURN(
      round.round,
      ParseIdName(wanted.name(), "roundStandards", "round_standards.name"));
  if (wanted.standards_size() < 1 || wanted.standards_size() > kMostStandards) {
    return WrongCount();
  }
  for (const std::string& name : wanted.standards()) {
    RASOAT_ASSIGN_OR_RETURN(const KnownStandard* known,
                            catalogue_.Need(name, kField));
    if (!IsComplete(known->standard)) {
      return StandardIncomplete(known->standard, kField);
    }
    if (!wanted.training()) {
      const std::vector<std::string> places = UnverifiedPlaces(known->standard);
      if (!places.empty()) return Unverified(known->standard, places);
    }
    RoundStandard standard{
        .standard = std::string(absl::StripPrefix(name, "standards/")),
        .hash = known->standard.content_hash};
    if (std::find(round.standards.begin(), round.standards.end(), standard) !=
        round.standards.end()) {
      return Repeated();
    }
    round.standards.push_back(std::move(standard));
  }
  return round;
}

absl::Status RoundAssigner::Write(const RoundRow& wanted,
                                  absl::Time deadline) const {
  return feed::InTransaction(
      feed_, deadline,
      [&](mysql::Transaction& tx, feed::Changes& out) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(
            const RoundRow found,
            writer_.LockRound(tx, wanted.round, RoundLock::kExclusive));
        if (found.assigned) {
          const bool same_names =
              std::equal(found.standards.begin(), found.standards.end(),
                         wanted.standards.begin(), wanted.standards.end(),
                         [](const RoundStandard& a, const RoundStandard& b) {
                           return a.standard == b.standard;
                         });
          if (!same_names || found.training != wanted.training) return Fixed();
          return assessor_.StandardsOf(found).status();
        }
        RASOAT_RETURN_IF_ERROR(writer_.AssignRound(tx, wanted));
        v1::RoundStandardsState state;
        *state.mutable_round_standards() = ToProto(wanted);
        out.Add(state.round_standards().name(), "", state);
        return absl::OkStatus();
      });
}

absl::Status RoundAssigner::CatchUp(const RoundRow& round,
                                    absl::Time deadline) const {
  std::int64_t after = 0;
  while (true) {
    RASOAT_ASSIGN_OR_RETURN(
        const std::int64_t last,
        feed::InTransaction(
            feed_, deadline,
            [&](mysql::Transaction& tx,
                feed::Changes& out) -> absl::StatusOr<std::int64_t> {
              RASOAT_ASSIGN_OR_RETURN(
                  const RoundRow locked,
                  writer_.LockRound(tx, round.round, RoundLock::kExclusive));
              if (locked.caught_up) return -1;
              RASOAT_ASSIGN_OR_RETURN(
                  const std::vector<KeptSurvey> surveys,
                  writer_.Unassessed(tx, round.round, after, kChunk));
              RASOAT_RETURN_IF_ERROR(
                  assessor_.Assess(tx, out, locked, surveys));
              if (surveys.size() == kChunk) return surveys.back().position;
              RASOAT_RETURN_IF_ERROR(writer_.NoteCaughtUp(tx, round.round));
              return -1;
            }));
    if (last < 0) return absl::OkStatus();
    after = last;
  }
}

absl::StatusOr<v1::RoundStandards> RoundAssigner::Assign(
    const v1::RoundStandards& wanted, absl::Time deadline) const {
  RASOAT_ASSIGN_OR_RETURN(const RoundRow round, Read(wanted));
  RASOAT_RETURN_IF_ERROR(Write(round, deadline));
  RASOAT_RETURN_IF_ERROR(CatchUp(round, deadline));
  return ToProto(round);
}

}  // namespace rasoat::scoring
