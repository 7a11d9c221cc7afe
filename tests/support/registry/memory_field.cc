// What devices need of the stores in memory.
#include <algorithm>

#include "tests/support/registry/memory_registry.h"

namespace rasoat::registry {
namespace {

using Lock = std::lock_guard<std::mutex>;

}  // namespace

void MemoryRegistry::Tell(const AreaCode& village,
                          const HouseholdId& household) {
  told_.emplace_back(village, household);
}

absl::StatusOr<std::vector<Survey>> MemoryRegistry::GetMany(
    absl::Span<const SurveyId> ids, absl::Time) {
  Lock lock(mu_);
  std::vector<Survey> surveys;
  for (const SurveyId& id : ids) {
    auto found = surveys_.find(id);
    if (found != surveys_.end()) surveys.push_back(found->second);
  }
  return surveys;
}

absl::StatusOr<std::int64_t> MemoryRegistry::Position(absl::Time) {
  Lock lock(mu_);
  return static_cast<std::int64_t>(told_.size());
}

absl::StatusOr<VillageChanges> MemoryRegistry::ChangesIn(
    const AreaCode& village, std::int64_t after, std::int64_t up_to, int limit,
    absl::Time) {
  Lock lock(mu_);
  VillageChanges changes{.reached = up_to};
  for (std::int64_t position = after + 1; position <= up_to; ++position) {
    const auto& [area, household] = told_[position - 1];
    if (area != village) continue;
    auto& found = changes.households;
    if (std::find(found.begin(), found.end(), household) == found.end()) {
      found.push_back(household);
    }
    if (--limit == 0) {
      changes.reached = position;
      break;
    }
  }
  return changes;
}

absl::StatusOr<std::vector<HouseholdId>> MemoryRegistry::SurveyedElsewhere(
    const AreaCode& village, const HouseholdId& after, int limit, absl::Time) {
  Lock lock(mu_);
  std::vector<HouseholdId> found;
  for (const auto& [id, household] : households_) {
    if (id <= after || household.village != village) continue;
    const bool elsewhere =
        std::any_of(surveys_.begin(), surveys_.end(), [&](const auto& one) {
          return one.second.is_current && one.second.household == id &&
                 one.second.village != village;
        });
    if (elsewhere && static_cast<int>(found.size()) < limit) {
      found.push_back(id);
    }
  }
  return found;
}

absl::StatusOr<std::vector<SurveyNote>> MemoryRegistry::NewestSurveys(
    absl::Span<const HouseholdId> households, absl::Time) {
  Lock lock(mu_);
  std::vector<SurveyNote> notes;
  for (const auto& [id, survey] : surveys_) {
    if (survey.is_current && std::find(households.begin(), households.end(),
                                       survey.household) != households.end()) {
      notes.push_back({.id = id,
                       .household = survey.household,
                       .round = survey.round,
                       .kind = survey.kind,
                       .submit_time = survey.submit_time});
    }
  }
  return notes;
}

absl::StatusOr<ReceiptStore::Receipts> MemoryRegistry::Find(
    absl::Span<const ItemId> items, absl::Time) {
  Lock lock(mu_);
  Receipts found;
  for (const ItemId& item : items) {
    auto receipt = receipts_.find(item);
    if (receipt != receipts_.end()) found.insert(*receipt);
  }
  return found;
}

absl::StatusOr<ReceiptStore::Receipts> MemoryRegistry::Keep(
    absl::Span<const FieldReceipt> receipts, absl::Time) {
  Lock lock(mu_);
  Receipts kept;
  for (const FieldReceipt& receipt : receipts) {
    kept.insert(*receipts_.emplace(receipt.item, receipt).first);
  }
  return kept;
}

std::vector<WorkNote> MemoryRegistry::WorkOf(const WorkFilter& filter) const {
  std::vector<WorkNote> notes;
  for (const auto& [id, household] : households_) {
    const auto& villages = filter.villages;
    if (!household.active() || std::find(villages.begin(), villages.end(),
                                         household.village) == villages.end()) {
      continue;
    }
    WorkNote note{.household = id,
                  .village = household.village,
                  .number = household.number};
    for (const auto& [survey_id, survey] : surveys_) {
      if (!survey.is_current || survey.household != id ||
          survey.round != filter.round || survey.kind != filter.kind) {
        continue;
      }
      note.state = WorkStateOf(survey.status);
      note.survey_revision = survey.revision;
      note.survey = survey_id;
      note.reviewer = survey.reviewer;
      note.submit_time = survey.submit_time;
    }
    notes.push_back(std::move(note));
  }
  std::sort(notes.begin(), notes.end(), [](const auto& a, const auto& b) {
    return std::pair(a.village, a.number) < std::pair(b.village, b.number);
  });
  return notes;
}

absl::StatusOr<std::vector<WorkNote>> MemoryRegistry::List(
    const WorkFilter& filter, const WorkPlace& after, int limit, absl::Time) {
  Lock lock(mu_);
  std::vector<WorkNote> found;
  for (WorkNote& note : WorkOf(filter)) {
    const bool wanted =
        std::pair(note.village, note.number) >
            std::pair(after.village, after.number) &&
        (filter.state == WorkState::kUnspecified ||
         filter.state == note.state) &&
        (filter.reviewer.empty() || filter.reviewer == note.reviewer);
    if (wanted && static_cast<int>(found.size()) < limit) {
      found.push_back(std::move(note));
    }
  }
  return found;
}

absl::StatusOr<WorkSummary> MemoryRegistry::Count(const WorkFilter& filter,
                                                  absl::Time) {
  Lock lock(mu_);
  std::vector<WorkGroup> groups;
  for (const WorkNote& note : WorkOf(filter)) {
    groups.push_back(
        {.reviewer = note.reviewer,
         .state = note.state,
         .households = 1,
         .last_submit_time = note.submit_time.value_or(absl::UnixEpoch())});
  }
  return Summarize(groups);
}

absl::StatusOr<std::optional<Device>> MemoryDeviceStore::Find(
    const DeviceId& id, absl::Time) {
  Lock lock(mu_);
  auto found = devices_.find(id);
  if (found == devices_.end()) return std::optional<Device>();
  return std::optional<Device>(found->second);
}

absl::Status MemoryDeviceStore::Register(const Device& device, absl::Time) {
  Lock lock(mu_);
  Device& kept = devices_.emplace(device.id, device).first->second;
  kept.area = device.area;
  kept.model = device.model;
  kept.reviewer = device.reviewer;
  kept.last_seen = device.last_seen;
  return absl::OkStatus();
}

absl::Status MemoryDeviceStore::NoteBatch(const Device& device, absl::Time) {
  Lock lock(mu_);
  Device& kept = devices_.emplace(device.id, device).first->second;
  kept.reviewer = device.reviewer;
  kept.last_seen = device.last_seen;
  kept.clock_offset = device.clock_offset;
  if (device.last.sequence > kept.last.sequence) kept.last = device.last;
  return absl::OkStatus();
}

absl::Status MemoryDeviceStore::NotePackage(const Device& device, absl::Time) {
  Lock lock(mu_);
  Device& kept = devices_.emplace(device.id, device).first->second;
  kept.reviewer = device.reviewer;
  kept.last_seen = device.last_seen;
  kept.package_position = device.package_position;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Device>> MemoryDeviceStore::List(
    const DeviceFilter& filter, const DevicePlace& after, int limit,
    absl::Time) {
  Lock lock(mu_);
  std::vector<Device> found;
  for (const AreaCode& area : filter.areas) {
    for (const auto& [id, device] : devices_) {
      const bool later = std::pair(area, id) > std::pair(after.area, after.id);
      if (device.area == area && later &&
          device.last_seen < filter.silent_since &&
          static_cast<int>(found.size()) < limit) {
        found.push_back(device);
      }
    }
  }
  return found;
}

}  // namespace rasoat::registry
