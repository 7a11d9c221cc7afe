#include "services/scoring/follow/registry_applier.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "rasoat/registry/v1/registry_feed.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/domain/day.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

namespace registry = rasoat::registry::v1;

absl::Status Unreadable(const feed::Change& change) {
  return Error(absl::StatusCode::kInternal, "CHANGE_UNREADABLE",
               absl::StrCat("change ", change.position, " is not a proper ",
                            change.kind));
}

/// True for what standards assess: the request and the screening are not.
bool IsAssessed(registry::FormKind kind) {
  return kind == registry::FORM_KIND_SURVEY ||
         kind == registry::FORM_KIND_UNSPECIFIED;  // older than the field
}

/// The survey, or nothing if it is not to be assessed.
absl::StatusOr<std::optional<KeptSurvey>> ReadSurvey(
    const feed::Change& change) {
  RASOAT_ASSIGN_OR_RETURN(registry::SurveyState state,
                          change.As<registry::SurveyState>());
  if (!IsAssessed(state.form_kind())) return std::optional<KeptSurvey>();
  absl::StatusOr<Ulid> survey = ParseUlidName(state.survey(), "surveys", "");
  absl::StatusOr<Ulid> household =
      ParseUlidName(state.household(), "households", "");
  absl::StatusOr<std::string> round = ParseIdName(state.round(), "rounds", "");
  if (!survey.ok() || !household.ok() || !round.ok()) {
    return Unreadable(change);
  }
  return KeptSurvey{.survey = *survey,
                    .household = *household,
                    .round = *std::move(round),
                    .village = state.village(),
                    .position = change.position,
                    .facts = state.facts().SerializeAsString()};
}

/// Notes what a household is counted by, and where it is if it has moved or
/// left. Of several changes the last holds.
absl::Status NoteHousehold(const feed::Change& change,
                           std::map<Ulid, HouseholdTrait>& traits,
                           std::map<Ulid, HouseholdPlace>& places) {
  RASOAT_ASSIGN_OR_RETURN(registry::HouseholdState state,
                          change.As<registry::HouseholdState>());
  absl::StatusOr<Ulid> household =
      ParseUlidName(state.household(), "households", "");
  if (!household.ok()) return Unreadable(change);
  traits[*household] = {.household = *household,
                        .ethnic_group = state.head_ethnic_group(),
                        .head_sex = state.head_sex()};
  if (state.active() && state.left_village().empty() &&
      !places.contains(*household)) {
    return absl::OkStatus();
  }
  places[*household] = {.household = *household,
                        .village = state.village(),
                        .active = state.active()};
  return absl::OkStatus();
}

absl::StatusOr<AreaLine> ReadArea(const feed::Change& change) {
  RASOAT_ASSIGN_OR_RETURN(registry::AreaState state,
                          change.As<registry::AreaState>());
  absl::string_view area = state.area().name();
  absl::string_view parent = state.area().parent();
  if (!absl::ConsumePrefix(&area, "areas/") || area.empty()) {
    return Unreadable(change);
  }
  absl::ConsumePrefix(&parent, "areas/");
  AreaLine line = {.area = std::string(area), .parent = std::string(parent)};
  const auto valid_from = ParseDay(state.area().valid_from());
  if (valid_from) line.valid_from = *valid_from;
  line.valid_to = ParseDay(state.area().valid_to());
  return line;
}

}  // namespace

absl::Status RegistryApplier::Apply(mysql::Transaction& tx, feed::Changes& out,
                                    absl::Span<const feed::Change> changes) {
  std::vector<AreaLine> areas;
  // By round id: every transaction locks rounds in that order.
  std::map<std::string, std::vector<KeptSurvey>> rounds;
  std::map<Ulid, HouseholdTrait> traits;
  std::map<Ulid, HouseholdPlace> places;
  for (const feed::Change& change : changes) {
    if (change.Is<registry::AreaState>()) {
      RASOAT_ASSIGN_OR_RETURN(AreaLine line, ReadArea(change));
      areas.push_back(std::move(line));
    } else if (change.Is<registry::HouseholdState>()) {
      RASOAT_RETURN_IF_ERROR(NoteHousehold(change, traits, places));
    } else if (change.Is<registry::SurveyState>()) {
      RASOAT_ASSIGN_OR_RETURN(std::optional<KeptSurvey> kept,
                              ReadSurvey(change));
      if (kept) rounds[kept->round].push_back(*std::move(kept));
    }
  }
  RASOAT_RETURN_IF_ERROR(writer_.SaveAreas(tx, areas));
  std::vector<HouseholdTrait> counted;
  counted.reserve(traits.size());
  for (auto& [id, trait] : traits) counted.push_back(std::move(trait));
  RASOAT_RETURN_IF_ERROR(writer_.SaveTraits(tx, counted));
  for (const auto& [household, place] : places) {
    RASOAT_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                            writer_.RoundsOf(tx, household));
    for (const std::string& id : ids) rounds.try_emplace(id);
  }
  for (auto& [id, surveys] : rounds) {
    RASOAT_ASSIGN_OR_RETURN(const RoundRow round,
                            writer_.LockRound(tx, id, RoundLock::kShared));
    RASOAT_RETURN_IF_ERROR(TakeSurveys(tx, out, round, std::move(surveys)));
    // After the surveys, which were taken where the household was then.
    for (const auto& [household, place] : places) {
      RASOAT_ASSIGN_OR_RETURN(const std::optional<KeptSurvey> newest,
                              writer_.Place(tx, id, place));
      if (!newest) continue;
      RASOAT_RETURN_IF_ERROR(
          assessor_.Assess(tx, out, round, absl::MakeConstSpan(&*newest, 1)));
    }
  }
  return absl::OkStatus();
}

absl::Status RegistryApplier::TakeSurveys(mysql::Transaction& tx,
                                          feed::Changes& out,
                                          const RoundRow& round,
                                          std::vector<KeptSurvey> surveys) {
  if (surveys.empty()) return absl::OkStatus();
  RASOAT_RETURN_IF_ERROR(writer_.KeepSurveys(tx, surveys));
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<Ulid> kept,
      writer_.SurveysAt(tx, round.round, surveys.front().position,
                        surveys.back().position));
  // Told again in this very batch, a survey is new once.
  absl::flat_hash_set<Ulid> fresh(kept.begin(), kept.end());
  std::vector<KeptSurvey> wanted;
  wanted.reserve(fresh.size());
  for (KeptSurvey& survey : surveys) {
    if (fresh.erase(survey.survey) == 1) wanted.push_back(std::move(survey));
  }
  return assessor_.Assess(tx, out, round, wanted);
}

absl::Status RegistryApplier::Reset(mysql::Transaction& tx) {
  return writer_.Empty(tx);
}

}  // namespace rasoat::scoring
