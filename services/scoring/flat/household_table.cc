#include "services/scoring/flat/household_table.h"

#include <algorithm>
#include <limits>

namespace rasoat::scoring::flat {

HouseholdTable::HouseholdTable(const Codebook& codebook)
    : choices_(codebook.choices().size()),
      questions_(choices_ + codebook.numbers().size()),
      wide_(codebook.member_choices().size()),
      values_(questions_),
      scratch_(questions_) {}

bool HouseholdTable::Encode(const View& household, std::uint16_t* codes) {
  for (std::size_t i = 0; i < questions_; ++i) {
    const std::int64_t value = i < choices_ ? std::int64_t{household.choices[i]}
                                            : household.numbers[i - choices_];
    Answers& values = values_[i];
    const auto found = values.codes.find(value);
    if (found != values.codes.end()) {
      codes[i] = found->second;
      continue;
    }
    if (values.list.size() > std::numeric_limits<std::uint16_t>::max()) {
      return false;
    }
    codes[i] = static_cast<std::uint16_t>(values.list.size());
    values.codes.emplace(value, codes[i]);
    values.list.push_back(value);
  }
  return true;
}

std::uint32_t HouseholdTable::ProfileOf(int age, const Chosen* choices) {
  std::string key(1 + wide_ * sizeof(Chosen), '\0');
  key[0] = static_cast<char>(age);
  std::copy_n(reinterpret_cast<const char*>(choices), wide_ * sizeof(Chosen),
              key.begin() + 1);
  const auto [at, added] = profile_at_.try_emplace(
      std::move(key), static_cast<std::uint32_t>(ages_.size()));
  if (added) {
    ages_.push_back(static_cast<std::uint8_t>(age));
    member_choices_.insert(member_choices_.end(), choices, choices + wide_);
  }
  return at->second;
}

void HouseholdTable::PutPeople(const View& household, std::uint32_t* people) {
  for (int i = 0; i < household.people; ++i) {
    people[i] =
        ProfileOf(household.ages[i], household.member_choices + i * wide_);
  }
  // Members count alike in any order; in this one those met together lie
  // together.
  std::sort(people, people + household.people);
}

bool HouseholdTable::Add(const View& household) {
  if (!Encode(household, scratch_.data())) return false;
  codes_.insert(codes_.end(), scratch_.begin(), scratch_.end());
  first_person_.push_back(static_cast<std::uint32_t>(people_.size()));
  people_.resize(people_.size() + household.people);
  PutPeople(household, people_.data() + first_person_.back());
  places_.push_back({static_cast<std::uint8_t>(household.people),
                     static_cast<std::uint8_t>(household.column |
                                               (household.urban ? 8 : 0))});
  return true;
}

bool HouseholdTable::Replace(std::size_t row, const View& household) {
  if (!Encode(household, scratch_.data())) return false;
  std::copy(scratch_.begin(), scratch_.end(),
            codes_.begin() + row * questions_);
  Place& place = places_[row];
  if (household.people > place.people) {
    first_person_[row] = static_cast<std::uint32_t>(people_.size());
    people_.resize(people_.size() + household.people);
  }
  PutPeople(household, people_.data() + first_person_[row]);
  place = {
      static_cast<std::uint8_t>(household.people),
      static_cast<std::uint8_t>(household.column | (household.urban ? 8 : 0))};
  return true;
}

std::size_t HouseholdTable::row_bytes() const {
  return codes_.size() * sizeof(std::uint16_t) +
         first_person_.size() * sizeof(std::uint32_t) +
         places_.size() * sizeof(Place) +
         people_.size() * sizeof(std::uint32_t);
}

std::size_t HouseholdTable::shared_bytes() const {
  std::size_t bytes = ages_.size() + member_choices_.size() * sizeof(Chosen);
  for (const Answers& values : values_) {
    bytes += values.list.size() * sizeof(std::int64_t);
  }
  return bytes;
}

}  // namespace rasoat::scoring::flat
