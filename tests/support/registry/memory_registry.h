// The registry's stores in memory: what the handlers are tested with, kept
// honest by the contract suites in tests/contract/registry.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/clock/clock.h"
#include "services/registry/store/area_store.h"
#include "services/registry/store/device_store.h"
#include "services/registry/store/draft_store.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/package_store.h"
#include "services/registry/store/receipt_store.h"
#include "services/registry/store/review_store.h"
#include "services/registry/store/survey_store.h"
#include "services/registry/store/visit_store.h"
#include "services/registry/store/work_store.h"

namespace rasoat::registry {

/// Units, in memory. Thread safe.
class MemoryAreaStore final : public AreaStore {
 public:
  absl::StatusOr<AreaSnapshot> Load(absl::Time deadline) override;
  absl::StatusOr<std::int64_t> Revision(absl::Time deadline) override;
  absl::StatusOr<ImportPlan> Import(Plan plan, absl::Time deadline) override;

 private:
  std::mutex mu_;
  AreaSnapshot all_;
};

/// Households, surveys, their reviews and drafts, in memory. Thread safe.
class MemoryRegistry final : public HouseholdStore,
                             public SurveyStore,
                             public VisitStore,
                             public ReviewStore,
                             public DraftStore,
                             public PackageStore,
                             public ReceiptStore,
                             public WorkStore {
 public:
  /// `clock` dates updates and must outlive this.
  explicit MemoryRegistry(const Clock& clock) : clock_(clock) {}

  absl::StatusOr<Household> Get(const HouseholdId& id,
                                absl::Time deadline) override;
  absl::StatusOr<absl::flat_hash_map<HouseholdId, Household>> GetMany(
      absl::Span<const HouseholdId> ids, absl::Time deadline) override;
  absl::StatusOr<std::vector<Household>> List(const HouseholdFilter& filter,
                                              const HouseholdPlace& after,
                                              int limit,
                                              absl::Time deadline) override;
  absl::StatusOr<std::vector<Household>> History(const HouseholdId& id,
                                                 std::int64_t before, int limit,
                                                 absl::Time deadline) override;
  absl::StatusOr<AreaCode> VillageOf(const HouseholdId& id,
                                     absl::Time deadline) override;
  absl::StatusOr<Household> Update(const HouseholdId& id, Change change,
                                   absl::Time deadline) override;
  absl::StatusOr<std::vector<Household>> Record(const HouseholdRequest& request,
                                                Decide decide,
                                                absl::Time deadline) override;

  absl::StatusOr<Survey> Get(const SurveyId& id, absl::Time deadline) override;
  absl::StatusOr<std::vector<Survey>> GetMany(absl::Span<const SurveyId> ids,
                                              absl::Time deadline) override;
  absl::StatusOr<std::vector<Survey>> List(const SurveyFilter& filter,
                                           const SurveyId& after, int limit,
                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<Survey>> Versions(const SurveyId& of,
                                               const SurveyId& after, int limit,
                                               absl::Time deadline) override;
  absl::StatusOr<std::optional<CurrentSurvey>> CurrentLike(
      const Survey& like, absl::Time deadline) override;
  absl::StatusOr<AreaCode> VillageOf(const SurveyId& id,
                                     absl::Time deadline) override;

  absl::StatusOr<std::vector<absl::StatusOr<Survey>>> Act(
      absl::Span<const ReviewOrder> orders, Permit permit,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<SurveyReview>> List(const SurveyId& survey,
                                                 std::int64_t after, int limit,
                                                 absl::Time deadline) override;

  using DraftStore::Save;
  absl::StatusOr<SurveyDraft> Save(const SurveyDraft& draft, std::int64_t seen,
                                   const FieldReceipt* receipt,
                                   absl::Time deadline) override;
  absl::StatusOr<SurveyDraft> Like(const SurveyDraft& draft,
                                   absl::Time deadline) override;
  absl::StatusOr<SurveyDraft> Get(const DraftId& id,
                                  absl::Time deadline) override;
  absl::StatusOr<std::vector<SurveyDraft>> List(const DraftFilter& filter,
                                                const DraftId& after, int limit,
                                                absl::Time deadline) override;
  absl::StatusOr<AreaCode> VillageOf(const DraftId& id,
                                     absl::Time deadline) override;
  absl::Status Delete(const DraftId& id, const std::string& writer,
                      std::int64_t seen, absl::Time deadline) override;

  absl::StatusOr<std::vector<Standing>> HouseholdStandings(
      absl::Span<const Household* const> households,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<Standing>> SurveyStandings(
      absl::Span<const Survey* const> surveys, absl::Time deadline) override;
  absl::StatusOr<std::vector<absl::Status>> Take(
      absl::Span<const NewVisit> visits, absl::Time deadline) override;

  /// Every household, by id.
  std::vector<Household> All();
  absl::StatusOr<std::int64_t> Position(absl::Time deadline) override;
  absl::StatusOr<VillageChanges> ChangesIn(const AreaCode& village,
                                           std::int64_t after,
                                           std::int64_t up_to, int limit,
                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<HouseholdId>> SurveyedElsewhere(
      const AreaCode& village, const HouseholdId& after, int limit,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<SurveyNote>> NewestSurveys(
      absl::Span<const HouseholdId> households, absl::Time deadline) override;

  absl::StatusOr<Receipts> Find(absl::Span<const ItemId> items,
                                absl::Time deadline) override;
  absl::StatusOr<Receipts> Keep(absl::Span<const FieldReceipt> receipts,
                                absl::Time deadline) override;

  absl::StatusOr<std::vector<WorkNote>> List(const WorkFilter& filter,
                                             const WorkPlace& after, int limit,
                                             absl::Time deadline) override;
  absl::StatusOr<WorkSummary> Count(const WorkFilter& filter,
                                    absl::Time deadline) override;

 private:
  absl::StatusOr<SurveyDraft> SaveOne(const SurveyDraft& draft,
                                      std::int64_t seen);
  absl::Status TakeOne(const NewVisit& visit);
  bool NumberTaken(const Household& household,
                   const std::vector<Household>& besides) const;
  bool PersonTaken(const Household& household,
                   const std::vector<Household>& next) const;
  absl::Status Put(std::vector<Household>& next, const std::string& print);
  std::vector<Household> ByRequest(const std::string& print) const;
  Survey* Current(const Survey& like);
  absl::StatusOr<Survey> ActOn(const ReviewOrder& order, Permit permit);
  void Tell(const AreaCode& village, const HouseholdId& household);
  std::vector<WorkNote> WorkOf(const WorkFilter& filter) const;

  const Clock& clock_;
  std::mutex mu_;
  std::map<HouseholdId, Household> households_;
  std::map<HouseholdId, std::vector<Household>> past_;  // oldest first
  std::map<HouseholdId, Household> registered_;         // as they came in
  std::map<SurveyId, Survey> surveys_;
  std::vector<SurveyReview> reviews_;  // in the order they were made
  std::map<DraftId, SurveyDraft> drafts_;
  std::vector<std::pair<AreaCode, HouseholdId>> told_;  // by position, from 1
  std::map<ItemId, FieldReceipt> receipts_;
};

/// Devices, in memory. Thread safe.
class MemoryDeviceStore final : public DeviceStore {
 public:
  absl::StatusOr<std::optional<Device>> Find(const DeviceId& id,
                                             absl::Time deadline) override;
  absl::Status Register(const Device& device, absl::Time deadline) override;
  absl::Status NoteBatch(const Device& device, absl::Time deadline) override;
  absl::Status NotePackage(const Device& device, absl::Time deadline) override;
  absl::StatusOr<std::vector<Device>> List(const DeviceFilter& filter,
                                           const DevicePlace& after, int limit,
                                           absl::Time deadline) override;

 private:
  std::mutex mu_;
  std::map<DeviceId, Device> devices_;
};

}  // namespace rasoat::registry
