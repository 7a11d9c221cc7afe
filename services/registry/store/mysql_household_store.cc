#include "services/registry/store/mysql_household_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_person_rows.h"
#include "services/registry/store/mysql_receipt_rows.h"

namespace rasoat::registry {
namespace {

constexpr char kSelectVillageOf[] =
    "SELECT village FROM household WHERE id = ?";

/// The reason of a key that collided while households were changed.
absl::Status Renamed(const absl::Status& collision) {
  if (ReasonOf(collision) != "DUPLICATE_KEY") return collision;
  const std::string key = mysql::KeyOf(collision);
  if (key == kIdentityKey) return PersonRegistered();
  return key == "village_number" ? HouseholdNumberTaken() : HouseholdExists();
}

/// Those found, in the order asked for.
absl::StatusOr<std::vector<Household>> InOrder(
    std::vector<Household> found, absl::Span<const HouseholdId> ids) {
  std::vector<Household> ordered;
  for (const HouseholdId& id : ids) {
    auto one = std::find_if(found.begin(), found.end(),
                            [&](const Household& h) { return h.id == id; });
    if (one == found.end()) return HouseholdNotFound();
    ordered.push_back(std::move(*one));
  }
  return ordered;
}

/// Keeps the receipt of what led to `next`.
absl::Status KeepReceipt(mysql::Transaction& tx, FieldReceipt receipt,
                         const Household& next, const RecordCodec& codec) {
  receipt.revision = next.revision;
  const FieldReceipt* const one[] = {&receipt};
  const absl::Status kept = InsertReceipts(tx, one, codec, OnKept::kCollide);
  return ReasonOf(kept) == "DUPLICATE_KEY" ? ReceiptKept() : kept;
}

const Household* Among(const std::vector<Household>& households,
                       const HouseholdId& id) {
  for (const Household& household : households) {
    if (household.id == id) return &household;
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<Household> MySqlHouseholdStore::Get(const HouseholdId& id,
                                                   absl::Time deadline) {
  return mysql::Read(feed_.pool(), deadline,
                     [&](mysql::Reader& reader) -> absl::StatusOr<Household> {
                       RASOAT_ASSIGN_OR_RETURN(
                           std::vector<Household> found,
                           rows_.Read(reader, absl::MakeConstSpan(&id, 1)));
                       if (found.empty()) return HouseholdNotFound();
                       return std::move(found.front());
                     });
}

absl::StatusOr<absl::flat_hash_map<HouseholdId, Household>>
MySqlHouseholdStore::GetMany(absl::Span<const HouseholdId> ids,
                             absl::Time deadline) {
  absl::flat_hash_map<HouseholdId, Household> by_id;
  if (ids.empty()) return by_id;
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Household> found,
      mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
        return rows_.Read(reader, ids);
      }));
  for (Household& household : found) {
    const HouseholdId id = household.id;
    by_id.emplace(id, std::move(household));
  }
  return by_id;
}

absl::StatusOr<std::vector<Household>> MySqlHouseholdStore::List(
    const HouseholdFilter& filter, const HouseholdPlace& after, int limit,
    absl::Time deadline) {
  return mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
    return rows_.ReadVillage(reader, filter, after, limit);
  });
}

absl::StatusOr<std::vector<Household>> MySqlHouseholdStore::History(
    const HouseholdId& id, std::int64_t before, int limit,
    absl::Time deadline) {
  return mysql::InTransaction(
      feed_.pool(), deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<std::vector<Household>> {
        RASOAT_ASSIGN_OR_RETURN(std::vector<Household> states,
                                rows_.Read(tx, absl::MakeConstSpan(&id, 1)));
        if (states.empty()) return HouseholdNotFound();
        if (states[0].revision >= before) states.clear();
        const int more = limit - static_cast<int>(states.size());
        if (more <= 0) return states;
        RASOAT_ASSIGN_OR_RETURN(std::vector<Household> past,
                                rows_.ReadPast(tx, id, before, more));
        std::move(past.begin(), past.end(), std::back_inserter(states));
        return states;
      });
}

absl::StatusOr<AreaCode> MySqlHouseholdStore::VillageOf(const HouseholdId& id,
                                                        absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::string> village,
      mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            kSelectVillageOf,
            [](const mysql::Row& row) { return row.Text("village"); },
            Stored(id));
      }));
  if (!village) return HouseholdNotFound();
  return AreaCode{*std::move(village)};
}

absl::StatusOr<Household> MySqlHouseholdStore::Update(const HouseholdId& id,
                                                      Change change,
                                                      absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<Household> updated,
                          Record(
                              {.households = {id}},
                              [&](const std::vector<Household>& current)
                                  -> absl::StatusOr<std::vector<Household>> {
                                RASOAT_ASSIGN_OR_RETURN(Household next,
                                                        change(current[0]));
                                return std::vector<Household>{std::move(next)};
                              },
                              deadline));
  return std::move(updated[0]);
}

absl::StatusOr<std::vector<Household>> MySqlHouseholdStore::ByRequest(
    mysql::Transaction& tx, const Household& household,
    const std::string& print) const {
  std::vector<Household> states;
  if (print.empty()) return states;
  RASOAT_ASSIGN_OR_RETURN(states, rows_.ReadByRequest(tx, household.id, print));
  if (states.empty() || states[0].event.related.empty()) return states;
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Household> related,
      rows_.ReadByRequest(tx, states[0].event.related, print));
  std::move(related.begin(), related.end(), std::back_inserter(states));
  return states;
}

absl::StatusOr<std::vector<Household>> MySqlHouseholdStore::Record(
    const HouseholdRequest& request, Decide decide, absl::Time deadline) {
  // As it will be read: the column keeps microseconds.
  const absl::Time now =
      absl::FromUnixMicros(absl::ToUnixMicros(feed_.clock().Now()));
  absl::StatusOr<std::vector<Household>> recorded = feed::InTransaction(
      feed_, deadline,
      [&](mysql::Transaction& tx,
          feed::Changes& changes) -> absl::StatusOr<std::vector<Household>> {
        RASOAT_ASSIGN_OR_RETURN(std::vector<Household> found,
                                rows_.ReadForUpdate(tx, request.households));
        RASOAT_ASSIGN_OR_RETURN(const std::vector<Household> current,
                                InOrder(std::move(found), request.households));
        RASOAT_ASSIGN_OR_RETURN(std::vector<Household> before,
                                ByRequest(tx, current[0], request.print));
        if (!before.empty()) return before;
        RASOAT_ASSIGN_OR_RETURN(std::vector<Household> next, decide(current));
        std::vector<const Household*> changed;
        std::vector<const Household*> created;
        for (Household& household : next) {
          const Household* was = Among(current, household.id);
          if (was != nullptr && SameContent(*was, household)) {
            household = *was;
            continue;
          }
          household.revision = was == nullptr ? 1 : was->revision + 1;
          household.create_time = was == nullptr ? now : was->create_time;
          household.update_time = now;
          household.event.request = request.print;
          (was == nullptr ? created : changed).push_back(&household);
          codec_.Tell(household,
                      was == nullptr ? household.village : was->village,
                      changes);
        }
        RASOAT_RETURN_IF_ERROR(rows_.Replace(tx, changed));
        RASOAT_RETURN_IF_ERROR(rows_.Insert(tx, created));
        if (request.receipt != nullptr) {
          RASOAT_RETURN_IF_ERROR(
              KeepReceipt(tx, *request.receipt, next[0], codec_));
        }
        return next;
      });
  if (!recorded.ok()) return Renamed(recorded.status());
  return recorded;
}

}  // namespace rasoat::registry
