// Packed households, read for the quick engine and, one by one, for the
// readable one.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "rasoat/scoring/v1/score_batch.pb.h"
#include "services/scoring/batch/packed_layout.h"
#include "services/scoring/domain/facts.h"
#include "services/scoring/flat/evaluate.h"

namespace rasoat::scoring {

/// The households of one message by their places. Keeps its memory for the next
/// message.
class PackedBatch {
 public:
  PackedBatch(const flat::Codebook& codebook, const PackedLayout& layout)
      : codebook_(codebook), layout_(layout) {}

  /// Takes the place of what was there. `proto` must outlive what is asked of
  /// it afterwards.
  ///
  /// Errors: INVALID_ARGUMENT COLUMNS_MALFORMED, a column without one value a
  /// household or member.
  absl::Status Read(const v1::PackedHouseholds& proto);

  std::size_t size() const { return people_.size(); }

  /// False if only the readable engine can tell about household `i`.
  bool Fits(std::size_t i) const { return fits_[i] != 0; }
  /// The household, if it fits; valid until the next Read().
  flat::View At(std::size_t i) const;

  /// The household as it would have come to `Score`; members are called `1`,
  /// `2`, … Valid until the next Read().
  Facts FactsOf(std::size_t i) const;

 private:
  absl::Status CheckLengths() const;
  void ReadPlaces();
  void ReadHousehold(std::size_t column);
  void ReadAges();
  void ReadMembers(std::size_t column);
  Answer AnswerOf(const PackedMeaning& meaning, std::uint64_t value) const;

  const flat::Codebook& codebook_;
  const PackedLayout& layout_;
  const v1::PackedHouseholds* proto_ = nullptr;
  std::size_t members_ = 0;
  std::vector<std::uint32_t> people_;
  std::vector<std::uint32_t> first_member_;
  std::vector<std::uint8_t> fits_;
  std::vector<std::uint32_t> household_of_;  ///< By member.
  std::vector<flat::Chosen> choices_;
  std::vector<std::int64_t> numbers_;
  std::vector<std::uint8_t> ages_;
  std::vector<flat::Chosen> member_choices_;
};

}  // namespace rasoat::scoring
