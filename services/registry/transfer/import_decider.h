// Decides what becomes of the households of a file, given what the register
// holds.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/import.h"
#include "services/registry/domain/look_alikes.h"
#include "services/registry/store/import_store.h"
#include "services/registry/store/person_roll.h"
#include "services/registry/transfer/seen_in_file.h"

namespace rasoat::registry {

/// What the decisions are made by; must outlive the decider.
struct ImportGrounds {
  const ImportLayout& layout;
  const PersonRules& rules;
  const AreaBook& areas;
  ImportStore& store;
  PersonLookup& people;
  /// Whom to look for look-alikes among, and by what marks; null: nobody looks.
  PersonRoll* roll = nullptr;
  const DuplicateMarks* marks = nullptr;
  absl::CivilDay today;
  absl::Time now;  ///< When the households come into the register.
};

/// What is to be written of some households. They must outlive it.
struct ImportDecision {
  std::vector<const Household*> created;
  std::vector<Household> changed;  ///< Owned here; `updated` of a batch.
  /// Those of `created` with people who look like others.
  std::vector<const Household*> suspected;
  std::vector<const ImportRow*> rows;
  ImportCounts counts;
};

/// Decides about the households of one import, in the order of the file. Skip()
/// and Prepare() are for the thread that reads, Decide() for those that
/// write; the two may work at the same time on different households.
class ImportDecider {
 public:
  ImportDecider(const Import& import, const ImportGrounds& grounds)
      : import_(import), grounds_(grounds), seen_(grounds.layout) {}

  /// Takes note of households that were dealt with before.
  void Skip(std::vector<ImportedHousehold>& households);
  /// Gives ids to good households and finds what the file itself repeats, and
  /// who looks like somebody before. Once for each household, before Decide().
  void Prepare(std::vector<ImportedHousehold>& households);
  /// Has the people of the register in mind from now on. Called first.
  /// Errors: those of the roll.
  absl::Status CallTheRoll();
  /// Decides. `look_for_people` says whether citizen ids are looked up: always
  /// in a check; in a run only after the database has refused one, which it
  /// does by itself, so that the usual case costs nothing. May be called from
  /// several threads, for different households.
  absl::StatusOr<ImportDecision> Decide(
      std::vector<ImportedHousehold>& households, bool look_for_people,
      absl::Time deadline) const;

 private:
  /// A household's place among those decided, by what it may be known by.
  struct Known {
    absl::flat_hash_map<std::size_t, Household> by_place;
    absl::flat_hash_map<std::string, HouseholdId> holders;
  };

  absl::StatusOr<Known> LookUp(const std::vector<ImportedHousehold>& households,
                               bool look_for_people, absl::Time deadline) const;
  void DecideOne(ImportedHousehold& imported, const Household* known,
                 const Known& all, ImportDecision& decision) const;
  /// Warns of people who look like others; true when it did.
  bool WarnOfAlike(ImportedHousehold& imported, const Household* known) const;
  bool MarkHeldElsewhere(ImportedHousehold& imported, const Household* known,
                         const Known& all) const;
  void Change(ImportedHousehold& imported, const Household& known,
              ImportDecision& decision) const;
  HouseholdId IdFor(const ImportRowAt& at) const;
  void FindAlike(ImportedHousehold& imported);

  const Import import_;  // as it was when the work began
  const ImportGrounds grounds_;
  SeenInFile seen_;
  std::optional<LookAlikes> look_alikes_;
};

/// Counts the rows of a household by their worst finding.
void CountRows(const ImportedHousehold& household, ImportCounts& counts);

/// True when a finding says that the household is there, or named, already.
bool IsDuplicate(const ImportedHousehold& household);

}  // namespace rasoat::registry
