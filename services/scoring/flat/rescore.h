// Scores all households of a table under several programs in one pass.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "services/scoring/flat/compile.h"
#include "services/scoring/flat/household_table.h"

namespace rasoat::scoring::flat {

/// What every different answer, number and member of a table is worth under
/// some programs: looked up and added, it scores a household in some tens of
/// nanoseconds.
///
/// Programs that look at members alike share that part. Whether a program is in
/// force on a household's review date is not asked: trying one out is the
/// point.
///
/// Immutable, thread safe; parts of a table may be scored side by side. Table
/// and programs must outlive it, and the table must not change meanwhile.
class Rescorer {
 public:
  Rescorer(const HouseholdTable& table,
           absl::Span<const Compiled* const> programs);
  ~Rescorer();

  /// Households scored at once.
  static constexpr std::size_t kBlock = 256;

  /// Gets the outcomes of the rows from `first` on under a program; at most
  /// kBlock of them.
  using Sink = absl::FunctionRef<void(std::size_t program, std::size_t first,
                                      absl::Span<const Outcome> outcomes)>;

  /// Scores the rows from `begin` to below `end` under every program.
  void Run(std::size_t begin, std::size_t end, Sink sink) const;

 private:
  class Tables;

  void Gather(std::size_t part, std::size_t begin, std::size_t end,
              People* together) const;

  const HouseholdTable& table_;
  /// What members are worth, by profile; one of each kind.
  std::vector<std::vector<People>> parts_;
  std::vector<std::size_t> part_of_;  ///< By program.
  std::vector<std::unique_ptr<const Tables>> tables_;
};

}  // namespace rasoat::scoring::flat
