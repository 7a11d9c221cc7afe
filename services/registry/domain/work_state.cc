#include "services/registry/domain/work_state.h"

#include <algorithm>
#include <map>
#include <utility>

namespace rasoat::registry {

WorkState WorkStateOf(SurveyStatus newest) {
  switch (newest) {
    case SurveyStatus::kReturned:
      return WorkState::kReturned;
    case SurveyStatus::kSubmitted:
    case SurveyStatus::kAccepted:
      return WorkState::kDone;
    case SurveyStatus::kUnspecified:
    case SurveyStatus::kDraft:
      break;
  }
  return WorkState::kLeft;
}

void WorkCounts::Add(WorkState state, std::int64_t households) {
  switch (state) {
    case WorkState::kLeft:
      left += households;
      break;
    case WorkState::kDone:
      done += households;
      break;
    case WorkState::kReturned:
      returned += households;
      break;
    case WorkState::kUnspecified:
      break;
  }
}

WorkSummary Summarize(const std::vector<WorkGroup>& groups) {
  WorkSummary summary;
  std::map<std::string, ReviewerWork> by_reviewer;
  for (const WorkGroup& group : groups) {
    summary.counts.Add(group.state, group.households);
    if (group.reviewer.empty()) continue;
    ReviewerWork& work = by_reviewer[group.reviewer];
    work.reviewer = group.reviewer;
    work.counts.Add(group.state, group.households);
    work.last_submit_time =
        std::max(work.last_submit_time, group.last_submit_time);
  }
  for (auto& [name, work] : by_reviewer) {
    summary.reviewers.push_back(std::move(work));
  }
  return summary;
}

}  // namespace rasoat::registry
