#include "services/scoring/explain/explanation_text.h"

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace rasoat::scoring {
namespace {

constexpr int kMostDecisiveLines = 10;

struct Words {
  const char* vi;
  const char* en;
};

Words ClassWords(v1::HouseholdClass household_class) {
  switch (household_class) {
    case v1::HOUSEHOLD_CLASS_POOR:
      return {"hộ nghèo", "poor"};
    case v1::HOUSEHOLD_CLASS_NEAR_POOR:
      return {"hộ cận nghèo", "near-poor"};
    case v1::HOUSEHOLD_CLASS_NOT_POOR:
      return {"hộ không nghèo", "not poor"};
    default:
      return {"chưa phân loại", "without class"};
  }
}

class Writer {
 public:
  Writer(const v1::Standard& standard, const v1::Explanation& explanation)
      : standard_(standard),
        explanation_(explanation),
        assessment_(explanation.assessment()) {}

  v1::Text Run() && {
    Heading();
    Income();
    Deprivations();
    Conclusion();
    Distances();
    Decisive();
    return std::move(text_);
  }

 private:
  void Line(absl::string_view vi, absl::string_view en) {
    absl::StrAppend(text_.mutable_vi(), vi, "\n");
    absl::StrAppend(text_.mutable_en(), en, "\n");
  }

  void Heading() {
    if (assessment_.training()) {
      Line("*** TẬP HUẤN: số liệu tự đặt, kết quả không có giá trị ***",
           "*** TRAINING: made-up numbers, the result means nothing ***");
    }
    Line(absl::StrCat("Chuẩn: ", standard_.title().vi()),
         absl::StrCat("Standard: ", standard_.title().en()));
    const bool urban = assessment_.settlement() == api::v1::SETTLEMENT_URBAN;
    Line(absl::StrCat("Khu vực: ", urban ? "thành thị" : "nông thôn"),
         absl::StrCat("Area: ", urban ? "urban" : "rural"));
  }

  void Income() {
    Line("", "");
    Line("I. ĐIỂM THU NHẬP (B1)", "I. INCOME SCORE (B1)");
    if (assessment_.declared()) {
      Line(absl::StrCat("Tổng điểm ghi trên phiếu giấy: ", assessment_.b1()),
           absl::StrCat("Total from the paper form: ", assessment_.b1()));
    }
    for (const v1::ExplainedIndicator& one : explanation_.indicators()) {
      const bool worded = !one.found_label().vi().empty();
      const std::string nothing = one.found().empty() ? "-" : one.found();
      Line(
          absl::StrCat("- ", one.label().vi(), ": ",
                       worded ? one.found_label().vi() : nothing, " → ",
                       one.points(), " điểm",
                       one.suppressed()
                           ? " (không tính: hộ chỉ có người phụ thuộc)"
                           : ""),
          absl::StrCat(
              "- ", one.label().en(), ": ",
              worded ? one.found_label().en() : nothing, " → ", one.points(),
              " points",
              one.suppressed() ? " (not counted: nobody but dependants)" : ""));
    }
    const v1::ClassRule& rule = explanation_.rule();
    Line(absl::StrCat("Cộng B1 = ", assessment_.b1(), " điểm; ngưỡng ",
                      rule.up_to(), " điểm"),
         absl::StrCat("B1 = ", assessment_.b1(), " points; limit ",
                      rule.up_to(), " points"));
  }

  void Deprivations() {
    Line("", "");
    Line("II. THIẾU HỤT DỊCH VỤ XÃ HỘI CƠ BẢN (B2)", "II. DEPRIVATIONS (B2)");
    for (const v1::ExplainedDeprivation& one : explanation_.deprivations()) {
      std::string vi;
      std::string en;
      for (const v1::ExplainedMember& member : one.members()) {
        absl::StrAppend(&vi, vi.empty() ? " - do thành viên thứ " : ", thứ ",
                        member.place(), " (", member.age(), " tuổi)");
        absl::StrAppend(&en, en.empty() ? " - because of member " : ", ",
                        member.place(), " (aged ", member.age(), ")");
      }
      Line(absl::StrCat(one.number(), ". ", one.label().vi(), ": ",
                        one.deprived()
                            ? absl::StrCat("THIẾU HỤT, ", one.points(), " điểm")
                            : "không thiếu hụt",
                        vi),
           absl::StrCat(one.number(), ". ", one.label().en(), ": ",
                        one.deprived() ? absl::StrCat("DEPRIVED, ",
                                                      one.points(), " points")
                                       : "not deprived",
                        en));
    }
    const v1::ClassRule& rule = explanation_.rule();
    Line(absl::StrCat("Cộng B2 = ", assessment_.b2(), " điểm; ngưỡng ",
                      rule.deprived_from(), " điểm"),
         absl::StrCat("B2 = ", assessment_.b2(), " points; limit ",
                      rule.deprived_from(), " points"));
  }

  void Conclusion() {
    const Words words = ClassWords(assessment_.household_class());
    const v1::ClassRule& rule = explanation_.rule();
    const bool alone = rule.poor_alone_up_to() > 0 &&
                       assessment_.b1() <= rule.poor_alone_up_to();
    const bool within = assessment_.b1() <= rule.up_to();
    std::string why =
        absl::StrCat("B1 ", assessment_.b1(), within ? " ≤ " : " > ",
                     alone ? rule.poor_alone_up_to() : rule.up_to());
    if (within && !alone) {
      absl::StrAppend(&why, ", B2 ", assessment_.b2(),
                      assessment_.b2() >= rule.deprived_from() ? " ≥ " : " < ",
                      rule.deprived_from());
    }
    Line("", "");
    Line(absl::StrCat("KẾT QUẢ: ", words.vi, " (", why, ")"),
         absl::StrCat("RESULT: ", words.en, " (", why, ")"));
  }

  void Distances() {
    for (const v1::ClassDistance& one : explanation_.distances()) {
      const Words words = ClassWords(one.household_class());
      const int change =
          one.b1_change() != 0 ? one.b1_change() : one.deprivations_change();
      const Words what =
          one.b1_change() != 0    ? Words{" điểm B1", " points of B1"}
          : std::abs(change) == 1 ? Words{" thiếu hụt", " deprivation"}
                                  : Words{" thiếu hụt", " deprivations"};
      Line(absl::StrCat("Sẽ là ", words.vi, " nếu ",
                        change > 0 ? "thêm " : "bớt ", std::abs(change),
                        what.vi),
           absl::StrCat("Would be ", words.en, " with ", std::abs(change),
                        what.en, change > 0 ? " more" : " less"));
    }
  }

  void Decisive() {
    if (explanation_.decisive_answers().empty()) return;
    Line("", "");
    Line("Câu trả lời quyết định (đổi một câu là đổi kết quả):",
         "Decisive answers (change one, and the result changes):");
    int lines = 0;
    for (const v1::DecisiveAnswer& one : explanation_.decisive_answers()) {
      if (lines++ == kMostDecisiveLines) {
        const int more =
            explanation_.decisive_answers_size() - kMostDecisiveLines;
        Line(absl::StrCat("- … và ", more, " cách khác"),
             absl::StrCat("- … and ", more, " other ways"));
        return;
      }
      const Words words = ClassWords(one.household_class());
      const v1::Text asked = Asked(one.question());
      const v1::Text given = Answered(one.question(), one.given());
      const v1::Text instead = Answered(one.question(), one.instead());
      const bool of_member = one.member_place() > 0;
      Line(absl::StrCat("- ", asked.vi(),
                        of_member ? absl::StrCat(" (thành viên thứ ",
                                                 one.member_place(), ")")
                                  : "",
                        ": ", given.vi(), " → ", instead.vi(), ": ", words.vi),
           absl::StrCat("- ", asked.en(),
                        of_member
                            ? absl::StrCat(" (member ", one.member_place(), ")")
                            : "",
                        ": ", given.en(), " → ", instead.en(), ": ", words.en));
    }
  }

  /// A question in words, where an indicator that reads it has some; else its
  /// code.
  v1::Text Asked(const std::string& question) const {
    for (const v1::Indicator& indicator : standard_.indicators()) {
      if (indicator.question() == question) return indicator.label();
    }
    return Both(question, question);
  }

  /// Options in words, where the standard has some; else their codes.
  v1::Text Answered(const std::string& question,
                    const std::string& codes) const {
    if (codes.empty()) return Both("không có", "nothing");
    v1::Text words;
    for (absl::string_view code : absl::StrSplit(codes, ',')) {
      const v1::Text one = OptionWords(question, code);
      absl::StrAppend(words.mutable_vi(), words.vi().empty() ? "" : "; ",
                      one.vi());
      absl::StrAppend(words.mutable_en(), words.en().empty() ? "" : "; ",
                      one.en());
    }
    return words;
  }

  v1::Text OptionWords(const std::string& question,
                       absl::string_view code) const {
    if (code == "yes") return Both("có", "yes");
    if (code == "no") return Both("không", "no");
    for (const v1::Indicator& indicator : standard_.indicators()) {
      if (indicator.question() != question) continue;
      for (const v1::ScoredOption& option : indicator.options()) {
        if (option.option() == code && option.has_label())
          return option.label();
      }
    }
    return Both(code, code);
  }

  static v1::Text Both(absl::string_view vi, absl::string_view en) {
    v1::Text text;
    text.set_vi(std::string(vi));
    text.set_en(std::string(en));
    return text;
  }

  const v1::Standard& standard_;
  const v1::Explanation& explanation_;
  const v1::Assessment& assessment_;
  v1::Text text_;
};

}  // namespace

v1::Text ExplanationText(const v1::Standard& standard,
                         const v1::Explanation& explanation) {
  return Writer(standard, explanation).Run();
}

}  // namespace rasoat::scoring
