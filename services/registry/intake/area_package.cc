#include "services/registry/intake/area_package.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/field_refusals.h"

namespace rasoat::registry {
namespace {

using Stage = PackagePlace::Stage;

/// Goes on with the next village, or with what comes after all of them.
void NextVillage(const PackageRequest& request, Stage then, std::int64_t after,
                 PackagePlace& place) {
  place.after = after;
  place.after_id = {};
  if (++place.village < static_cast<std::int64_t>(request.villages.size())) {
    return;
  }
  place.village = 0;
  place.stage = then;
}

/// Those that a device needs: all of the round, and of each household the
/// newest of other rounds, one a form kind.
std::vector<SurveyId> Choose(const std::vector<SurveyNote>& notes,
                             const RoundId& round) {
  std::vector<SurveyId> chosen;
  absl::flat_hash_map<std::pair<HouseholdId, FormKind>, const SurveyNote*>
      earlier;
  for (const SurveyNote& note : notes) {
    if (note.round == round) {
      chosen.push_back(note.id);
      continue;
    }
    const SurveyNote*& newest = earlier[std::pair(note.household, note.kind)];
    if (newest == nullptr || std::pair(newest->submit_time, newest->id) <
                                 std::pair(note.submit_time, note.id)) {
      newest = &note;
    }
  }
  for (const auto& [key, note] : earlier) chosen.push_back(note->id);
  return chosen;
}

}  // namespace

absl::StatusOr<ReviewComments> CommentsOf(ReviewStore& reviews,
                                          const SurveyId& survey,
                                          std::int64_t revision,
                                          absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<SurveyReview> acts,
                          reviews.List(survey, revision - 1, 1, deadline));
  if (acts.empty()) return ReviewComments();
  return std::move(acts.front().comments);
}

absl::StatusOr<PackagePlace> Packer::Begin(const PackageRequest& request,
                                           absl::Time now,
                                           absl::Time deadline) {
  PackagePlace place{.begun = now};
  RASOAT_ASSIGN_OR_RETURN(place.position, store_.Position(deadline));
  if (request.after_position > place.position) return PackageAhead();
  if (request.after_position > 0) {
    place.stage = Stage::kChanges;
    place.after = request.after_position;
  }
  return place;
}

absl::StatusOr<PackagePart> Packer::Next(const PackageRequest& request,
                                         PackagePlace place,
                                         absl::Time deadline) {
  PackagePart part{.next = std::move(place)};
  while (!part.complete() && part.households.empty() && part.departed.empty()) {
    switch (part.next.stage) {
      case Stage::kHouseholds:
        RASOAT_RETURN_IF_ERROR(AddHouseholds(request, part, deadline));
        break;
      case Stage::kChanges:
        RASOAT_RETURN_IF_ERROR(AddChanges(request, part, deadline));
        break;
      case Stage::kElsewhere:
        RASOAT_RETURN_IF_ERROR(AddElsewhere(request, part, deadline));
        break;
      case Stage::kDone:
        break;
    }
  }
  RASOAT_RETURN_IF_ERROR(AddSurveys(request, part, deadline));
  return part;
}

absl::Status Packer::AddHouseholds(const PackageRequest& request,
                                   PackagePart& part, absl::Time deadline) {
  PackagePlace& place = part.next;
  const AreaCode& village = request.villages[place.village];
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Household> found,
      households_.List({.village = village}, {.number = place.after},
                       kMostInPart, deadline));
  const bool more = static_cast<int>(found.size()) == kMostInPart;
  if (more) {
    place.after = found.back().number;
  } else {
    NextVillage(request, Stage::kDone, 0, place);
  }
  for (Household& household : found) {
    part.households.push_back({.household = std::move(household)});
  }
  return absl::OkStatus();
}

absl::Status Packer::AddChanges(const PackageRequest& request,
                                PackagePart& part, absl::Time deadline) {
  PackagePlace& place = part.next;
  RASOAT_ASSIGN_OR_RETURN(
      const VillageChanges changes,
      store_.ChangesIn(request.villages[place.village], place.after,
                       place.position, kMostInPart, deadline));
  place.after = changes.reached;
  if (changes.reached == place.position) {
    NextVillage(request, Stage::kElsewhere, request.after_position, place);
  }
  return Add(request, changes.households, part, deadline);
}

absl::Status Packer::AddElsewhere(const PackageRequest& request,
                                  PackagePart& part, absl::Time deadline) {
  PackagePlace& place = part.next;
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<HouseholdId> ids,
      store_.SurveyedElsewhere(request.villages[place.village], place.after_id,
                               kMostInPart, deadline));
  if (static_cast<int>(ids.size()) == kMostInPart) {
    place.after_id = ids.back();
  } else {
    NextVillage(request, Stage::kDone, 0, place);
  }
  return Add(request, ids, part, deadline);
}

absl::Status Packer::Add(const PackageRequest& request,
                         const std::vector<HouseholdId>& ids, PackagePart& part,
                         absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(auto found, households_.GetMany(ids, deadline));
  for (const HouseholdId& id : ids) {
    auto household = found.find(id);
    if (household == found.end() || !household->second.active()) {
      part.departed.push_back({.id = id});
    } else if (std::find(request.villages.begin(), request.villages.end(),
                         household->second.village) == request.villages.end()) {
      part.departed.push_back({.id = id, .moved = true});
    } else {
      part.households.push_back({.household = std::move(household->second)});
    }
  }
  return absl::OkStatus();
}

absl::Status Packer::AddSurveys(const PackageRequest& request,
                                PackagePart& part, absl::Time deadline) {
  if (part.households.empty()) return absl::OkStatus();
  std::vector<HouseholdId> ids;
  absl::flat_hash_map<HouseholdId, PackedHousehold*> by_id;
  for (PackedHousehold& packed : part.households) {
    ids.push_back(packed.household.id);
    by_id.emplace(packed.household.id, &packed);
  }
  RASOAT_ASSIGN_OR_RETURN(const std::vector<SurveyNote> notes,
                          store_.NewestSurveys(ids, deadline));
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Survey> surveys,
      surveys_.GetMany(Choose(notes, request.round), deadline));
  for (Survey& survey : surveys) {
    PackedHousehold& packed = *by_id.at(survey.household);
    PackedSurvey& one =
        (survey.round == request.round ? packed.surveys : packed.earlier)
            .emplace_back();
    if (survey.status == SurveyStatus::kReturned) {
      RASOAT_ASSIGN_OR_RETURN(
          one.comments,
          CommentsOf(reviews_, survey.id, survey.revision, deadline));
    }
    one.survey = std::move(survey);
  }
  return absl::OkStatus();
}

}  // namespace rasoat::registry
