#include "services/scoring/domain/validate_questions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/scoring/domain/question_reads.h"

namespace rasoat::scoring {
namespace {

/// A phrase in both languages.
struct Phrase {
  const char* en;
  const char* vi;
};

Phrase AnsweredBy(AskedKind kind) {
  switch (kind) {
    case AskedKind::kChoice:
      return {"by one option", "bằng một lựa chọn"};
    case AskedKind::kChoices:
      return {"by any number of options", "bằng nhiều lựa chọn"};
    case AskedKind::kNumber:
      return {"by a number", "bằng số"};
    case AskedKind::kYesNo:
      return {"by yes or no", "bằng có hoặc không"};
    case AskedKind::kText:
      return {"in words", "bằng lời"};
    case AskedKind::kUnspecified:
      break;
  }
  return {"in no way that is known", "theo cách chưa rõ"};
}

Phrase Wanted(ReadAs as) {
  switch (as) {
    case ReadAs::kOneOption:
      return {"one option or yes or no", "một lựa chọn hoặc có, không"};
    case ReadAs::kOptions:
      return {"several options", "nhiều lựa chọn"};
    case ReadAs::kAnyOption:
      return {"options or yes or no", "lựa chọn hoặc có, không"};
    case ReadAs::kYesNo:
      return {"yes or no", "có hoặc không"};
    case ReadAs::kNumber:
      break;
  }
  return {"a number", "số"};
}

bool Fits(AskedKind kind, ReadAs as) {
  switch (as) {
    case ReadAs::kOneOption:
      return kind == AskedKind::kChoice || kind == AskedKind::kYesNo;
    case ReadAs::kOptions:
      return kind == AskedKind::kChoices;
    case ReadAs::kAnyOption:
      return kind == AskedKind::kChoice || kind == AskedKind::kChoices ||
             kind == AskedKind::kYesNo;
    case ReadAs::kYesNo:
      return kind == AskedKind::kYesNo;
    case ReadAs::kNumber:
      break;
  }
  return kind == AskedKind::kNumber;
}

bool Has(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool Offered(const std::vector<const AskedQuestion*>& asked,
             const std::string& option) {
  return std::any_of(asked.begin(), asked.end(), [&](const AskedQuestion* one) {
    return Has(one->options, option);
  });
}

class Checker {
 public:
  Checker(const Standard& standard, const KnownForms& forms)
      : standard_(standard) {
    for (const std::string& id : standard.forms) {
      const auto found = forms.find(id);
      if (found != forms.end()) {
        forms_.push_back(&found->second);
        continue;
      }
      std::vector<std::string> known;
      for (const auto& [name, questions] : forms) known.push_back(name);
      const std::string list = absl::StrJoin(known, ", ");
      Add("forms", absl::StrCat("names the form '", id, "'; known are ", list),
          absl::StrCat("ghi mẫu phiếu “", id, "”; các mẫu phiếu đang có là ",
                       list));
    }
  }

  /// What follows from a form nobody knows is not told beside it.
  std::vector<Fault> Run() && {
    if (!faults_.empty()) return std::move(faults_);
    for (const QuestionRead& read : QuestionsOf(standard_)) Check(read);
    return std::move(faults_);
  }

 private:
  void Add(const std::string& place, std::string what, std::string vi) {
    faults_.push_back({place, std::move(what), std::move(vi)});
  }

  /// The question in each form that asks it.
  std::vector<const AskedQuestion*> Asked(const std::string& question,
                                          bool of_member) const {
    std::vector<const AskedQuestion*> asked;
    for (const FormQuestions* form : forms_) {
      const auto& part = of_member ? form->member : form->household;
      const auto found = part.find(question);
      if (found != part.end()) asked.push_back(&found->second);
    }
    return asked;
  }

  void Check(const QuestionRead& read) {
    std::vector<const AskedQuestion*> asked =
        Asked(read.question, read.of_member);
    if (asked.empty()) return NotAsked(read);
    const AskedKind kind = asked.front()->kind;
    std::erase_if(asked, [&](const AskedQuestion* one) {
      return !Fits(one->kind, read.as);
    });
    if (asked.empty()) return WrongKind(read, kind);
    if (!read.together.empty()) return Together(read, asked);
    for (const OptionRead& option : read.options) {
      if (!Offered(asked, option.code)) {
        NotOffered(read, option, asked.front()->options);
      }
    }
    if (read.all_options) Complete(read, asked);
  }

  void NotAsked(const QuestionRead& read) {
    const Phrase here = read.of_member
                            ? Phrase{"each member", "từng thành viên"}
                            : Phrase{"the household", "hộ"};
    if (!Asked(read.question, !read.of_member).empty()) {
      const Phrase there = read.of_member
                               ? Phrase{"the household", "hộ"}
                               : Phrase{"each member", "từng thành viên"};
      return Add(read.place,
                 absl::StrCat("question '", read.question, "' is asked of ",
                              there.en, ", and read here of ", here.en),
                 absl::StrCat("câu hỏi “", read.question, "” là câu hỏi ",
                              there.vi, ", ở đây lại đọc của ", here.vi));
    }
    const std::string forms = absl::StrJoin(standard_.forms, ", ");
    Add(read.place,
        absl::StrCat("question '", read.question, "' is asked of ", here.en,
                     " by none of the forms ", forms),
        absl::StrCat("không mẫu phiếu nào trong ", forms, " hỏi ", here.vi,
                     " câu “", read.question, "”"));
  }

  void WrongKind(const QuestionRead& read, AskedKind kind) {
    Add(read.place,
        absl::StrCat("question '", read.question, "' is answered ",
                     AnsweredBy(kind).en, ", and ", Wanted(read.as).en,
                     " is needed here"),
        absl::StrCat("câu hỏi “", read.question, "” được trả lời ",
                     AnsweredBy(kind).vi, ", ở đây cần ", Wanted(read.as).vi));
  }

  void NotOffered(const QuestionRead& read, const OptionRead& option,
                  const std::vector<std::string>& offered) {
    const std::string list = absl::StrJoin(offered, ", ");
    Add(option.place,
        absl::StrCat("'", option.code, "' is no option of question '",
                     read.question, "'; it has ", list),
        absl::StrCat("“", option.code, "” không phải là lựa chọn của câu hỏi “",
                     read.question, "”; câu hỏi có ", list));
  }

  void Together(const QuestionRead& read,
                const std::vector<const AskedQuestion*>& asked) {
    std::vector<const AskedQuestion*> all;
    for (const std::string& question : read.together) {
      for (const AskedQuestion* one : Asked(question, read.of_member)) {
        all.push_back(one);
      }
    }
    bool here = false;
    bool anywhere = false;
    for (const OptionRead& option : read.options) {
      here |= Offered(asked, option.code);
      anywhere |= Offered(all, option.code);
      if (!Offered(all, option.code)) OfNone(read, option);
    }
    if (here || !anywhere) return;
    const std::string list = absl::StrJoin(asked.front()->options, ", ");
    Add(read.place,
        absl::StrCat("question '", read.question,
                     "' has none of the answers that count; it has ", list),
        absl::StrCat("câu hỏi “", read.question,
                     "” không có câu trả lời nào được tính; câu hỏi có ",
                     list));
  }

  /// Told once, not with each of the questions.
  void OfNone(const QuestionRead& read, const OptionRead& option) {
    const std::string list = absl::StrJoin(read.together, ", ");
    Fault fault{
        option.place,
        absl::StrCat("'", option.code,
                     "' is no option of any of the questions ", list),
        absl::StrCat("“", option.code,
                     "” không phải là lựa chọn của câu hỏi nào trong ", list)};
    if (std::find(faults_.begin(), faults_.end(), fault) == faults_.end()) {
      faults_.push_back(std::move(fault));
    }
  }

  void Complete(const QuestionRead& read,
                const std::vector<const AskedQuestion*>& asked) {
    std::vector<std::string> given;
    for (const OptionRead& option : read.options) given.push_back(option.code);
    for (const AskedQuestion* one : asked) {
      for (const std::string& option : one->options) {
        if (Has(given, option)) continue;
        given.push_back(option);
        Add(read.place,
            absl::StrCat("question '", read.question, "' has the option '",
                         option, "', which is given no points"),
            absl::StrCat("câu hỏi “", read.question, "” có lựa chọn “", option,
                         "” chưa được cho điểm"));
      }
    }
  }

  const Standard& standard_;
  std::vector<const FormQuestions*> forms_;
  std::vector<Fault> faults_;
};

}  // namespace

bool IsUnchecked(const Standard& standard, const KnownForms& forms) {
  return (standard.forms.empty() || forms.empty()) &&
         !QuestionsOf(standard).empty();
}

std::vector<Fault> ValidateQuestions(const Standard& standard,
                                     const KnownForms& forms) {
  if (forms.empty() || IsUnchecked(standard, forms)) return {};
  return Checker(standard, forms).Run();
}

}  // namespace rasoat::scoring
