// Requests for erasure and legal holds, in memory.
#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "services/registry/store/erasure_store.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/legal_hold_store.h"

namespace rasoat::registry {

/// Keeps both, since a hold refuses an erasure. An approval takes the persons
/// out of the household's present state alone, and no file of an import stands
/// in its way. Thread safe; the households must outlive it.
class MemoryErasures final : public ErasureStore, public LegalHoldStore {
 public:
  explicit MemoryErasures(HouseholdStore& households)
      : households_(households) {}

  absl::StatusOr<Erasure> Create(const Erasure& erasure,
                                 absl::Time deadline) override;
  absl::StatusOr<Erasure> Get(const ErasureId& id,
                              absl::Time deadline) override;
  absl::StatusOr<std::vector<Erasure>> List(const ErasureFilter& filter,
                                            int limit,
                                            absl::Time deadline) override;
  absl::StatusOr<Erasure> Decide(const ErasureId& id,
                                 const ErasureDecision& decision,
                                 absl::Span<const ErasureArea> areas,
                                 absl::Time now, absl::Time deadline) override;

  absl::StatusOr<LegalHold> Hold(const LegalHold& hold,
                                 absl::Time deadline) override;
  absl::StatusOr<std::vector<LegalHold>> List(const HoldFilter& filter,
                                              int limit,
                                              absl::Time deadline) override;
  absl::Status Release(const HoldRelease& release,
                       absl::Time deadline) override;
  absl::StatusOr<std::vector<PastHold>> Past(const HouseholdId& household,
                                             int limit,
                                             absl::Time deadline) override;

 private:
  absl::StatusOr<std::vector<Household>> States(const HouseholdId& id,
                                                absl::Time deadline);
  absl::StatusOr<ErasureCounts> Erase(const Erasure& erasure,
                                      absl::Span<const ErasureArea> areas,
                                      absl::Time deadline);

  HouseholdStore& households_;
  std::mutex mu_;
  std::map<ErasureId, Erasure> erasures_;
  std::map<HouseholdId, LegalHold> holds_;
  std::vector<PastHold> past_;  // in the order they ended
};

}  // namespace rasoat::registry
