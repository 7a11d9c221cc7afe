#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

namespace rasoat::reporting {

/// What is counted. A measure is a word such as `step.2.completed`; the names
/// are made by the functions below and nowhere else.
namespace measure {

inline constexpr char kVillages[] = "villages";
inline constexpr char kPersonsTrained[] = "persons_trained";
inline constexpr char kRegistered[] = "registered";
inline constexpr char kAssessed[] = "assessed";
inline constexpr char kPoor[] = "poor";
inline constexpr char kNearPoor[] = "near_poor";
inline constexpr char kNotPoor[] = "not_poor";
/// Classes that an area itself organized, by their last and first days, and
/// their attendances.
inline constexpr char kOwnClasses[] = "own.classes";
inline constexpr char kOwnClassesBegun[] = "own.classes_begun";
inline constexpr char kOwnDelegates[] = "own.delegates";

std::string StepStarted(int step);
std::string StepCompleted(int step);
std::string MilestoneReached(const std::string& kind);
/// Units of a tier, for what is expected of them.
std::string Units(const std::string& tier);

/// True for what counts at its own area only and not in those above it.
bool IsOwn(const std::string& measure);

}  // namespace measure

/// The day of what is true on every day, such as that a village is in a round.
inline constexpr absl::CivilDay kAlways(1000, 1, 1);

/// A cell of the ledger: what is counted where, in which round, on which day.
struct Cell {
  std::string round;  ///< `rounds/{id}`; empty for what belongs to no round.
  std::string area;   ///< code
  std::string measure;
  absl::CivilDay day;

  friend bool operator==(const Cell&, const Cell&) = default;
  friend std::strong_ordering operator<=>(const Cell& a, const Cell& b);
};

/// What a subject adds to a cell.
struct Contribution {
  Cell cell;
  std::int64_t amount = 0;

  friend bool operator==(const Contribution&, const Contribution&) = default;
};

/// What must be added to the cells when a subject that contributed `before` now
/// contributes `now`: in the order of the cells, without zeros.
std::vector<Contribution> Difference(const std::vector<Contribution>& before,
                                     const std::vector<Contribution>& now);

/// Contributions as the bytes that are kept beside their subject.
std::string Pack(const std::vector<Contribution>& contributions);
/// Reads what Pack wrote; aborts on anything else, which nobody else writes.
std::vector<Contribution> Unpack(const std::string& packed);

}  // namespace rasoat::reporting
