// Reads a household under a program the way the readable engine does: what was
// found for each indicator, and everything that is wrong, in the same order.
#pragma once

#include <stdint.h>

#include "services/scoring/device/household.h"
#include "services/scoring/flat/program.h"

namespace rasoat::scoring::device {

/// What is wrong. The script has the sentences.
enum class Rule : int32_t {
  kMissing,      ///< ANSWER_MISSING
  kWrongKind,    ///< ANSWER_KIND
  kUnknown,      ///< ANSWER_UNKNOWN
  kChosenTwice,  ///< ANSWER_REPEATED, one option
  kNegative,     ///< ANSWER_OUT_OF_RANGE, below 0
  kOutOfBands,   ///< ANSWER_OUT_OF_RANGE, in no band
  kContradict,   ///< ANSWERS_CONTRADICT
};

/// Where it is wrong.
enum class Place : int32_t {
  kChoice,     ///< The household's choice question `slot`.
  kNumber,     ///< The household's number question `slot`.
  kMember,     ///< Question `slot` of `member`.
  kAnyMember,  ///< Question `slot` of the members together.
  kMembers,    ///< Who the members are.
};

/// One thing wrong.
struct Fault {
  Rule rule;
  Place place;
  int32_t slot;
  int32_t member;
  int32_t detail;  ///< kUnknown: which of the options as given, from 0.
                   ///< kOutOfBands: the indicator.
                   ///< kContradict: the contradiction.
  int64_t number;  ///< kOutOfBands: what is in no band.
};
inline constexpr int kFaultSize = 7;  ///< As words.

/// Words for the script: counts those that there was no room for, too.
class Writer {
 public:
  Writer(int32_t* words, int32_t room) : words_(words), room_(room) {}

  void Put(int32_t word) {
    if (used_ < room_) words_[used_] = word;
    ++used_;
  }
  void PutNumber(int64_t number) {
    Put(static_cast<int32_t>(static_cast<uint64_t>(number)));
    Put(static_cast<int32_t>(number >> 32));
  }
  void PutFault(const Fault& fault);

  int32_t used() const { return used_; }

 private:
  int32_t* words_;
  int32_t room_;
  int32_t used_ = 0;
};

/// What was found for an indicator: a number, or options.
struct Found {
  bool is_number = false;
  bool suppressed = false;
  int64_t number = 0;
  flat::Chosen options = 0;
};

/// Most indicators a program can have.
inline constexpr int kMostIndicators = 64;

/// One household under one program.
class Reading {
 public:
  /// Faults go to `faults`, the same one perhaps several times. All of them
  /// must outlive it.
  Reading(const flat::Program& program, const Household& household,
          Writer& faults)
      : program_(program), household_(household), faults_(faults) {}

  void Run();

  /// Of an indicator, after Run(), if there was no fault.
  const Found& found(int indicator) const { return found_[indicator]; }

 private:
  void ReadIndicator(int indicator);
  void ReadOptions(const flat::Item& item, Found& found);
  void ReadBand(int indicator, int64_t number, Place place, int32_t slot);
  void ReadHighest(const flat::Item& item, Found& found);
  int64_t Pensioners(const flat::Item& item);
  int64_t Dependants();

  void ReadDeprivation(const flat::Item& item);
  void ReadMembers(const flat::Item& item);
  void ReadAnyAnswer(const flat::Item& item);
  void RequireOptions(int32_t slot);

  void ReadContradictions(int member);
  bool Contradict(int member, const flat::Condition* conditions, int32_t count);

  const Answer* Required(int32_t slot);
  int64_t NumberAt(int32_t slot);
  bool Satisfies(int member, int32_t group);
  bool InAge(int member, const flat::Condition& condition) const;
  bool Holds(int member, const flat::Condition& condition);
  bool IsSo(int member, const flat::Condition& condition);

  void Tell(Rule rule, Place place, int32_t slot, int32_t member = 0,
            int32_t detail = 0, int64_t number = 0) {
    faults_.PutFault({rule, place, slot, member, detail, number});
  }

  const flat::Program& program_;
  const Household& household_;
  Writer& faults_;
  Found found_[kMostIndicators] = {};
  int64_t dependants_ = -1;  // not yet counted
};

}  // namespace rasoat::scoring::device
