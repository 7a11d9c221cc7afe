#include "services/registry/domain/erasure.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/retention.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

constexpr int kMostCharacters = 500;

bool Fits(const std::string& text, int least) {
  const int length = PlainLength(text);
  return length >= least && length <= kMostCharacters;
}

void DropTexts(std::vector<Answer>& answers) {
  std::erase_if(answers, [](const Answer& answer) {
    return std::holds_alternative<Text>(answer.value);
  });
}

/// Of the same year, and before or after the birthday as the day is.
absl::CivilDay Coarsened(absl::CivilDay birth, absl::CivilDay review) {
  if (birth == kNoDay) return birth;
  const bool had_birthday = std::pair(birth.month(), birth.day()) <=
                            std::pair(review.month(), review.day());
  return had_birthday ? absl::CivilDay(birth.year(), 1, 1)
                      : absl::CivilDay(birth.year(), 12, 31);
}

}  // namespace

bool Erasure::SameRequest(const Erasure& other) const {
  return household == other.household && member_id == other.member_id &&
         reason == other.reason && legal_ground == other.legal_ground &&
         creator == other.creator;
}

std::vector<Violation> CheckErasure(const Erasure& erasure) {
  std::vector<Violation> faults;
  if (!Fits(erasure.reason, 1)) {
    Add(faults, "erasure.reason", "REASON_MALFORMED",
        "Hãy ghi lý do xóa dữ liệu, 1 đến 500 ký tự, trên một dòng.",
        "Give the reason, 1 to 500 characters on one line.");
  }
  if (!Fits(erasure.legal_ground, 1)) {
    Add(faults, "erasure.legal_ground", "LEGAL_GROUND_MALFORMED",
        "Hãy ghi căn cứ pháp lý (văn bản, điều, khoản), 1 đến 500 ký tự, trên "
        "một dòng.",
        "Give the legal ground (text, article, clause), 1 to 500 characters on "
        "one line.");
  }
  return faults;
}

bool Knows(const Household& household, const std::string& member_id) {
  return member_id.empty() || household.Find(member_id) != nullptr ||
         std::any_of(household.former.begin(), household.former.end(),
                     [&](const FormerMember& former) {
                       return former.member.id == member_id;
                     });
}

absl::Status CheckErasedMember(const std::vector<Household>& states,
                               const std::string& member_id) {
  for (const Household& state : states) {
    if (Knows(state, member_id)) return absl::OkStatus();
  }
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "erasure.member",
                  .rule = "MEMBER_NOT_FOUND",
                  .vi = "Hộ không có và chưa từng có thành viên này; hãy kiểm "
                        "tra mã thành viên.",
                  .en = "The household has no such member and never had; check "
                        "the member's id."});
}

absl::StatusOr<Erasure> Decided(Erasure erasure,
                                const ErasureDecision& decision,
                                absl::Time now) {
  const bool rejects = decision.state == ErasureState::kRejected;
  if (!Fits(decision.remark, rejects ? 1 : 0)) {
    return Invalid(
        Violation{"remark", "REASON_MALFORMED",
                  "Hãy ghi lý do, tối đa 500 ký tự, trên một dòng; từ chối thì "
                  "bắt buộc có lý do.",
                  "Give the reason, at most 500 characters on one line; a "
                  "rejection must have one."});
  }
  if (erasure.state == decision.state && erasure.decider == decision.decider) {
    return erasure;
  }
  if (erasure.state != ErasureState::kRequested) {
    return Refused(
        absl::StatusCode::kFailedPrecondition,
        {.field = "name",
         .rule = "ERASURE_DECIDED",
         .vi = "Yêu cầu xóa này đã được quyết định; nếu cần, hãy lập "
               "yêu cầu mới.",
         .en = "This request has been decided; make a new one if "
               "one is needed."});
  }
  if (rejects && !decision.supervises && erasure.creator != decision.decider) {
    return Refused(
        absl::StatusCode::kPermissionDenied,
        {.field = "name",
         .rule = "ERASURE_OF_ANOTHER",
         .vi = "Chỉ người lập mới được rút yêu cầu này; việc từ chối "
               "thuộc cấp huyện trở lên.",
         .en = "Only who asked may take this request back; to reject "
               "it is for the district or above."});
  }
  if (!rejects && erasure.creator == decision.decider) {
    return Refused(absl::StatusCode::kPermissionDenied,
                   {.field = "name",
                    .rule = "ERASURE_OF_OWN_REQUEST",
                    .vi = "Người lập yêu cầu không được tự phê duyệt; hãy nhờ "
                          "một cán bộ khác có thẩm quyền.",
                    .en = "Whoever asked cannot approve; ask another officer "
                          "who may."});
  }
  erasure.state = decision.state;
  erasure.decider = decision.decider;
  erasure.remark = decision.remark;
  erasure.decide_time = now;
  return erasure;
}

Household WithoutPerson(Household household, const std::string& member_id) {
  if (member_id.empty()) return WithoutPersons(std::move(household));
  household.event.reason.clear();
  for (Member& member : household.members) {
    if (member.id == member_id) TakeOut(member);
  }
  for (FormerMember& former : household.former) {
    if (former.member.id == member_id) TakeOut(former.member);
  }
  return household;
}

Survey WithoutPerson(Survey survey, const std::string& member_id) {
  DropTexts(survey.answers);
  survey.location.reset();
  survey.correction_reason.clear();
  for (SurveyedMember& member : survey.members) {
    DropTexts(member.answers);
    if (!member_id.empty() && member.id != member_id) continue;
    member.birth_date = Coarsened(member.birth_date, survey.review_date);
  }
  return survey;
}

absl::Status ErasureNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "name",
                  .rule = "ERASURE_NOT_FOUND",
                  .vi = "Không có yêu cầu xóa này; hãy xem danh sách yêu cầu.",
                  .en = "There is no such request; see the list of them."});
}

absl::Status ErasureExists() {
  return Refused(
      absl::StatusCode::kAlreadyExists,
      {.field = "erasure_id",
       .rule = "ERASURE_EXISTS",
       .vi = "Mã này thuộc về một yêu cầu xóa khác; hãy chọn mã mới.",
       .en = "Another request has this id; choose a new one."});
}

absl::Status HeldByLaw() {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      {.field = "name",
       .rule = "LEGAL_HOLD",
       .vi = "Hồ sơ của hộ đang được giữ theo yêu cầu pháp lý, chưa được xóa; "
             "hãy chờ đến khi lệnh giữ được gỡ.",
       .en = "The household's records are under a legal hold and must not be "
             "erased; wait until the hold is released."});
}

absl::Status ErasureWaitsForImport() {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      {.field = "name",
       .rule = "ERASURE_WAITS_FOR_IMPORT",
       .vi = "Một tệp đang được nhập cho địa bàn này có thể chứa dữ liệu của "
             "hộ; hãy hoàn tất hoặc hủy lần nhập rồi phê duyệt lại.",
       .en = "A file being imported for this area may hold the household's "
             "data; finish or cancel the import, then approve again."});
}

absl::Status ImportFileHeld(const std::string& import,
                            std::int64_t households) {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      {.field = "name",
       .rule = "IMPORT_FILE_HELD",
       .vi = absl::StrCat(
           "Tệp nhập ", import, " có thể chứa hộ này và ", households,
           " hộ đang được giữ hồ sơ; hãy chờ gỡ lệnh giữ hoặc chờ tệp hết hạn "
           "lưu, rồi phê duyệt lại."),
       .en = absl::StrCat(
           "The file of ", import, " may hold this household and ", households,
           " under a legal hold; wait until the holds are released or the file "
           "has expired, then approve again.")});
}

absl::Status ErasureRaced() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "name",
                  .rule = "ERASURE_RACED",
                  .vi = "Hộ vừa chuyển nơi ở trong lúc xóa; chưa có gì bị xóa, "
                        "hãy phê duyệt lại.",
                  .en = "The household moved just now; nothing was erased, "
                        "approve again."});
}

}  // namespace rasoat::registry
