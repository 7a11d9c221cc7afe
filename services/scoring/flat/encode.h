// Puts a household's answers into the codebook's places.
#pragma once

#include <cstdint>
#include <vector>

#include "services/scoring/domain/facts.h"
#include "services/scoring/flat/codebook.h"
#include "services/scoring/flat/evaluate.h"

namespace rasoat::scoring::flat {

/// A household in the codebook's places, with its memory, which is used again
/// by the next household: nothing is allocated once it has grown.
class FlatHousehold {
 public:
  /// Takes the place of what was there.
  ///
  /// False: `facts` do not fit the flat form, which says nothing about them but
  /// that the readable engine has to look: totals were declared, something is
  /// given twice or in the wrong kind, a date or place is wrong, or there are
  /// more than kMostPeople members.
  bool Read(const Codebook& codebook, const Facts& facts);

  /// Valid until the next Read().
  const View& view() const { return view_; }

 private:
  bool ReadHousehold(const Codebook& codebook, const Facts& facts);
  bool ReadMembers(const Codebook& codebook, const Facts& facts);

  View view_;
  std::vector<Chosen> choices_;
  std::vector<std::int64_t> numbers_;
  std::vector<std::uint8_t> ages_;
  std::vector<Chosen> member_choices_;
};

}  // namespace rasoat::scoring::flat
