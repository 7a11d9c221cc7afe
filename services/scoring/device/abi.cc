#include "services/scoring/device/abi.h"

#include "services/scoring/device/household.h"
#include "services/scoring/device/reading.h"
#include "services/scoring/flat/member_rules.h"

namespace {

using rasoat::scoring::device::DayNumber;
using rasoat::scoring::device::Found;
using rasoat::scoring::device::Household;
using rasoat::scoring::device::kMostIndicators;
using rasoat::scoring::device::kMostQuestions;
using rasoat::scoring::device::Reading;
using rasoat::scoring::device::Writer;
namespace flat = rasoat::scoring::flat;

constinit flat::Program program(nullptr);
constinit Household household;

bool Between(int32_t number, int32_t from, int32_t to) {
  return number >= from && number <= to;
}

/// Options in the order of the indicator.
void PutOptions(const flat::Item& item, flat::Chosen options, Writer& out) {
  const flat::OptionRow* rows = flat::Options(program, item);
  out.Put(1);
  out.Put(__builtin_popcount(options));
  for (int32_t place = 0; place < flat::kMostOptions; ++place) {
    for (int32_t code = 1; code <= flat::kMostOptions; ++code) {
      if ((options >> code & 1) != 0 && rows[code].place == place) {
        out.Put(code);
      }
    }
  }
}

void PutIndicator(int indicator, const Found& found, Writer& out) {
  out.Put(flat::PointsOf(program, household.view(), indicator));
  out.Put(found.suppressed ? 1 : 0);
  if (!found.is_number) {
    return PutOptions(program.item(indicator), found.options, out);
  }
  out.Put(0);
  out.PutNumber(found.number);
}

void PutMembers(int deprivation, bool deprived, Writer& out) {
  const auto because = [&](int member) {
    return deprived &&
           flat::BecauseOf(program, household.view(), deprivation, member);
  };
  int32_t count = 0;
  for (int i = 0; i < household.people(); ++i) count += because(i) ? 1 : 0;
  out.Put(count);
  for (int i = 0; i < household.people(); ++i) {
    if (because(i)) out.Put(i);
  }
}

}  // namespace

int32_t rasoat_version() { return flat::kVersion; }

int32_t rasoat_use(const int32_t* words, int32_t count) {
  if (count < flat::kHeadSize) return 2;
  const flat::Head& head = flat::Program(words).head();
  if (head.version != flat::kVersion) return 1;
  if (head.length != count || !Between(head.choices, 0, kMostQuestions) ||
      !Between(head.numbers, 0, kMostQuestions) ||
      !Between(head.member_choices, 0, kMostQuestions) ||
      !Between(head.indicators, 0, kMostIndicators) ||
      !Between(head.deprivations, 0, flat::kMostDeprivations) ||
      count < flat::kHeadSize +
                  (head.indicators + head.deprivations) * flat::kItemSize) {
    return 2;
  }
  program = flat::Program(words);
  return 0;
}

int32_t rasoat_in_force(int32_t date) {
  const int32_t day = DayNumber(date);
  return day >= program.head().valid_from && day < program.head().valid_to;
}

int32_t rasoat_score(const int32_t* words, int32_t count, int32_t* result,
                     int32_t room) {
  if (!household.Read(program, words, count)) return -1;
  Writer out(result, room);
  out.Put(kRasoatRefused);
  Reading reading(program, household, out);
  reading.Run();
  if (out.used() > 1) return out.used();
  const flat::Outcome outcome = flat::Evaluate(program, household.view());
  out = Writer(result, room);
  if (outcome.household_class == 0) {
    out.Put(kRasoatNothing);
    return out.used();
  }
  out.Put(kRasoatScored);
  out.Put(outcome.b1);
  out.Put(outcome.b2);
  out.Put(outcome.household_class);
  out.Put(static_cast<int32_t>(outcome.deprived));
  for (int i = 0; i < program.head().indicators; ++i) {
    PutIndicator(i, reading.found(i), out);
  }
  for (int i = 0; i < program.head().deprivations; ++i) {
    PutMembers(i, (outcome.deprived >> i & 1) != 0, out);
  }
  return out.used();
}

int32_t rasoat_class_of(int32_t urban, int32_t b1, int32_t deprivations,
                        int32_t* b2) {
  *b2 = program.head().points_per_deprivation * deprivations;
  return flat::ClassOf(program, urban != 0, b1, *b2);
}
