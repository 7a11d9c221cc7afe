// A store of assessments for calls that need no database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rasoat/scoring/v1/scoring.pb.h"
#include "services/scoring/store/assessment_store.h"
#include "tests/support/counted_ids.h"

namespace rasoat::scoring {

/// Holds one assessment, of survey 1 in village 07207001.
class OneAssessment final : public AssessmentStore {
 public:
  absl::StatusOr<std::optional<AssessmentRow>> Find(const Ulid& survey,
                                                    const std::string& standard,
                                                    absl::Time) override {
    if (survey != CountedIds::Of(1) || standard != "training-2022-2") {
      return std::nullopt;
    }
    return Row();
  }
  absl::StatusOr<std::vector<AssessmentRow>> ListVillage(const VillageQuery&,
                                                         absl::Time) override {
    return std::vector<AssessmentRow>{Row()};
  }
  absl::StatusOr<std::optional<std::string>> VillageOf(const Ulid& survey,
                                                       absl::Time) override {
    if (survey != CountedIds::Of(1)) return std::nullopt;
    return "07207001";
  }
  absl::StatusOr<std::optional<std::string>> FactsOf(const Ulid&,
                                                     absl::Time) override {
    return std::nullopt;
  }
  absl::StatusOr<std::optional<RoundRow>> FindRound(const std::string&,
                                                    absl::Time) override {
    return std::nullopt;
  }
  absl::StatusOr<std::vector<AreaLine>> AreaLines(absl::Time) override {
    return std::vector<AreaLine>{{"24", ""},
                                 {"213", "24"},
                                 {"07207", "213"},
                                 {"07208", "213"},
                                 {"07207001", "07207"}};
  }

 private:
  static AssessmentRow Row() {
    v1::Assessment breakdown;
    breakdown.set_training(true);
    return {.survey = CountedIds::Of(1),
            .standard = "training-2022-2",
            .hash = std::string(64, 'b'),
            .household = CountedIds::Of(2),
            .round = "r1",
            .village = "07207001",
            .b1 = 120,
            .b2 = 40,
            .household_class = HouseholdClass::kPoor,
            .breakdown = breakdown.SerializeAsString(),
            .assess_time = absl::FromUnixMillis(1633824000500)};
  }
};

}  // namespace rasoat::scoring
