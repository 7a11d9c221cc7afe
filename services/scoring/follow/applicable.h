// Which of a round's standards apply to a household.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/store/area_lines.h"
#include "services/scoring/store/assessment_writer.h"

namespace rasoat::scoring {

/// Standards in the order of a round, by where a household lives.
class Applicable {
 public:
  /// Ready for the villages of `surveys`. Asks the database only if a standard
  /// is not for the whole country.
  ///
  /// Errors: those of a statement.
  static absl::StatusOr<Applicable> For(
      AssessmentWriter& writer, mysql::Transaction& tx,
      std::vector<const KnownStandard*> standards,
      absl::Span<const KeptSurvey> surveys);

  /// `areas` has every line above the villages asked about; it may be empty if
  /// all standards are for the country.
  Applicable(std::vector<const KnownStandard*> standards, AreaLines areas);

  /// All of the round, wherever they apply.
  const std::vector<const KnownStandard*>& all() const { return standards_; }

  /// Those that apply in a village as it lay in the country on `day`; without a
  /// day, as it will last lie of all that is known. In a village that nobody
  /// knows those of the country do, and those made for the village itself.
  std::vector<const KnownStandard*> In(absl::string_view village,
                                       std::optional<absl::CivilDay> day) const;

 private:
  std::vector<const KnownStandard*> standards_;
  AreaLines areas_;
  bool everywhere_;  ///< All are for the country.
};

}  // namespace rasoat::scoring
