// A household as one array of whole numbers, as a device's script writes it.
//
// Needs no library, like everything here: it is compiled to WebAssembly.
#pragma once

#include <stdint.h>

#include "services/scoring/flat/evaluate.h"

namespace rasoat::scoring::device {

/// In what way a question was answered.
enum class Way : int32_t {
  kNot,      ///< Not at all.
  kChoice,   ///< By one option,
  kChoices,  ///< by any number of options,
  kYesNo,    ///< by yes or no, which are options here,
  kNumber,   ///< by a whole number,
  kOther,    ///< by a text, or by nothing.
};

/// The answer to a question, and the codes of its options as they were given;
/// code 0: an option that the standard does not name.
struct Answer {
  Way way = Way::kNot;
  int32_t count = 0;
  const int32_t* codes = nullptr;

  bool given() const { return way != Way::kNot; }
  /// Tells whether it can be compared with options.
  bool coded() const {
    return way == Way::kChoice || way == Way::kChoices || way == Way::kYesNo;
  }
};

/// The answer to a question about a number.
struct Number {
  Way way = Way::kNot;
  int64_t value = 0;
};

/// Counts of members are kept in bytes.
inline constexpr int kMostMembers = 255;
inline constexpr int kMostQuestions = 32;  ///< Of a kind; see codebook.h.

/// A household and what the quick engine reads of it. Points into the words it
/// was read from. One at a time is enough, so its memory is part of it.
class Household {
 public:
  /// Takes the place of what was there. The words, in this order:
  ///   review date (YYYYMMDD), settlement (0 unknown, 1 rural, 2 urban), region
  ///   (0 unknown, 1 to 6), members;
  ///   for each choice question of the program an answer: its way, how many
  ///   options, the code of each;
  ///   for each number question its way and both halves of the number, low
  ///   first; for each member, in the order of ids, the date of birth
  ///   (YYYYMMDD) and an answer for each of the members' questions.
  /// False if they are not exactly that, or say more than kMostMembers members.
  bool Read(const flat::Program& program, const int32_t* words, int32_t count);

  int people() const { return view_.people; }
  /// In completed years on the review date; negative before birth.
  int32_t age(int member) const { return years_[member]; }
  const Answer& choice(int slot) const { return choices_[slot]; }
  const Number& number(int slot) const { return numbers_[slot]; }
  const Answer& choice(int member, int slot) const {
    return member_choices_[member * wide_ + slot];
  }

  /// Answers that cannot be read as options or as a number of at least 0 are as
  /// if not given there.
  const flat::View& view() const { return view_; }

 private:
  flat::View view_;
  int wide_ = 0;
  int32_t years_[kMostMembers] = {};
  Answer choices_[kMostQuestions] = {};
  Number numbers_[kMostQuestions] = {};
  Answer member_choices_[kMostMembers * kMostQuestions] = {};
  flat::Chosen flat_choices_[kMostQuestions] = {};
  int64_t flat_numbers_[kMostQuestions] = {};
  uint8_t flat_ages_[kMostMembers] = {};
  flat::Chosen flat_member_choices_[kMostMembers * kMostQuestions] = {};
};

/// Days from 1970-01-01 to a day that exists, YYYYMMDD.
int32_t DayNumber(int32_t date);

}  // namespace rasoat::scoring::device
