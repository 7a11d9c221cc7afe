#include "services/scoring/device/household.h"

namespace rasoat::scoring::device {
namespace {

/// Hands out words from front to back; once there are none left, it hands out
/// zeros and is no longer `ok()`.
class Reader {
 public:
  Reader(const int32_t* words, int32_t count)
      : at_(words), end_(words + count) {}

  int32_t Next() {
    if (at_ != end_) return *at_++;
    ok_ = false;
    return 0;
  }

  /// As many words as the next one says.
  const int32_t* Several(int32_t& count) {
    count = Next();
    if (count < 0 || count > end_ - at_) {
      ok_ = false;
      count = 0;
    }
    const int32_t* first = at_;
    at_ += count;
    return first;
  }

  bool ok() const { return ok_; }
  bool done() const { return ok_ && at_ == end_; }

 private:
  const int32_t* at_;
  const int32_t* const end_;
  bool ok_ = true;
};

Answer NextAnswer(Reader& reader) {
  Answer answer;
  answer.way = static_cast<Way>(reader.Next());
  answer.codes = reader.Several(answer.count);
  return answer;
}

Number NextNumber(Reader& reader) {
  Number number;
  number.way = static_cast<Way>(reader.Next());
  const int32_t low = reader.Next();
  number.value = flat::BandRow::Joined(low, reader.Next());
  return number;
}

flat::Chosen SetOf(const Answer& answer) {
  if (!answer.coded()) return 0;
  flat::Chosen chosen = flat::kAnswered;
  for (int32_t i = 0; i < answer.count; ++i) {
    const int32_t code = answer.codes[i];
    chosen |= code > 0 && code <= flat::kMostOptions ? flat::Chosen{1} << code
                                                     : flat::kUnnamed;
  }
  return chosen;
}

/// Completed years: who was born on 29 February completes one on 1 March where
/// there is no 29th.
int32_t YearsBetween(int32_t birth, int32_t on) {
  const int32_t years = on / 10000 - birth / 10000;
  return on % 10000 < birth % 10000 ? years - 1 : years;
}

uint8_t FlatAge(int32_t years) {
  if (years < 0) return 0;
  return static_cast<uint8_t>(years < flat::kMostAges ? years
                                                      : flat::kMostAges);
}

}  // namespace

bool Household::Read(const flat::Program& program, const int32_t* words,
                     int32_t count) {
  const flat::Head& head = program.head();
  Reader reader(words, count);
  const int32_t review = reader.Next();
  const int32_t settlement = reader.Next();
  const int32_t region = reader.Next();
  const int32_t people = reader.Next();
  if (people < 0 || people > kMostMembers || region < 0 ||
      region >= flat::kColumns) {
    return false;
  }
  view_.review_day = DayNumber(review);
  view_.urban = settlement == 2;
  view_.column = view_.urban ? 0 : region;
  for (int slot = 0; slot < head.choices; ++slot) {
    choices_[slot] = NextAnswer(reader);
    flat_choices_[slot] = SetOf(choices_[slot]);
  }
  for (int slot = 0; slot < head.numbers; ++slot) {
    const Number number = NextNumber(reader);
    numbers_[slot] = number;
    flat_numbers_[slot] = number.way == Way::kNumber && number.value >= 0
                              ? number.value
                              : flat::kNoNumber;
  }
  wide_ = head.member_choices;
  for (int member = 0; member < people; ++member) {
    years_[member] = YearsBetween(reader.Next(), review);
    flat_ages_[member] = FlatAge(years_[member]);
    for (int slot = 0; slot < wide_; ++slot) {
      const int at = member * wide_ + slot;
      member_choices_[at] = NextAnswer(reader);
      flat_member_choices_[at] = SetOf(member_choices_[at]);
    }
    if (!reader.ok()) return false;
  }
  view_.choices = flat_choices_;
  view_.numbers = flat_numbers_;
  view_.people = people;
  view_.ages = flat_ages_;
  view_.member_choices = flat_member_choices_;
  return reader.done();
}

int32_t DayNumber(int32_t date) {
  // Years from March on, so that the leap day ends them.
  const int32_t month = date / 100 % 100;
  const int32_t year = date / 10000 - (month < 3 ? 1 : 0);
  const int32_t era = (year < 0 ? year - 399 : year) / 400;
  const int32_t of_era = year - era * 400;
  const int32_t from_march = (month + 9) % 12;
  const int32_t day = (153 * from_march + 2) / 5 + date % 100 - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + day - 719468;
}

}  // namespace rasoat::scoring::device
