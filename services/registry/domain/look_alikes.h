// Who of a list may be somebody who is known already, found without asking a
// database for each.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "services/registry/domain/duplicate.h"
#include "services/registry/domain/import_assembler.h"
#include "services/registry/domain/person.h"

namespace rasoat::registry {

/// Remembers people by name and year of birth, and by old identity number, as
/// prints: 16 bytes each and 40 a household, so that a register of two million
/// takes 50 MiB; 8 MiB when empty. One thread at a time.
///
/// Finds who is scored from `raise_from` on by the marks, kin counted, among
/// those of the same old number; of the same name and date of birth; and of the
/// same name and year of birth in one commune. Names that are only similar are
/// left to a scan. That two prints are equal by chance happens once in some
/// billion people.
class LookAlikes {
 public:
  /// `marks` must outlive it.
  explicit LookAlikes(const DuplicateMarks& marks);

  /// Adds somebody of the register; those of a household one after the other.
  void Add(const Person& person);
  /// Adds the people of a household of the list, which has an id; `row` is
  /// where it begins there.
  void Add(absl::Span<const Person> people, const ImportRowAt& row);

  /// The likeliest for each of the members of one household who has any.
  std::vector<LookAlike> Of(absl::Span<const Person> people) const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  struct Home {
    HouseholdId id;
    std::uint32_t village = 0;
    ImportRowAt row;
  };
  struct Entry {
    std::uint32_t print = 0;
    std::uint32_t next = kNone;
    std::uint32_t home = 0;
    std::uint32_t traits = 0;  ///< See TraitsOf().
  };

  void AddTo(std::uint32_t home, const Person& person);
  void Insert(std::uint64_t hash, const Entry& entry);
  void ForEach(std::uint64_t hash,
               absl::FunctionRef<void(const Entry&)> each) const;
  /// What speaks for it, without their kin.
  int ScoreOf(const Person& person, const Entry& entry) const;
  int KinOf(absl::Span<const Person> people, const Person& but,
            std::uint32_t home) const;
  LookAlike BestFor(absl::Span<const Person> people, std::size_t member) const;

  const DuplicateMarks& marks_;
  std::vector<std::uint32_t> heads_;
  std::deque<Entry> entries_;
  std::deque<Home> homes_;
};

}  // namespace rasoat::registry
