#include "services/scoring/domain/validate.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/scoring/domain/class_rule.h"
#include "services/scoring/domain/validate_bands.h"
#include "services/scoring/domain/validate_rules.h"
#include "services/scoring/domain/validate_sizes.h"

namespace rasoat::scoring {
namespace {

class Validator {
 public:
  explicit Validator(const Standard& standard) : standard_(standard) {}

  std::vector<Fault> Run() && {
    Heading();
    for (const Indicator& indicator : standard_.indicators) Check(indicator);
    Table();
    Deprivations();
    Classes();
    Lines();
    ValidateAverageBands(standard_, faults_);
    ValidateSizes(standard_, faults_);
    if (standard_.screening) Check(*standard_.screening);
    Contradictions();
    if (!standard_.dependants.empty()) {
      ValidateMemberRules(standard_.dependants, "dependants", standard_,
                          faults_);
      Check(standard_.dependants_origin, "dependants_origin");
    }
    return std::move(faults_);
  }

 private:
  void Add(absl::string_view place, std::string what, std::string vi) {
    faults_.push_back({std::string(place), std::move(what), std::move(vi)});
  }

  void Check(const Text& text, absl::string_view place) {
    if (text.vi.empty() || text.en.empty()) {
      Add(place, "needs a Vietnamese and an English text",
          "cần có cả tiếng Việt và tiếng Anh");
    }
  }

  void Check(const Origin& origin, absl::string_view place) {
    if (origin.source.empty()) Add(place, "names no source", "chưa ghi nguồn");
    if (origin.mark == Mark::kUnspecified)
      Add(place, "has no mark", "chưa ghi mức độ tin cậy (mark)");
    if (origin.mark == Mark::kTraining && !standard_.training) {
      Add(place, "is marked as made up, but the standard is not for training",
          "được đánh dấu là tự đặt, nhưng chuẩn không phải để tập huấn");
    }
  }

  void Heading() {
    Check(standard_.title, "title");
    if (standard_.area.empty())
      Add("area", "is missing; `*` is the country",
          "còn thiếu; ghi `*` cho cả nước");
    if (standard_.valid_to && *standard_.valid_to <= standard_.valid_from) {
      Add("valid_to", "is not after valid_from", "không sau valid_from");
    }
  }

  void Table() {
    if (standard_.declared_only && !standard_.indicators.empty()) {
      Add("indicators", "stand beside declared_only",
          "đứng cùng declared_only; hãy bỏ một trong hai");
    }
    if (!standard_.declared_only && standard_.indicators.empty()) {
      Add("indicators", "are missing, and declared_only is not set",
          "còn thiếu, mà declared_only không được đặt");
    }
    absl::flat_hash_set<absl::string_view> codes;
    for (const Indicator& indicator : standard_.indicators) {
      if (!codes.insert(indicator.code).second) {
        Add(absl::StrCat("indicators[", indicator.code, "]"),
            "has the code of another", "trùng mã với mục khác");
      }
    }
  }

  void Check(const Indicator& indicator) {
    const std::string place = absl::StrCat("indicators[", indicator.code, "]");
    if (indicator.code.empty()) Add(place, "has no code", "chưa có mã");
    Check(indicator.label, absl::StrCat(place, ".label"));
    Check(indicator.origin, absl::StrCat(place, ".origin"));
    if (indicator.options.empty() == indicator.bands.empty()) {
      Add(place, "needs options or bands, and not both",
          "cần có lựa chọn hoặc khoảng số, không được cả hai");
    }
    if (indicator.additive && (indicator.options.empty() ||
                               indicator.derived != DerivedFact::kNone)) {
      Add(place, "only the options of a question can be additive",
          "chỉ các lựa chọn của một câu hỏi mới được cộng dồn");
    }
    Reads(indicator, place);
    absl::flat_hash_set<absl::string_view> options;
    for (const ScoredOption& option : indicator.options) {
      if (option.option.empty())
        Add(place, "has an option without code", "có lựa chọn chưa có mã");
      if (!options.insert(option.option).second) {
        Add(place, absl::StrCat("lists the option '", option.option, "' twice"),
            absl::StrCat("ghi lựa chọn “", option.option, "” hai lần"));
      }
    }
    Bands(indicator, place);
    if (indicator.guard) {
      if (!indicator.guard->all_members_dependent) {
        Add(absl::StrCat(place, ".guard"), "has no condition",
            "chưa có điều kiện");
      } else if (standard_.dependants.empty()) {
        Add(absl::StrCat(place, ".guard"),
            "speaks of dependants, but the standard does not say who they are",
            "nói đến người phụ thuộc, nhưng chuẩn chưa quy định ai là người "
            "phụ thuộc");
      }
      Check(indicator.guard->origin, absl::StrCat(place, ".guard.origin"));
    }
  }

  /// Checks that what the indicator reads exists and fits its points.
  void Reads(const Indicator& indicator, const std::string& place) {
    const bool wants_question =
        indicator.derived == DerivedFact::kNone ||
        indicator.derived == DerivedFact::kPensioners ||
        indicator.derived == DerivedFact::kHighestOption;
    if (wants_question && indicator.question.empty()) {
      Add(place, "names no question", "chưa ghi câu hỏi");
    }
    if (!wants_question && !indicator.question.empty()) {
      Add(place, "reads a derived fact and a question",
          "vừa đọc số liệu suy ra vừa đọc câu hỏi");
    }
    switch (indicator.derived) {
      case DerivedFact::kNone:
        return;
      case DerivedFact::kHighestOption:
        if (indicator.options.empty()) {
          Add(place, "the highest option needs options, lowest first",
              "lấy mức cao nhất thì cần các lựa chọn, xếp từ thấp lên cao");
        }
        return;
      case DerivedFact::kDependants:
        if (standard_.dependants.empty()) {
          Add(place,
              "counts dependants, but the standard does not say who they are",
              "đếm người phụ thuộc, nhưng chuẩn chưa quy định ai là người phụ "
              "thuộc");
        }
        break;
      case DerivedFact::kAreaPerPerson:
        if (standard_.area_question.empty()) {
          Add(place, "reads the floor area, but area_question is missing",
              "đọc diện tích nhà ở, nhưng thiếu area_question");
        }
        break;
      case DerivedFact::kHouseholdSize:
      case DerivedFact::kPensioners:
        break;
    }
    if (indicator.bands.empty())
      Add(place, "a derived number needs bands",
          "số liệu suy ra cần các khoảng số");
  }

  void Bands(const Indicator& indicator, const std::string& place) {
    for (std::size_t i = 0; i < indicator.bands.size(); ++i) {
      const ScoredBand& band = indicator.bands[i];
      const std::string here = absl::StrCat(place, ".bands[", i, "]");
      if (band.to < band.from)
        Add(here, "ends before it begins", "kết thúc trước khi bắt đầu");
      if (i == 0) continue;
      const std::int64_t end = indicator.bands[i - 1].to;
      if (band.from <= end) {
        Add(here,
            absl::StrCat("overlaps the band before it, which ends at ", end),
            absl::StrCat("chồng lên khoảng trước, khoảng đó kết thúc ở ", end));
      } else if (band.from - 1 > end) {
        Add(here, absl::StrCat("leaves a gap after ", end),
            absl::StrCat("để hở một khoảng sau ", end));
      }
    }
  }

  void Deprivations() {
    if (standard_.deprivations.empty())
      Add("deprivations", "are missing", "còn thiếu");
    absl::flat_hash_set<absl::string_view> codes;
    int last = 0;
    for (const Deprivation& deprivation : standard_.deprivations) {
      const std::string place =
          absl::StrCat("deprivations[", deprivation.code, "]");
      if (deprivation.code.empty()) Add(place, "has no code", "chưa có mã");
      if (!codes.insert(deprivation.code).second) {
        Add(place, "has the code of another", "trùng mã với mục khác");
      }
      if (deprivation.number != last + 1) {
        Add(place,
            absl::StrCat("has number ", deprivation.number, " after number ",
                         last),
            absl::StrCat("có số thứ tự ", deprivation.number, " sau số ",
                         last));
      }
      last = deprivation.number;
      Check(deprivation.label, absl::StrCat(place, ".label"));
      Check(deprivation.service, absl::StrCat(place, ".service"));
      Check(deprivation.origin, absl::StrCat(place, ".origin"));
      ValidateDeprivationRule(deprivation.rule, absl::StrCat(place, ".rule"),
                              standard_, faults_);
    }
    if (standard_.points_per_deprivation < 1 &&
        standard_.points_per_deprivation_origin.mark != Mark::kUnknown) {
      Add("points_per_deprivation", "must be at least 1", "phải từ 1 trở lên");
    }
    Check(standard_.points_per_deprivation_origin,
          "points_per_deprivation_origin");
  }

  void Classes() {
    for (const auto& [settlement, place] :
         {std::pair{Settlement::kRural, "class_rules[rural]"},
          std::pair{Settlement::kUrban, "class_rules[urban]"}}) {
      const ClassRule* rule = RuleFor(settlement, standard_);
      if (rule == nullptr) {
        Add(place, "is missing", "còn thiếu");
        continue;
      }
      const auto given = std::count_if(
          standard_.class_rules.begin(), standard_.class_rules.end(),
          [&](const ClassRule& other) {
            return other.settlement == rule->settlement;
          });
      if (given > 1)
        Add(place, "is given more than once", "được ghi hơn một lần");
      Check(rule->origin, absl::StrCat(place, ".origin"));
      if (rule->origin.mark == Mark::kUnknown) continue;
      if (rule->up_to < 1)
        Add(place, "up_to must be at least 1", "up_to phải từ 1 trở lên");
      if (rule->poor_alone_up_to && *rule->poor_alone_up_to >= rule->up_to) {
        Add(place, "poor_alone_up_to is not below up_to",
            "poor_alone_up_to không nhỏ hơn up_to");
      }
      const int most = standard_.points_per_deprivation *
                       static_cast<int>(standard_.deprivations.size());
      if (rule->deprived_from < 1 || rule->deprived_from > most) {
        Add(place, absl::StrCat("deprived_from is not within 1 and ", most),
            absl::StrCat("deprived_from không nằm trong khoảng 1 đến ", most));
      }
    }
    for (const ClassRule& rule : standard_.class_rules) {
      if (rule.settlement == Settlement::kUnspecified) {
        Add("class_rules", "has a rule without settlement",
            "có quy tắc chưa ghi nông thôn hay thành thị");
      }
    }
  }

  void Check(const Screening& screening) {
    absl::flat_hash_set<absl::string_view> codes;
    for (const ScreeningItem& item : screening.items) {
      const std::string place =
          absl::StrCat("screening.items[", item.code, "]");
      if (item.code.empty()) Add(place, "has no code", "chưa có mã");
      if (!codes.insert(item.code).second)
        Add(place, "has the code of another", "trùng mã với mục khác");
      Check(item.label, absl::StrCat(place, ".label"));
      Check(item.origin, absl::StrCat(place, ".origin"));
      if (item.question.empty())
        Add(place, "names no question", "chưa ghi câu hỏi");
      if (item.answers.empty())
        Add(place, "names no answer that counts",
            "chưa ghi câu trả lời nào được tính");
    }
    Check(screening.origin, "screening.origin");
    const int most = static_cast<int>(screening.items.size());
    if (screening.origin.mark != Mark::kUnknown &&
        (screening.surely_not_poor_from < 1 ||
         screening.surely_not_poor_from > most)) {
      Add("screening",
          absl::StrCat("surely_not_poor_from is not within 1 and ", most),
          absl::StrCat("surely_not_poor_from không nằm trong khoảng 1 đến ",
                       most));
    }
  }

  void Contradictions() {
    absl::flat_hash_set<absl::string_view> codes;
    for (const Contradiction& contradiction : standard_.contradictions) {
      const std::string place =
          absl::StrCat("contradictions[", contradiction.code, "]");
      if (contradiction.code.empty()) Add(place, "has no code", "chưa có mã");
      if (!codes.insert(contradiction.code).second)
        Add(place, "has the code of another", "trùng mã với mục khác");
      Check(contradiction.message, absl::StrCat(place, ".message"));
      Check(contradiction.origin, absl::StrCat(place, ".origin"));
      ValidateMemberRule(contradiction.when, absl::StrCat(place, ".when"),
                         standard_, faults_);
      if (contradiction.Question().empty())
        Add(place, "names no question", "chưa ghi câu hỏi");
      if (contradiction.origin.mark == Mark::kUnknown) {
        Add(place, "is not known; leave it out until it is",
            "chưa biết; hãy bỏ ra cho đến khi biết");
      }
    }
  }

  void Lines() {
    for (std::size_t i = 0; i < standard_.income_lines.size(); ++i) {
      const IncomeLine& line = standard_.income_lines[i];
      const std::string place = absl::StrCat("income_lines[", i, "]");
      if (line.settlement == Settlement::kUnspecified) {
        Add(place, "has no settlement", "chưa ghi nông thôn hay thành thị");
      }
      if (line.amount_vnd < 1 && line.origin.mark != Mark::kUnknown) {
        Add(place, "has no amount", "chưa có số tiền");
      }
      Check(line.origin, absl::StrCat(place, ".origin"));
    }
  }

  const Standard& standard_;
  std::vector<Fault> faults_;
};

}  // namespace

std::vector<Fault> Validate(const Standard& standard) {
  return Validator(standard).Run();
}

}  // namespace rasoat::scoring
