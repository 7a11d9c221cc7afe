#include "services/workflow/domain/preparation.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/workflow/domain/names.h"

namespace rasoat::workflow {
namespace {

constexpr std::size_t kLongestDocument = 60;
constexpr std::size_t kLongestTopic = 200;

Violation OutsideRound(std::string field, const RoundPlan& plan) {
  return {
      std::move(field), "DATE_OUTSIDE_ROUND",
      absl::StrCat("Ngày nằm ngoài đợt rà soát; hãy ghi ngày từ ",
                   DayTextVi(plan.start), " đến ", DayTextVi(plan.end), "."),
      absl::StrCat("The day is outside the round; give one from ",
                   DayText(plan.start), " to ", DayText(plan.end), ".")};
}

}  // namespace

absl::Status CheckMilestones(absl::Span<const Milestone> milestones,
                             const Procedure& procedure, const RoundPlan& plan,
                             absl::CivilDay today) {
  std::vector<Violation> faults;
  std::set<std::pair<AreaCode, std::string>> seen;
  for (std::size_t i = 0; i < milestones.size(); ++i) {
    const Milestone& one = milestones[i];
    const std::string at = absl::StrCat("milestones[", i, "].");
    if (procedure.FindMilestone(one.kind) == nullptr) {
      faults.push_back({at + "kind", "MILESTONE_UNKNOWN",
                        "Quy trình không có loại mốc chuẩn bị này; hãy chọn "
                        "một mã trong quy trình của đợt.",
                        "The procedure has no milestone of that kind; use a "
                        "code of the round's procedure."});
    }
    if (one.date > today) {
      faults.push_back({at + "date", "DATE_IN_FUTURE",
                        "Ngày chưa tới; hãy ghi ngày đã đạt mốc.",
                        "The day is still to come; give the day on which the "
                        "milestone was reached."});
    } else if (one.date < plan.start || one.date > plan.end) {
      faults.push_back(OutsideRound(at + "date", plan));
    }
    if (Characters(one.document) > kLongestDocument) {
      faults.push_back(
          {at + "document", "DOCUMENT_TOO_LONG",
           absl::StrCat("Số văn bản quá dài; hãy ghi trong ", kLongestDocument,
                        " ký tự."),
           absl::StrCat("The document's number is too long; use at most ",
                        kLongestDocument, " characters.")});
    }
    if (!seen.emplace(one.unit, one.kind).second) {
      faults.push_back({at + "area", "MILESTONE_TWICE",
                        "Mốc này của đơn vị được ghi hai lần; hãy giữ một.",
                        "The unit's milestone stands here twice; keep one."});
    }
  }
  return Invalid(std::move(faults));
}

Violation WrongTier(std::size_t at, Tier wanted) {
  return {absl::StrCat("milestones[", at, "].area"), "WRONG_TIER",
          absl::StrCat("Loại mốc này dành cho ", WordViOf(wanted),
                       "; hãy chọn đơn vị thuộc cấp đó."),
          absl::StrCat("That kind of milestone is for a ", WordOf(wanted),
                       "; give a unit of that tier.")};
}

absl::Status CheckClass(const TrainingClass& training, const RoundPlan& plan) {
  std::vector<Violation> faults;
  if (training.topic.empty() || Characters(training.topic) > kLongestTopic) {
    faults.push_back({"training_class.topic", "TOPIC_WRONG",
                      absl::StrCat("Nội dung tập huấn phải có từ 1 đến ",
                                   kLongestTopic, " ký tự."),
                      absl::StrCat("The topic must have 1 to ", kLongestTopic,
                                   " characters.")});
  }
  if (training.end < training.start) {
    faults.push_back({"training_class.end_date", "CLASS_DATES_WRONG",
                      "Lớp kết thúc trước khi bắt đầu; hãy sửa một trong hai "
                      "ngày.",
                      "The class ends before it starts; correct one of the "
                      "dates."});
  }
  if (training.start < plan.start || training.start > plan.end) {
    faults.push_back(OutsideRound("training_class.start_date", plan));
  }
  if (training.end < plan.start || training.end > plan.end) {
    faults.push_back(OutsideRound("training_class.end_date", plan));
  }
  return Invalid(std::move(faults));
}

}  // namespace rasoat::workflow
