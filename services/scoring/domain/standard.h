// A standard (chuẩn nghèo): what answers are worth. Plain data; the comments in
// protos/rasoat/scoring/v1/standards.proto say what each part means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/scoring/domain/rules.h"
#include "services/scoring/domain/settlement.h"

namespace rasoat::scoring {

/// How sure we are of a number.
enum class Mark {
  kUnspecified,
  kVerified,
  kRecalled,
  kInferred,
  kTraining,
  kUnknown,  ///< The number means nothing.
};

/// Where a number comes from.
struct Origin {
  std::string source;
  Mark mark = Mark::kUnspecified;
};

/// A text in both languages.
struct Text {
  std::string vi;
  std::string en;
};

/// What an indicator reads instead of a household's answer.
enum class DerivedFact {
  kNone,
  kHouseholdSize,
  kDependants,
  kPensioners,
  kAreaPerPerson,
  kHighestOption,
};

/// An option with its points.
struct ScoredOption {
  std::string option;
  Points points{};
};

/// A band of a quantity, both ends inside, with its points.
struct ScoredBand {
  std::int64_t from = 0;
  std::int64_t to = 0;
  Points points{};
};

/// No points for households made up only of dependants.
struct Guard {
  bool all_members_dependent = false;
  Origin origin;
};

/// One indicator of income (B1).
struct Indicator {
  std::string code;
  Text label;
  std::string question;
  DerivedFact derived = DerivedFact::kNone;
  std::vector<ScoredOption> options;
  bool additive = false;
  std::vector<ScoredBand> bands;
  std::optional<Guard> guard;
  Origin origin;
};

/// One deprivation (chỉ số thiếu hụt).
struct Deprivation {
  std::string code;
  int number = 0;  ///< On report form 7.4, from 1.
  Text label;
  Text service;
  DeprivationRule rule;
  Origin origin;
};

/// Answers of one member that cannot all be true.
struct Contradiction {
  std::string code;
  Text message;  ///< What is wrong and what to do.
  MemberRule when;
  Origin origin;

  /// Where the fault shows: the last question named; "" if there is none.
  std::string Question() const;
};

/// The class rule for one settlement; every limit is inclusive.
struct ClassRule {
  Settlement settlement = Settlement::kUnspecified;
  std::optional<int> poor_alone_up_to;  ///< B1; absent in 2022–2025.
  int up_to = 0;                        ///< B1.
  int deprived_from = 0;                ///< B2.
  Origin origin;
};

/// An income line, for people to read.
struct IncomeLine {
  Settlement settlement = Settlement::kUnspecified;
  std::int64_t amount_vnd = 0;  ///< A person a month, inclusive.
  Origin origin;
};

/// The income of an average living standard, for people to read.
struct AverageBand {
  Settlement settlement = Settlement::kUnspecified;
  std::int64_t above_vnd = 0;  ///< A person a month, exclusive.
  std::int64_t up_to_vnd = 0;  ///< Inclusive.
  Origin origin;
};

/// One item of a quick identification.
struct ScreeningItem {
  std::string code;
  Text label;
  std::string question;
  std::vector<std::string> answers;  ///< That count.
  Origin origin;
};

/// Quick identification (Phiếu A).
struct Screening {
  std::vector<ScreeningItem> items;
  int surely_not_poor_from = 0;  ///< Items, inclusive.
  Origin origin;
};

/// A standard.
struct Standard {
  std::string name;          ///< `standards/{id}`.
  std::string content_hash;  ///< SHA-256, hexadecimal.
  Text title;
  std::string area;
  absl::CivilDay valid_from;
  std::optional<absl::CivilDay> valid_to;  ///< Exclusive.
  bool training = false;
  bool declared_only = false;
  std::vector<Indicator> indicators;
  std::vector<Deprivation> deprivations;
  int points_per_deprivation = 0;
  Origin points_per_deprivation_origin;
  std::vector<ClassRule> class_rules;
  std::vector<IncomeLine> income_lines;
  std::vector<AverageBand> average_bands;
  std::vector<MemberRule> dependants;
  Origin dependants_origin;
  std::string area_question;
  std::optional<Screening> screening;
  std::vector<Contradiction> contradictions;
  std::vector<std::string> forms;  ///< Ids of those it reads.
};

/// True if somebody can be scored by it: the numbers that decide are known.
bool IsComplete(const Standard& standard);

}  // namespace rasoat::scoring
