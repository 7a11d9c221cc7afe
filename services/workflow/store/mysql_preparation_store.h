#pragma once

#include <optional>
#include <vector>

#include "services/common/feed/feed.h"
#include "services/workflow/store/mysql_rounds.h"
#include "services/workflow/store/preparation_store.h"

namespace rasoat::workflow {

/// Keeps the preparation in MySQL. `feed` and `rounds` must outlive it.
class MySqlPreparationStore final : public PreparationStore {
 public:
  MySqlPreparationStore(feed::Feed& feed, MySqlRounds& rounds)
      : feed_(feed), rounds_(rounds) {}

  absl::StatusOr<int> RecordMilestones(const OpenRound& round,
                                       absl::Span<const Milestone> milestones,
                                       absl::Time deadline) override;
  absl::StatusOr<std::vector<Milestone>> ListMilestones(
      const RoundId& round, const AreaCode& area,
      const std::optional<MilestonePlace>& after, int most,
      absl::Time deadline) override;
  absl::StatusOr<AttendedClass> AddClass(const OpenRound& round,
                                         const TrainingClass& training,
                                         absl::Time deadline) override;
  absl::StatusOr<AttendedClass> GetClass(const ClassName& name,
                                         absl::Time deadline) override;
  absl::StatusOr<std::vector<AttendedClass>> ListClasses(
      const RoundId& round, const AreaCode& area,
      const std::optional<ClassId>& after, int most,
      absl::Time deadline) override;
  absl::StatusOr<AttendedClass> RecordAttendance(
      const ClassName& name, absl::Span<const StaffId> attendees,
      absl::Time deadline) override;

 private:
  feed::Feed& feed_;
  MySqlRounds& rounds_;
};

}  // namespace rasoat::workflow
