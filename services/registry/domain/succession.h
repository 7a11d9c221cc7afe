// Who came after whom among the units.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/common/status/error.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// How much of a unit passed to another.
enum class Extent { kUnspecified, kWhole, kPart };

/// A unit, or a part of it, became another unit, or a part of one, on a day.
/// The predecessor is the unit that had its code on the day before, the
/// successor the one that has its code on the day, so both may be of one code.
struct Succession {
  AreaCode predecessor;
  AreaCode successor;
  absl::CivilDay day = kNoDay;
  Extent extent = Extent::kUnspecified;
  std::string source;  ///< Where it is said.
  std::string note;

  friend bool operator==(const Succession&, const Succession&) = default;
};

/// Everything wrong with a succession by itself. Fields are those of the API's
/// Succession.
///
/// Rules: SUCCESSION_CODE_MALFORMED, SUCCESSION_EXTENT_MISSING,
/// SUCCESSION_SOURCE_MALFORMED, SUCCESSION_NOTE_MALFORMED.
std::vector<Violation> CheckSuccession(const Succession& succession);

/// Successions by both ends. A value; may be read from several threads while
/// none writes.
class SuccessionBook {
 public:
  /// Adds one that is not there.
  void Put(Succession succession);

  /// The successions out of a code, by day and successor.
  absl::Span<const Succession> From(const AreaCode& code) const;
  /// The successions into a code, by day and predecessor.
  absl::Span<const Succession> Into(const AreaCode& code) const;
  /// The one between two codes on a day, or null.
  const Succession* Find(const AreaCode& predecessor, const AreaCode& successor,
                         absl::CivilDay day) const;
  /// How many there are.
  std::size_t size() const { return size_; }

 private:
  std::map<std::string, std::vector<Succession>> from_;
  std::map<std::string, std::vector<Succession>> into_;
  std::size_t size_ = 0;
};

}  // namespace rasoat::registry
