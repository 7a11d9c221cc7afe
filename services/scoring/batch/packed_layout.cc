#include "services/scoring/batch/packed_layout.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::scoring {
namespace {

constexpr int kMostOptions = 32;

absl::Status Check(const v1::PackedQuestion& question,
                   const std::string& field) {
  if (question.question().empty()) {
    return ColumnsMalformed(field, "Câu hỏi chưa có mã.",
                            "The question has no code.");
  }
  if (question.options_size() > kMostOptions) {
    return ColumnsMalformed(field, "Có quá 32 lựa chọn.",
                            "There are more than 32 options.");
  }
  const absl::flat_hash_set<std::string> options(question.options().begin(),
                                                 question.options().end());
  if (static_cast<int>(options.size()) != question.options_size()) {
    return ColumnsMalformed(field, "Một lựa chọn được nêu hai lần.",
                            "An option is given twice.");
  }
  return absl::OkStatus();
}

PackedMeaning Mean(const v1::PackedQuestion& proto, int choice_at,
                   int number_at,
                   const std::vector<flat::ChoiceQuestion>& questions) {
  PackedMeaning meaning = {
      .question = proto.question(),
      .options = {proto.options().begin(), proto.options().end()},
      .several = proto.several(),
      .choice_at = choice_at,
      .number_at = number_at};
  meaning.yes_no = !meaning.several && !meaning.options.empty() &&
                   std::all_of(meaning.options.begin(), meaning.options.end(),
                               [](const std::string& option) {
                                 return option == "yes" || option == "no";
                               });
  if (number_at >= 0) meaning.unfit = !meaning.options.empty();
  if (choice_at < 0) return meaning;
  const flat::ChoiceQuestion& question = questions[choice_at];
  meaning.unfit =
      meaning.options.empty() ||
      (meaning.several ? question.one || question.yes_no : question.several) ||
      (question.yes_no && !meaning.yes_no);
  for (const std::string& option : meaning.options) {
    const int code = question.CodeOf(option);
    meaning.bits.push_back(code == 0 ? flat::kUnnamed
                                     : flat::Chosen{1} << code);
  }
  return meaning;
}

absl::Status Repeated(const std::vector<PackedMeaning>& columns,
                      const std::string& field) {
  absl::flat_hash_set<absl::string_view> seen;
  for (const PackedMeaning& column : columns) {
    if (seen.insert(column.question).second) continue;
    return ColumnsMalformed(
        field, absl::StrCat("Câu hỏi “", column.question, "” có hai cột."),
        absl::StrCat("Question '", column.question, "' has two columns."));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ColumnsMalformed(absl::string_view field, absl::string_view vi,
                              absl::string_view en) {
  return Refused(
      absl::StatusCode::kInvalidArgument,
      {.field = std::string(field),
       .rule = "COLUMNS_MALFORMED",
       .vi = absl::StrCat(vi, " Hãy xem mô tả của PackedHouseholds."),
       .en = absl::StrCat(en, " See the description of PackedHouseholds.")});
}

absl::StatusOr<PackedLayout> PackedLayout::Read(
    const v1::PackedLayout& proto, const flat::Codebook& codebook) {
  PackedLayout layout;
  for (const v1::PackedQuestion& question : proto.household()) {
    RASOAT_RETURN_IF_ERROR(Check(question, "layout.household"));
    layout.household.push_back(
        Mean(question, codebook.ChoiceAt(question.question()),
             codebook.NumberAt(question.question()), codebook.choices()));
  }
  for (const v1::PackedQuestion& question : proto.member()) {
    RASOAT_RETURN_IF_ERROR(Check(question, "layout.member"));
    layout.member.push_back(Mean(question,
                                 codebook.MemberChoiceAt(question.question()),
                                 -1, codebook.member_choices()));
  }
  RASOAT_RETURN_IF_ERROR(Repeated(layout.household, "layout.household"));
  RASOAT_RETURN_IF_ERROR(Repeated(layout.member, "layout.member"));
  return layout;
}

}  // namespace rasoat::scoring
