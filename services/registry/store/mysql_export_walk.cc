// Walking over some of the households: found first, then shown in the order of
// a list.
#include <algorithm>
#include <tuple>
#include <utility>

#include "services/common/mysql/snapshot.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/household_history.h"
#include "services/registry/domain/vietnamese.h"
#include "services/registry/store/mysql_export_store.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

constexpr char kClassColumn[] = "class";

constexpr char kSelectIds[] =
    "SELECT id FROM household WHERE id > ? ORDER BY id LIMIT ?";
constexpr char kSelectIdsOfVillage[] =
    "SELECT id FROM household"
    " WHERE village = ? AND number IS NOT NULL ORDER BY id";
constexpr char kVillages[] =
    "SELECT DISTINCT village FROM household WHERE number IS NOT NULL"
    " ORDER BY village";

constexpr std::size_t kPage = 1000;
/// States of one household: more than anybody will ever make.
constexpr int kMostStates = 10'000;

/// Where a household stands in the list.
struct Place {
  std::string village;
  std::int64_t number = 0;
  HouseholdId id;
  friend auto operator<=>(const Place&, const Place&) = default;
};

class SomeHouseholds {
 public:
  SomeHouseholds(mysql::Reader& reader, const MySqlHouseholdRows& rows,
                 const ExportFilter& filter,
                 absl::FunctionRef<bool(const AreaCode&)> within)
      : reader_(reader), rows_(rows), filter_(filter), within_(within) {}

  absl::Status Find() {
    RASOAT_RETURN_IF_ERROR(filter_.as_of ? FindOfAllTimes() : FindOfNow());
    std::sort(places_.begin(), places_.end());
    return absl::OkStatus();
  }

  std::int64_t count() const {
    return static_cast<std::int64_t>(places_.size());
  }

  absl::Status Show(absl::FunctionRef<absl::Status(const Household&)> each) {
    for (std::size_t i = 0; i < places_.size(); i += kPage) {
      std::vector<HouseholdId> ids;
      for (std::size_t k = i; k < std::min(places_.size(), i + kPage); ++k) {
        ids.push_back(places_[k].id);
      }
      RASOAT_ASSIGN_OR_RETURN(std::vector<Household> page, Taken(ids));
      std::sort(page.begin(), page.end(),
                [](const Household& a, const Household& b) {
                  return std::tie(a.village.value, a.number, a.id) <
                         std::tie(b.village.value, b.number, b.id);
                });
      for (const Household& household : page) {
        RASOAT_RETURN_IF_ERROR(each(household));
      }
    }
    return absl::OkStatus();
  }

 private:
  absl::Status FindOfAllTimes() {
    HouseholdId after;
    for (;;) {
      RASOAT_ASSIGN_OR_RETURN(
          const std::vector<HouseholdId> ids,
          reader_.Query(
              kSelectIds,
              [](const mysql::Row& row) {
                return IdOf<HouseholdId>(row.Id("id"));
              },
              Stored(after), static_cast<std::int64_t>(kPage)));
      RASOAT_RETURN_IF_ERROR(Note(ids));
      if (ids.size() < kPage) return absl::OkStatus();
      after = ids.back();
    }
  }

  absl::Status FindOfNow() {
    RASOAT_ASSIGN_OR_RETURN(const std::vector<std::string> villages,
                            reader_.Query(kVillages, [](const mysql::Row& row) {
                              return row.Text("village");
                            }));
    for (const std::string& village : villages) {
      if (!within_(AreaCode{village})) continue;
      RASOAT_ASSIGN_OR_RETURN(const std::vector<HouseholdId> ids,
                              reader_.Query(
                                  kSelectIdsOfVillage,
                                  [](const mysql::Row& row) {
                                    return IdOf<HouseholdId>(row.Id("id"));
                                  },
                                  village));
      for (std::size_t i = 0; i < ids.size(); i += kPage) {
        const std::size_t some = std::min(kPage, ids.size() - i);
        RASOAT_RETURN_IF_ERROR(Note(absl::MakeConstSpan(ids).subspan(i, some)));
      }
    }
    return absl::OkStatus();
  }

  absl::Status Note(absl::Span<const HouseholdId> ids) {
    RASOAT_ASSIGN_OR_RETURN(const std::vector<Household> taken, Taken(ids));
    for (const Household& household : taken) {
      places_.push_back(
          {household.village.value, household.number, household.id});
    }
    return absl::OkStatus();
  }

  /// Those of the households that are wanted, in the state that is.
  absl::StatusOr<std::vector<Household>> Taken(
      absl::Span<const HouseholdId> ids) {
    RASOAT_ASSIGN_OR_RETURN(std::vector<Household> page,
                            rows_.Read(reader_, ids));
    std::vector<Household> taken;
    for (Household& household : page) {
      RASOAT_ASSIGN_OR_RETURN(std::optional<Household> then,
                              Then(std::move(household)));
      if (then && then->active() && within_(then->village) &&
          Takes(filter_, *then)) {
        taken.push_back(*std::move(then));
      }
    }
    return taken;
  }

  absl::StatusOr<std::optional<Household>> Then(Household now) {
    if (!filter_.as_of) return std::optional<Household>(std::move(now));
    std::vector<Household> states;
    if (now.revision > 1) {
      RASOAT_ASSIGN_OR_RETURN(
          states, rows_.ReadPast(reader_, now.id, now.revision, kMostStates));
      std::reverse(states.begin(), states.end());
    }
    states.push_back(std::move(now));
    return StateOn(states, *filter_.as_of);
  }

  mysql::Reader& reader_;
  const MySqlHouseholdRows& rows_;
  const ExportFilter& filter_;
  const absl::FunctionRef<bool(const AreaCode&)> within_;
  std::vector<Place> places_;
};

}  // namespace

bool Takes(const ExportFilter& filter, const Household& household) {
  if (household.update_time < filter.changed_since) return false;
  if (filter.listed_class.empty()) return true;
  return std::any_of(household.listing.begin(), household.listing.end(),
                     [&](const ListedValue& listed) {
                       return listed.column == kClassColumn &&
                              Folded(listed.value) ==
                                  Folded(filter.listed_class);
                     });
}

absl::Status MySqlExportStore::WalkSome(
    const ExportFilter& filter, absl::FunctionRef<bool(const AreaCode&)> within,
    absl::FunctionRef<absl::Status(std::int64_t)> begin,
    absl::FunctionRef<absl::Status(const Household&)> each,
    absl::Time deadline) {
  return mysql::InSnapshot(pool_, deadline,
                           [&](mysql::Reader& reader) -> absl::Status {
                             SomeHouseholds some(reader, rows_, filter, within);
                             RASOAT_RETURN_IF_ERROR(some.Find());
                             RASOAT_RETURN_IF_ERROR(begin(some.count()));
                             return some.Show(each);
                           });
}

}  // namespace rasoat::registry
