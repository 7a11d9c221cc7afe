// All versions of all units, and what may be added to them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/registry/domain/area.h"
#include "services/registry/domain/succession.h"

namespace rasoat::registry {

/// Where a village lies for the purpose of scoring.
struct Place {
  Settlement settlement = Settlement::kUnspecified;
  Region region = Region::kUnspecified;
  friend bool operator==(const Place&, const Place&) = default;
};

/// Which units a list is about.
struct AreaFilter {
  AreaCode parent;                 ///< None: the whole country.
  Tier tier = Tier::kUnspecified;  ///< kUnspecified: directly below only.
  absl::CivilDay day = kNoDay;
};

/// The units by code and time. A value; reading it from several threads is safe
/// while none writes.
class AreaBook {
 public:
  /// Adds a version that overlaps no other of the same code.
  void Put(Area area);
  /// Ends the version of that first day, which must be there.
  void End(const AreaCode& code, absl::CivilDay valid_from,
           absl::CivilDay valid_to);
  /// Adds a succession that is not there.
  void Put(Succession succession) { successions_.Put(std::move(succession)); }

  /// Who came after whom.
  const SuccessionBook& successions() const { return successions_; }

  /// The version that holds on `day`, or null.
  const Area* Find(const AreaCode& code, absl::CivilDay day) const;
  /// The version that holds on `day`, or else the last one that ended before,
  /// or null: for what was recorded about a unit that is no more.
  const Area* FindLatest(const AreaCode& code, absl::CivilDay day) const;
  /// Every version of a code, oldest first.
  absl::Span<const Area> Versions(const AreaCode& code) const;

  /// Settlement and region of any unit on `day`, from the units above it.
  Place PlaceOn(const Area& area, absl::CivilDay day) const;
  /// The unit as others are told of it: with its place on `day`.
  Area Told(const Area& area, absl::CivilDay day) const;

  /// True when the unit lies below another, at any depth, on `day`.
  bool Below(const Area& area, const AreaCode& above, absl::CivilDay day) const;

  /// Up to `limit` units in the order of their codes, after the code `after`.
  /// Costs a walk over the book.
  std::vector<const Area*> List(const AreaFilter& filter, const AreaCode& after,
                                int limit) const;

  /// How many versions there are.
  std::size_t size() const { return size_; }
  /// Calls `each` with every version, by code and time.
  template <class Each>
  void ForEach(Each each) const {
    for (const auto& [code, versions] : by_code_) {
      for (const Area& area : versions) each(area);
    }
  }

 private:
  std::map<std::string, std::vector<Area>> by_code_;
  std::size_t size_ = 0;
  SuccessionBook successions_;
};

/// True when the versions of a code, oldest first, leave no day of `area`
/// uncovered.
bool Covers(absl::Span<const Area> versions, const Area& area);

/// What an import or a reform comes to.
struct ImportPlan {
  std::vector<Area> created;            ///< To be stored, parents first.
  std::vector<Area> ended;              ///< Versions whose end is to be set.
  std::vector<Succession> successions;  ///< To be stored.
  int unchanged = 0;                    ///< Units that were there already.
  int moved_villages = 0;   ///< Of those created, the ones that follow.
  std::vector<Area> loose;  ///< Ended on the day, not all of it known where.

  /// True when nothing is to be stored.
  bool empty() const {
    return created.empty() && ended.empty() && successions.empty();
  }
};

/// Does to the book what the plan says.
void Apply(const ImportPlan& plan, AreaBook& book);

/// Decides whether one unit may be added to what the book holds, and takes out
/// of it what it only repeats from the units above. Returns true for a new
/// one, false for one that is there; one that has been ended since is there.
/// Fields are those of the API's Area.
///
/// Errors: see PlanImport.
absl::StatusOr<bool> FitsBook(const AreaBook& book, Area& area);

/// Decides what of `incoming` is new, or refuses all of it. A unit may stand
/// below one that comes before it in the same call.
///
/// Errors, with fields `areas[i].…`:
///   INVALID_ARGUMENT  those of CheckArea; AREA_PARENT_MISSING, the parent does
///       not exist on every day of the interval; AREA_PARENT_WRONG, a village
///       whose code does not begin with its first commune's; AREA_OVERLAPS
///       another version; SETTLEMENT_DIFFERS, REGION_DIFFERS from the unit
///       above; REGION_MISSING, a commune below a province of several
///   ALREADY_EXISTS    AREA_DIFFERS  a version of that code and first day has
///       other content
absl::StatusOr<ImportPlan> PlanImport(AreaBook book,
                                      absl::Span<const Area> incoming);

}  // namespace rasoat::registry
