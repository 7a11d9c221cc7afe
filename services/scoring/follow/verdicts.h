// One survey under several standards, ready to be written and told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/feed/change.h"
#include "services/scoring/domain/facts.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/store/rows.h"

namespace rasoat::scoring {

/// What is told of a household: a serialized `AssessmentState`, and 16 bytes
/// that stand for it.
struct ToldState {
  std::string bytes;
  std::string digest;
};

/// What standards say of a survey.
struct Verdicts {
  std::vector<const KnownStandard*> under;
  std::vector<AssessmentRow> rows;  ///< One each, without a time.
  ToldState told;                   ///< All of them.
  /// The review date; absent if the facts cannot be read.
  std::optional<absl::CivilDay> day;
};

/// Judges a survey. The same survey under the same versions of the same
/// standards gives the same bytes. Pure.
Verdicts Judge(const KeptSurvey& survey, const absl::StatusOr<Facts>& facts,
               std::vector<const KnownStandard*> standards);

/// The same from the facts kept with the survey.
Verdicts Judge(const KeptSurvey& survey,
               std::vector<const KnownStandard*> standards);

/// What would have been found under some of the standards alone, which are in
/// the same order.
Verdicts Narrow(const Verdicts& verdicts,
                std::vector<const KnownStandard*> standards);

/// The same survey without any result, as told of who has left the register.
ToldState Withdrawn(const KeptSurvey& survey);

/// A survey's change, read and judged before its transaction.
struct PreparedSurvey final : feed::Prepared {
  /// Nothing: it is not to be assessed.
  std::optional<KeptSurvey> kept;
  /// Under the standards that its round was last seen to have; whoever uses
  /// them looks whether it still has.
  Verdicts verdicts;
};

}  // namespace rasoat::scoring
