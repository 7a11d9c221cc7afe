#include "services/registry/domain/survey_review.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

constexpr int kMostGeneral = 1000;
constexpr int kMostOfField = 500;
constexpr std::size_t kMostFields = 100;
constexpr std::size_t kMostPath = 120;

bool IsPath(const std::string& path) {
  return !path.empty() && path.size() <= kMostPath &&
         std::all_of(path.begin(), path.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-' ||
                  c == '[' || c == ']';
         });
}

void CheckText(const std::string& text, int least, int most, std::string field,
               std::vector<Violation>& faults) {
  const int length = PlainLength(text);
  if (length >= least && length <= most) return;
  Add(faults, std::move(field), "COMMENT_MALFORMED",
      absl::StrCat("Ý kiến phải có ", least, " đến ", most,
                   " ký tự trên một dòng; hãy sửa."),
      absl::StrCat("A comment has ", least, " to ", most,
                   " characters on one line; correct it."));
}

}  // namespace

std::vector<Violation> CheckComments(const ReviewComments& comments,
                                     SurveyAct act) {
  std::vector<Violation> faults;
  if (act == SurveyAct::kReturn && comments.empty()) {
    Add(faults, "comments", "COMMENT_MISSING",
        "Trả lại phiếu phải kèm ý kiến; hãy ghi điều cần sửa.",
        "A survey is sent back with a comment; say what is to be corrected.");
  }
  CheckText(comments.general, 0, kMostGeneral, "comments.general", faults);
  if (comments.fields.size() > kMostFields) {
    Add(faults, "comments.fields", "COMMENT_COUNT_OUT_OF_RANGE",
        absl::StrCat("Nhiều nhất ", kMostFields,
                     " ý kiến theo mục; hãy gộp bớt."),
        absl::StrCat("At most ", kMostFields,
                     " comments on fields; put some together."));
    return faults;
  }
  absl::flat_hash_set<std::string> seen;
  for (std::size_t i = 0; i < comments.fields.size(); ++i) {
    const FieldComment& comment = comments.fields[i];
    const std::string at = absl::StrCat("comments.fields[", i, "]");
    if (!IsPath(comment.path)) {
      Add(faults, at + ".path", "COMMENT_PATH_MALFORMED",
          "Mục được góp ý phải ghi như answers[house.wall] hoặc members[02].",
          "Write the field as answers[house.wall] or members[02].");
    } else if (!seen.insert(comment.path).second) {
      Add(faults, at + ".path", "COMMENT_PATH_REPEATED",
          "Mục này đã có ý kiến; hãy gộp lại.",
          "The field has a comment already; put them together.");
    }
    CheckText(comment.text, 1, kMostOfField, at + ".text", faults);
  }
  return faults;
}

absl::StatusOr<Survey> Reviewed(const Survey& survey,
                                const ReviewOrder& order) {
  if (survey.reviewer == order.supervisor) return ReviewOfOwnSurvey();
  if (!survey.is_current) return SurveyOutdated();
  if (survey.revision != order.seen_revision) return StaleSurvey();
  RASOAT_ASSIGN_OR_RETURN(const SurveyTransition transition,
                          FindTransition(survey.status, order.act));
  Survey next = survey;
  next.status = transition.to;
  ++next.revision;
  return next;
}

SurveyReview ReviewOf(const ReviewOrder& order, const Survey& after) {
  return {.survey = order.survey,
          .revision = after.revision,
          .act = order.act,
          .request = order.request,
          .supervisor = order.supervisor,
          .time = order.time,
          .comments = order.comments};
}

bool SameAct(const SurveyReview& done, const ReviewOrder& order) {
  return done.act == order.act && done.supervisor == order.supervisor &&
         done.comments == order.comments;
}

}  // namespace rasoat::registry
