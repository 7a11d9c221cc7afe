#include "services/scoring/flat/rescore.h"

#include <algorithm>

namespace rasoat::scoring::flat {
namespace {

constexpr Word kTrouble = Word{1} << kTroubleAt;
/// Floor areas a person with a place in the table; above, it is reckoned.
constexpr std::int64_t kAreas = 2048;
constexpr int kSettings = 2 * kColumns;
constexpr int kHeads = kMostPeople + 1;

int IndexOf(Setting setting) {
  return 2 * setting.column + (setting.all_dependent ? 1 : 0);
}

Setting SettingAt(int index) {
  return {.column = index / 2, .all_dependent = index % 2 != 0};
}

bool Same(const std::vector<People>& a, const std::vector<People>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const People& x, const People& y) {
                      return x.bits == y.bits && x.counts == y.counts;
                    });
}

}  // namespace

/// Everything but the members, ready to be looked up.
class Rescorer::Tables {
 public:
  Tables(const HouseholdTable& table, const Program& program)
      : table_(table), program_(program) {
    ReadQuestions();
    ReadPeople();
  }

  Outcome Of(const HouseholdTable::Row& row, const People& together) const {
    const Setting setting = {
        row.column, AllDependent(program_, together, row.people_count)};
    const int index = IndexOf(setting);
    const Word* words = words_.data() + index * answers_;
    Word word = by_size_[index * kHeads + row.people_count];
    for (const Question& question : questions_) {
      word += words[question.first + row.codes[question.at]];
    }
    for (const Count& count : counts_) {
      const int many = static_cast<int>(together.counts >> count.shift & 0xFF);
      word += count.words[(index * count.rows +
                           (count.rows > 1 ? row.people_count : 0)) *
                              kHeads +
                          many];
    }
    for (const Field& field : fields_) {
      word += field.words[index * (field.mask + 1) +
                          (together.bits >> field.shift & field.mask)];
    }
    word += together.bits & deprived_if_;
    word += ~together.bits & deprived_unless_;
    if ((together.bits & answered_) != answered_) word += kTrouble;
    if (area_ >= 0) {
      // In 32 bits where they do: that is half the time.
      const std::int64_t area = areas_[row.codes[area_]];
      const auto people = static_cast<std::uint32_t>(row.people_count);
      const std::int64_t each =
          area == static_cast<std::uint32_t>(area)
              ? std::int64_t{static_cast<std::uint32_t>(area) / people}
              : area / row.people_count;
      word += each >= 0 && each < kAreas ? by_area_[index * kAreas + each]
                                         : OfArea(setting, each);
    }
    return Conclude(program_, row.urban, word + Tallied(word), together.bits);
  }

 private:
  /// A question that the program reads.
  struct Question {
    std::size_t at;
    std::size_t first;  ///< Of its words.
  };
  /// Points or a deprivation by a count of members.
  struct Count {
    int shift;
    int rows;  ///< One, or one a number of members.
    std::vector<Word> words;
  };
  struct Tally {
    int shift;
    Word count;
    int deprivation;
  };
  /// Points by some bits of the members.
  struct Field {
    int shift;
    std::uint64_t mask;
    std::vector<Word> words;
  };

  /// Deprivations by how many of some questions were answered in some way.
  Word Tallied(Word word) const {
    Word deprived = 0;
    for (const Tally& tally : tallies_) {
      const Word many = word >> tally.shift & ((1 << kTallyWidth) - 1);
      deprived += Word{many >= tally.count} << tally.deprivation;
    }
    return deprived;
  }

  void ReadQuestions() {
    const Head& head = program_.head();
    for (std::size_t i = 0; i < table_.questions(); ++i) {
      const bool choice = i < table_.choices();
      const auto slot = static_cast<int>(choice ? i : i - table_.choices());
      const Chosen needed = choice ? head.needed : head.needed_numbers;
      if ((needed >> slot & 1) == 0) continue;
      questions_.push_back({.at = i, .first = answers_});
      answers_ += table_.Values(i).size();
    }
    words_.resize(answers_ * kSettings);
    for (int index = 0; index < kSettings; ++index) {
      for (const Question& question : questions_) {
        Word* word = words_.data() + index * answers_ + question.first;
        for (std::int64_t value : table_.Values(question.at)) {
          *word++ = OfAnswer(question.at, value, SettingAt(index));
        }
      }
    }
  }

  Word OfAnswer(std::size_t question, std::int64_t value,
                Setting setting) const {
    if (question < table_.choices()) {
      const auto chosen = static_cast<Chosen>(value);
      return chosen == 0 ? kTrouble
                         : OfChoice(program_, setting,
                                    static_cast<int>(question), chosen);
    }
    return value < 0
               ? kTrouble
               : OfNumber(program_, setting,
                          static_cast<int>(question - table_.choices()), value);
  }

  void ReadPeople() {
    const Head& head = program_.head();
    for (int i = 0; i < head.indicators + head.deprivations; ++i) {
      const Item& item = program_.item(i);
      switch (item.kind) {
        case Kind::kSize:
          AddSizes(i);
          break;
        case Kind::kDependants:
          AddCount(i, 0, 1);
          break;
        case Kind::kPensioners:
          AddCount(i, item.extra, 1);
          break;
        case Kind::kShareAbove:
          AddCount(i, item.extra, kHeads);
          break;
        case Kind::kHighest:
          AddField(i, item);
          break;
        case Kind::kAtLeast:
          tallies_.push_back({.shift = kTallyAt + kTallyWidth * item.extra,
                              .count = static_cast<Word>(item.count),
                              .deprivation = i - head.indicators});
          break;
        case Kind::kAnyMember:
          deprived_if_ |= std::uint64_t{1} << (i - head.indicators);
          break;
        case Kind::kNoMember:
          deprived_unless_ |= std::uint64_t{1} << (i - head.indicators);
          answered_ |= std::uint64_t{1} << item.extra;
          break;
        default:
          break;
      }
    }
    if (head.area < 0) return;
    area_ = static_cast<int>(table_.choices()) + head.area;
    areas_ = table_.Values(area_).data();
    for (int index = 0; index < kSettings; ++index) {
      for (std::int64_t each = 0; each < kAreas; ++each) {
        by_area_.push_back(OfArea(SettingAt(index), each));
      }
    }
  }

  /// Floor area a person: the same whether whole households or one person with
  /// that much are looked at, as area < limit × people says no more than that.
  Word OfArea(Setting setting, std::int64_t each) const {
    Word word = 0;
    for (int i = 0;
         i < program_.head().indicators + program_.head().deprivations; ++i) {
      const Kind kind = program_.item(i).kind;
      if (kind != Kind::kAreaPerPerson && kind != Kind::kAreaBelow) continue;
      word += OfPeople(program_, i, setting, People(), 1, each);
    }
    return word;
  }

  void AddSizes(int item) {
    for (int index = 0; index < kSettings; ++index) {
      for (int people = 1; people < kHeads; ++people) {
        by_size_[index * kHeads + people] +=
            OfPeople(program_, item, SettingAt(index), People(), people, 0);
      }
    }
  }

  void AddCount(int item, int field, int rows) {
    Count& count = counts_.emplace_back();
    count.shift = 8 * field;
    count.rows = rows;
    for (int index = 0; index < kSettings; ++index) {
      for (int people = 0; people < rows; ++people) {
        for (std::uint64_t many = 0; many < kHeads; ++many) {
          count.words.push_back(OfPeople(program_, item, SettingAt(index),
                                         {.counts = many << count.shift},
                                         people, 0));
        }
      }
    }
  }

  void AddField(int number, const Item& item) {
    Field& field = fields_.emplace_back();
    field.shift = item.extra;
    field.mask = (std::uint64_t{1} << item.count) - 1;
    for (int index = 0; index < kSettings; ++index) {
      for (std::uint64_t bits = 0; bits <= field.mask; ++bits) {
        field.words.push_back(OfPeople(program_, number, SettingAt(index),
                                       {.bits = bits << field.shift}, 1, 0));
      }
    }
  }

  const HouseholdTable& table_;
  const Program program_;
  std::vector<Question> questions_;
  std::size_t answers_ = 0;
  std::vector<Word> words_;
  std::vector<Word> by_size_ = std::vector<Word>(kSettings * kHeads);
  std::vector<Count> counts_;
  std::vector<Field> fields_;
  std::vector<Tally> tallies_;
  std::uint64_t deprived_if_ = 0;
  std::uint64_t deprived_unless_ = 0;
  std::uint64_t answered_ = 0;
  int area_ = -1;
  const std::int64_t* areas_ = nullptr;
  std::vector<Word> by_area_;
};

Rescorer::Rescorer(const HouseholdTable& table,
                   absl::Span<const Compiled* const> programs)
    : table_(table) {
  for (const Compiled* compiled : programs) {
    const Program program = compiled->program();
    std::vector<People> part(table.profiles());
    for (std::size_t i = 0; i < part.size(); ++i) {
      part[i] = OfMember(program, table.AgeOf(i), table.ChoicesOf(i));
    }
    const auto same =
        std::find_if(parts_.begin(), parts_.end(),
                     [&](const auto& other) { return Same(part, other); });
    part_of_.push_back(same - parts_.begin());
    if (same == parts_.end()) parts_.push_back(std::move(part));
    tables_.push_back(std::make_unique<const Tables>(table, program));
  }
}

Rescorer::~Rescorer() = default;

void Rescorer::Gather(std::size_t part, std::size_t begin, std::size_t end,
                      People* together) const {
  const People* people = parts_[part].data();
  for (std::size_t i = begin; i < end; ++i) {
    const HouseholdTable::Row row = table_.At(i);
    People sum;
    for (int k = 0; k < row.people_count; ++k) sum.Add(people[row.people[k]]);
    *together++ = sum;
  }
}

void Rescorer::Run(std::size_t begin, std::size_t end, Sink sink) const {
  std::array<People, kBlock> together;
  std::array<Outcome, kBlock> outcomes;
  for (std::size_t first = begin; first < end; first += kBlock) {
    const std::size_t last = std::min(end, first + kBlock);
    for (std::size_t part = 0; part < parts_.size(); ++part) {
      Gather(part, first, last, together.data());
      for (std::size_t program = 0; program < tables_.size(); ++program) {
        if (part_of_[program] != part) continue;
        for (std::size_t i = first; i < last; ++i) {
          outcomes[i - first] =
              tables_[program]->Of(table_.At(i), together[i - first]);
        }
        sink(program, first,
             absl::MakeConstSpan(outcomes.data(), last - first));
      }
    }
  }
}

}  // namespace rasoat::scoring::flat
