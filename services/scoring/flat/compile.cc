#include "services/scoring/flat/compile.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>
#include <variant>

#include "services/common/status/error.h"
#include "services/scoring/domain/class_rule.h"

namespace rasoat::scoring::flat {
namespace {

constexpr std::int32_t kNone = std::numeric_limits<std::int32_t>::min();
constexpr std::size_t kMostItems = 60;  // a household has a trouble an item
constexpr std::size_t kMostRanks = 10;  // sets of them are looked up
constexpr int kMostPoints = std::numeric_limits<std::int16_t>::max();

/// Writes a program from front to back: items first, with room left for them,
/// tables and rules behind.
class Compiler {
 public:
  Compiler(const Standard& standard, const Codebook& codebook)
      : standard_(standard), codebook_(codebook) {}

  absl::StatusOr<Compiled> Run() {
    if (!IsComplete(standard_)) {
      return Error(absl::StatusCode::kFailedPrecondition, "STANDARD_INCOMPLETE",
                   "the standard has numbers that are not known yet");
    }
    const std::size_t items =
        standard_.indicators.size() + standard_.deprivations.size();
    words_.resize(kHeadSize + items * kItemSize);
    fits_ = items <= kMostItems &&
            standard_.deprivations.size() <= kMostDeprivations;
    WriteHead();
    for (const Indicator& indicator : standard_.indicators) Write(indicator);
    for (const Deprivation& deprivation : standard_.deprivations) {
      std::visit(*this, deprivation.rule);
    }
    head_.length = static_cast<std::int32_t>(words_.size());
    std::memcpy(words_.data(), &head_, sizeof head_);
    if (!fits_ || counts_ > kMostCounts || bits_ > 64 ||
        tallies_ > kMostTallies || points_ > kMostPoints) {
      return Error(
          absl::StatusCode::kFailedPrecondition, "STANDARD_TOO_LARGE",
          "the standard needs more than the quick engine has room for");
    }
    return Compiled(std::move(words_));
  }

  void operator()(const std::monostate&) { Put({.kind = Kind::kNothing}); }
  void operator()(const AnyMember& rule) {
    const std::int32_t at = WriteRules(rule.rules);
    WriteRules(rule.except);
    Put({.kind = Kind::kAnyMember, .at = at});
  }
  void operator()(const ShareAbove& rule) {
    Put({.kind = Kind::kShareAbove,
         .at = WriteRules(rule.of),
         .count = rule.percent,
         .extra = counts_++});
  }
  void operator()(const HouseholdAnswer& rule) {
    Put({.kind = Kind::kHouseholdAnswer,
         .slot = Needed(rule.question),
         .options = SetOf(Question(rule.question), rule.answers)});
  }
  void operator()(const NoneChosen& rule) {
    Put({.kind = Kind::kNoneChosen,
         .slot = Needed(rule.question),
         .options = SetOf(Question(rule.question), rule.options)});
  }
  void operator()(const AtLeast& rule) {
    const auto at = static_cast<std::int32_t>(words_.size());
    words_.push_back(static_cast<std::int32_t>(rule.questions.size()));
    for (const std::string& question : rule.questions) {
      words_.push_back(Needed(question));
      words_.push_back(
          static_cast<std::int32_t>(SetOf(Question(question), rule.answers)));
    }
    fits_ = fits_ && rule.questions.size() < (std::size_t{1} << kTallyWidth);
    Put({.kind = Kind::kAtLeast,
         .at = at,
         .count = rule.count,
         .extra = tallies_++});
  }
  void operator()(const AreaPerPersonBelow& rule) {
    const int slot = NeededNumber(rule.question);
    fits_ = fits_ && rule.limit <= std::numeric_limits<std::int32_t>::max() &&
            (head_.area < 0 || head_.area == slot);
    head_.area = slot;
    Put({.kind = Kind::kAreaBelow,
         .slot = slot,
         .extra = static_cast<std::int32_t>(rule.limit)});
  }
  void operator()(const NoMember& rule) {
    const int slot = codebook_.MemberChoiceAt(rule.question);
    Put({.kind = Kind::kNoMember,
         .slot = slot,
         .extra = bits_++,
         .options = SetOf(codebook_.member_choices()[slot], rule.answers)});
  }

 private:
  void WriteHead() {
    head_.version = kVersion;
    head_.choices = static_cast<std::int32_t>(codebook_.choices().size());
    head_.numbers = static_cast<std::int32_t>(codebook_.numbers().size());
    head_.member_choices =
        static_cast<std::int32_t>(codebook_.member_choices().size());
    head_.indicators = static_cast<std::int32_t>(standard_.indicators.size());
    head_.deprivations =
        static_cast<std::int32_t>(standard_.deprivations.size());
    head_.points_per_deprivation = standard_.points_per_deprivation;
    head_.area = -1;
    head_.valid_from = DayNumber(standard_.valid_from);
    head_.valid_to = standard_.valid_to
                         ? DayNumber(*standard_.valid_to)
                         : std::numeric_limits<std::int32_t>::max();
    for (const auto& [row, settlement] :
         {std::pair{0, Settlement::kUrban}, {1, Settlement::kRural}}) {
      const ClassRule* rule = RuleFor(settlement, standard_);
      fits_ = fits_ && rule != nullptr;
      if (rule == nullptr) continue;
      head_.poor_alone[row] = rule->poor_alone_up_to.value_or(kNone);
      head_.up_to[row] = rule->up_to;
      head_.deprived_from[row] = rule->deprived_from;
    }
    const bool counted = std::any_of(
        standard_.indicators.begin(), standard_.indicators.end(),
        [](const Indicator& indicator) {
          return indicator.derived == DerivedFact::kDependants ||
                 (indicator.guard && indicator.guard->all_members_dependent);
        });
    head_.dependants = counted ? WriteRules(standard_.dependants) : -1;
    std::vector<MemberRule> contradictions;
    for (const Contradiction& contradiction : standard_.contradictions) {
      contradictions.push_back(contradiction.when);
    }
    head_.contradictions = WriteRules(contradictions);
  }

  void Write(const Indicator& indicator) {
    Item item = {.kind = Kind::kOneOption};
    item.guarded = indicator.guard && indicator.guard->all_members_dependent;
    switch (indicator.derived) {
      case DerivedFact::kNone:
        if (indicator.bands.empty()) {
          item.kind =
              indicator.additive ? Kind::kSumOfOptions : Kind::kOneOption;
          item.slot = Needed(indicator.question);
          WriteOptions(indicator, Question(indicator.question), item);
          return Put(item);
        }
        item.kind = Kind::kBand;
        item.slot = NeededNumber(indicator.question);
        break;
      case DerivedFact::kHouseholdSize:
        item.kind = Kind::kSize;
        break;
      case DerivedFact::kDependants:
        item.kind = Kind::kDependants;
        break;
      case DerivedFact::kPensioners: {
        item.kind = Kind::kPensioners;
        item.slot = codebook_.MemberChoiceAt(indicator.question);
        item.extra = counts_++;
        const ChoiceQuestion& asked = codebook_.member_choices()[item.slot];
        item.options = Chosen{1} << asked.CodeOf("yes");
        break;
      }
      case DerivedFact::kAreaPerPerson:
        item.kind = Kind::kAreaPerPerson;
        item.slot = NeededNumber(standard_.area_question);
        fits_ = fits_ && (head_.area < 0 || head_.area == item.slot);
        head_.area = item.slot;
        break;
      case DerivedFact::kHighestOption:
        item.kind = Kind::kHighest;
        item.slot = codebook_.MemberChoiceAt(indicator.question);
        WriteOptions(indicator, codebook_.member_choices()[item.slot], item);
        item.extra = bits_;
        item.count = static_cast<std::int32_t>(indicator.options.size());
        bits_ += item.count;
        fits_ = fits_ && indicator.options.size() <= kMostRanks;
        return Put(item);
    }
    WriteBands(indicator, item);
    Put(item);
  }

  void WriteOptions(const Indicator& indicator, const ChoiceQuestion& question,
                    Item& item) {
    item.at = static_cast<std::int32_t>(words_.size());
    item.count = kMostOptions + 1;
    int most = 0;
    for (int code = 0; code <= kMostOptions; ++code) {
      OptionRow row = {.place = -1, .points = {}};
      for (std::size_t i = 0; code > 0 && i < indicator.options.size(); ++i) {
        if (question.CodeOf(indicator.options[i].option) != code) continue;
        row.place = static_cast<std::int32_t>(i);
        most = std::max(most, Copy(indicator.options[i].points, row.points));
        if (indicator.additive) {
          points_ += Copy(indicator.options[i].points, row.points);
        }
      }
      Append(row);
    }
    if (!indicator.additive) points_ += most;
  }

  void WriteBands(const Indicator& indicator, Item& item) {
    item.at = static_cast<std::int32_t>(words_.size());
    item.count = static_cast<std::int32_t>(indicator.bands.size());
    int most = 0;
    for (const ScoredBand& band : indicator.bands) {
      BandRow row = {};
      Split(band.from, row.from_low, row.from_high);
      Split(band.to, row.to_low, row.to_high);
      most = std::max(most, Copy(band.points, row.points));
      Append(row);
    }
    points_ += most;
  }

  /// Copies points; the farthest of them from 0.
  static int Copy(const Points& points, std::int32_t* row) {
    int most = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      row[i] = points[i];
      most = std::max(most, std::abs(points[i]));
    }
    return most;
  }

  static void Split(std::int64_t number, std::int32_t& low,
                    std::int32_t& high) {
    low = static_cast<std::int32_t>(static_cast<std::uint64_t>(number));
    high = static_cast<std::int32_t>(number >> 32);
  }

  std::int32_t WriteRules(const std::vector<MemberRule>& rules) {
    const auto at = static_cast<std::int32_t>(words_.size());
    words_.push_back(static_cast<std::int32_t>(rules.size()));
    for (const MemberRule& rule : rules) {
      words_.push_back(static_cast<std::int32_t>(rule.all.size()));
      for (const MemberCondition& condition : rule.all) {
        Condition flat = {.age_from = condition.age_from,
                          .age_below = condition.age_below,
                          .slot = -1,
                          .negate = condition.negate,
                          .options = 0};
        fits_ = fits_ && condition.age_from <= kMostAges &&
                condition.age_below <= kMostAges;
        if (!condition.question.empty()) {
          flat.slot = codebook_.MemberChoiceAt(condition.question);
          flat.options =
              SetOf(codebook_.member_choices()[flat.slot], condition.answers);
        }
        Append(flat);
      }
    }
    return at;
  }

  const ChoiceQuestion& Question(const std::string& question) const {
    return codebook_.choices()[codebook_.ChoiceAt(question)];
  }
  int Needed(const std::string& question) {
    const int slot = codebook_.ChoiceAt(question);
    head_.needed |= Chosen{1} << slot;
    return slot;
  }
  int NeededNumber(const std::string& question) {
    const int slot = codebook_.NumberAt(question);
    head_.needed_numbers |= Chosen{1} << slot;
    return slot;
  }
  static Chosen SetOf(const ChoiceQuestion& question,
                      const std::vector<std::string>& options) {
    Chosen set = 0;
    for (const std::string& option : options) {
      set |= Chosen{1} << question.CodeOf(option);
    }
    return set;
  }

  template <typename Row>
  void Append(const Row& row) {
    const std::size_t at = words_.size();
    words_.resize(at + sizeof row / sizeof(std::int32_t));
    std::memcpy(words_.data() + at, &row, sizeof row);
  }
  void Put(const Item& item) {
    std::memcpy(words_.data() + kHeadSize + items_++ * kItemSize, &item,
                sizeof item);
  }

  const Standard& standard_;
  const Codebook& codebook_;
  Head head_ = {};
  std::vector<std::int32_t> words_;
  std::size_t items_ = 0;
  bool fits_ = true;
  int counts_ = 1;  // the first is that of dependants
  int bits_ = kFirstFreeBit;
  int tallies_ = 0;
  int points_ = 0;
};

}  // namespace

absl::StatusOr<Compiled> Compile(const Standard& standard,
                                 const Codebook& codebook) {
  return Compiler(standard, codebook).Run();
}

std::int32_t DayNumber(absl::CivilDay day) {
  return static_cast<std::int32_t>(day - absl::CivilDay(1970, 1, 1));
}

}  // namespace rasoat::scoring::flat
