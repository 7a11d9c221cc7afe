// What a device takes along: put together part by part, so that a village of
// any size costs the memory of one part.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/survey.h"
#include "services/registry/domain/survey_review.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/package_store.h"
#include "services/registry/store/review_store.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// What is asked for.
struct PackageRequest {
  std::vector<AreaCode> villages;  ///< Each once.
  RoundId round;
  std::int64_t after_position = 0;  ///< 0: everything.
};

/// How far a package is. All of it fits into a page token.
struct PackagePlace {
  std::int64_t position = 0;  ///< The package is true of it.
  absl::Time begun;
  /// What is being told: households (of a whole package), changes, or
  /// households surveyed elsewhere (of a delta).
  enum class Stage { kHouseholds, kChanges, kElsewhere, kDone };
  Stage stage = Stage::kHouseholds;
  std::int64_t village = 0;  ///< Its place in the request.
  std::int64_t after = 0;    ///< Number or position of the last one told.
  HouseholdId after_id;      ///< Of the last one surveyed elsewhere.
};

/// A survey; if it was sent back, with what the supervisor says.
struct PackedSurvey {
  Survey survey;
  ReviewComments comments;
};

/// A household with the surveys a device needs of it.
struct PackedHousehold {
  Household household;
  std::vector<PackedSurvey> surveys;  ///< Newest of the round, by form kind.
  std::vector<PackedSurvey> earlier;  ///< Newest of other rounds, likewise.
};

/// What was said when a survey that stands at `revision` was sent back.
absl::StatusOr<ReviewComments> CommentsOf(ReviewStore& reviews,
                                          const SurveyId& survey,
                                          std::int64_t revision,
                                          absl::Time deadline);

/// A household that is not of the package's villages (any more).
struct Departed {
  HouseholdId id;
  bool moved = false;  ///< Else it left the register.
};

/// Some of a package.
struct PackagePart {
  std::vector<PackedHousehold> households;
  std::vector<Departed> departed;
  PackagePlace next;  ///< Goes on after this part.

  bool complete() const { return next.stage == PackagePlace::Stage::kDone; }
};

/// Packs. Thread safe; the stores must outlive it.
class Packer {
 public:
  /// Most households in a part.
  static constexpr int kMostInPart = 100;

  Packer(HouseholdStore& households, SurveyStore& surveys, ReviewStore& reviews,
         PackageStore& store)
      : households_(households),
        surveys_(surveys),
        reviews_(reviews),
        store_(store) {}

  /// Begins a package: reads the position that it is true of. Whatever is read
  /// later may be newer, and is then told again by the next delta.
  ///
  /// Errors: OUT_OF_RANGE  PACKAGE_AHEAD  `after_position` is above it
  absl::StatusOr<PackagePlace> Begin(const PackageRequest& request,
                                     absl::Time now, absl::Time deadline);

  /// The part after `place`. Empty only if it is the last one.
  absl::StatusOr<PackagePart> Next(const PackageRequest& request,
                                   PackagePlace place, absl::Time deadline);

 private:
  absl::Status AddHouseholds(const PackageRequest& request, PackagePart& part,
                             absl::Time deadline);
  absl::Status AddChanges(const PackageRequest& request, PackagePart& part,
                          absl::Time deadline);
  absl::Status AddElsewhere(const PackageRequest& request, PackagePart& part,
                            absl::Time deadline);
  absl::Status Add(const PackageRequest& request,
                   const std::vector<HouseholdId>& ids, PackagePart& part,
                   absl::Time deadline);
  absl::Status AddSurveys(const PackageRequest& request, PackagePart& part,
                          absl::Time deadline);

  HouseholdStore& households_;
  SurveyStore& surveys_;
  ReviewStore& reviews_;
  PackageStore& store_;
};

}  // namespace rasoat::registry
