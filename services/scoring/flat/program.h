// A standard as one array of whole numbers, and a household as bit sets: what
// the quick engine reads.
//
// Nothing here needs a library, not even the standard one beyond <stdint.h>:
// the same files are compiled for devices (WebAssembly).
#pragma once

#include <stdint.h>

namespace rasoat::scoring::flat {

/// The options chosen in answer to a question. Bit 0: it was answered. Bit c,
/// from 1 to 30: the option whose code is c in the codebook. Bit 31: an option
/// that no standard of the codebook names. 0: not answered.
using Chosen = uint32_t;
inline constexpr Chosen kAnswered = 1;
inline constexpr Chosen kUnnamed = Chosen{1} << 31;
inline constexpr int kMostOptions = 30;

/// A number that was not answered.
inline constexpr int64_t kNoNumber = -1;

/// What the packed results have room for; a standard that needs more is left to
/// the readable engine.
inline constexpr int kMostDeprivations = 24;
inline constexpr int kMostCounts = 8;   ///< Kinds of members counted.
inline constexpr int kMostPeople = 63;  ///< Members of a household.
inline constexpr int kMostAges = 254;   ///< Years; more is left as this.
inline constexpr int kMostTallies = 3;  ///< Rules "so many of these questions".

/// Columns of points: urban, then the six rural regions.
inline constexpr int kColumns = 7;

/// What an item of a program reads, and how.
enum class Kind : int32_t {
  kOneOption,      ///< Points of the one chosen option.
  kSumOfOptions,   ///< Points of all chosen options.
  kBand,           ///< Points of the band of a number.
  kSize,           ///< … of the number of members.
  kDependants,     ///< … of the number of dependants.
  kPensioners,     ///< … of the number of those who say yes.
  kAreaPerPerson,  ///< … of floor area by members, rounded down.
  kHighest,        ///< Points of the highest option among members.
  kNothing,        ///< A deprivation only the paper form knows.
  kAnyMember,
  kShareAbove,
  kHouseholdAnswer,
  kNoneChosen,
  kAtLeast,
  kAreaBelow,
  kNoMember,
};

/// One indicator or deprivation; meaning by kind. Places are indices into the
/// program's array.
struct Item {
  Kind kind = Kind::kNothing;
  int32_t slot = -1;    ///< Question read: of choices, numbers or members.
  int32_t at = 0;       ///< Table of points, first rule group, or questions.
  int32_t count = 0;    ///< Rows of the table, percent, or how many at least.
  int32_t extra = 0;    ///< Field of the packed results; limit of an area.
  int32_t guarded = 0;  ///< 1: no points if all members are dependants.
  Chosen options = 0;   ///< Answers that count.
};
inline constexpr int kItemSize = 7;

/// The head of a program.
struct Head {
  int32_t version;  ///< kVersion.
  int32_t length;   ///< Of the whole array.
  int32_t choices;  ///< Questions of the codebook the program was made for.
  int32_t numbers;
  int32_t member_choices;
  int32_t indicators;    ///< Items; they stand right behind the head.
  int32_t deprivations;  ///< Items behind the indicators.
  int32_t points_per_deprivation;
  int32_t poor_alone[2];  ///< Urban, rural; below every B1 if there is none.
  int32_t up_to[2];
  int32_t deprived_from[2];
  int32_t dependants;      ///< Rule group, or -1.
  int32_t contradictions;  ///< Rule group: answers that cannot be true.
  int32_t area;            ///< Slot of the floor area among the numbers, or -1.
  Chosen needed;           ///< Choices that must be answered, by slot.
  Chosen needed_numbers;
  int32_t valid_from;  ///< First review day, in days from 1970-01-01.
  int32_t valid_to;    ///< First day that is too late.
};
inline constexpr int32_t kVersion = 2;
inline constexpr int kHeadSize = 21;

/// A program in memory. Does not own it.
class Program {
 public:
  explicit constexpr Program(const int32_t* words) : words_(words) {}

  const Head& head() const { return *reinterpret_cast<const Head*>(words_); }
  const Item& item(int i) const {
    return *reinterpret_cast<const Item*>(words_ + kHeadSize + i * kItemSize);
  }
  const Item& deprivation(int i) const { return item(head().indicators + i); }
  const int32_t* at(int place) const { return words_ + place; }

 private:
  const int32_t* words_;
};
static_assert(sizeof(Head) == kHeadSize * sizeof(int32_t));
static_assert(sizeof(Item) == kItemSize * sizeof(int32_t));

/// Rows of tables. Of options: one a code from 0 on; `place` is -1 if the
/// indicator does not list it. Of bands: in their order.
struct OptionRow {
  int32_t place;
  int32_t points[kColumns];
};
struct BandRow {
  int32_t from_low, from_high, to_low, to_high;
  int32_t points[kColumns];

  static int64_t Joined(int32_t low, int32_t high) {
    return static_cast<int64_t>(
        static_cast<uint64_t>(static_cast<uint32_t>(high)) << 32 |
        static_cast<uint32_t>(low));
  }
  bool Holds(int64_t number) const {
    return number >= Joined(from_low, from_high) &&
           number <= Joined(to_low, to_high);
  }
};

/// Questions counted together: how many, then for each its slot and the answers
/// that count.
///
/// A rule group: how many rules, then for each how many conditions, then these.
struct Condition {
  int32_t age_from;
  int32_t age_below;  ///< 0: no end.
  int32_t slot;       ///< Among the members' choices; -1: none.
  int32_t negate;
  Chosen options;
};
inline constexpr int kConditionSize = 5;

/// What members add up to under one program, each by itself or together: `bits`
/// of several members are or-ed, `counts` are added.
struct People {
  uint64_t bits = 0;
  uint64_t counts = 0;

  void Add(const People& other) {
    bits |= other.bits;
    counts += other.counts;
  }
};
/// Bits 0 to 23: deprivations a member brings about, or, for kNoMember, averts.
inline constexpr int kTroubleBit = kMostDeprivations;
/// First of the bits that a program gives to its items.
inline constexpr int kFirstFreeBit = kTroubleBit + 1;

/// What the household's own answers add up to: words of single answers are
/// added. Bits 0 to 23: deprived; 24 to 29: troubles; 30 to 47: three tallies;
/// 48 to 63: points.
using Word = uint64_t;
inline constexpr int kTroubleAt = 24;
inline constexpr int kTallyAt = 30;
inline constexpr int kTallyWidth = 6;
inline constexpr int kPointsAt = 48;

/// What a household comes to. `household_class` 1 poor, 2 near-poor, 3 not
/// poor; 0 if it cannot be scored as it is: the readable engine says why.
struct Outcome {
  int32_t b1 = 0;
  int32_t b2 = 0;
  uint32_t deprived = 0;  ///< Bit i: the deprivation i of the standard.
  int32_t household_class = 0;
};

}  // namespace rasoat::scoring::flat
