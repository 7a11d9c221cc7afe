// Millions of households in memory, for trying standards on all of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "services/scoring/flat/codebook.h"
#include "services/scoring/flat/evaluate.h"

namespace rasoat::scoring::flat {

/// Households in few bytes each: every different answer, number and member is
/// kept once, and a household holds their places: two bytes a question, four a
/// member, ten more.
///
/// One writer, or many readers.
class HouseholdTable {
 public:
  explicit HouseholdTable(const Codebook& codebook);

  /// A household as it lies here.
  struct Row {
    const std::uint16_t* codes;  ///< Of choices, then of numbers.
    const std::uint32_t* people;
    int people_count;
    int column;
    bool urban;
  };

  /// Adds a household as the last row. False, and nothing is added, if a
  /// question has more than 65,536 different answers.
  bool Add(const View& household);
  /// Puts another household in place of row `row`; false as Add().
  bool Replace(std::size_t row, const View& household);

  std::size_t size() const { return places_.size(); }
  Row At(std::size_t row) const {
    const std::uint32_t first = first_person_[row];
    return {codes_.data() + row * questions_, people_.data() + first,
            places_[row].people, places_[row].column & 7,
            (places_[row].column & 8) != 0};
  }

  /// Questions of a row: choices, then numbers.
  std::size_t questions() const { return questions_; }
  std::size_t choices() const { return choices_; }
  /// The different answers to a question, by code: a `Chosen` or a number.
  absl::Span<const std::int64_t> Values(std::size_t question) const {
    return values_[question].list;
  }

  /// The different members.
  std::size_t profiles() const { return ages_.size(); }
  int AgeOf(std::size_t profile) const { return ages_[profile]; }
  const Chosen* ChoicesOf(std::size_t profile) const {
    return member_choices_.data() + profile * wide_;
  }

  /// Bytes in use by rows, and by what they share.
  std::size_t row_bytes() const;
  std::size_t shared_bytes() const;

 private:
  struct Place {
    std::uint8_t people;
    std::uint8_t column;  ///< Bit 3: urban.
  };
  struct Answers {
    std::vector<std::int64_t> list;
    absl::flat_hash_map<std::int64_t, std::uint16_t> codes;
  };

  bool Encode(const View& household, std::uint16_t* codes);
  std::uint32_t ProfileOf(int age, const Chosen* choices);
  void PutPeople(const View& household, std::uint32_t* people);

  const std::size_t choices_;
  const std::size_t questions_;
  const std::size_t wide_;
  std::vector<std::uint16_t> codes_;
  std::vector<std::uint32_t> first_person_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> people_;
  std::vector<Answers> values_;
  std::vector<std::uint8_t> ages_;
  std::vector<Chosen> member_choices_;
  absl::flat_hash_map<std::string, std::uint32_t> profile_at_;
  std::vector<std::uint16_t> scratch_;
};

}  // namespace rasoat::scoring::flat
