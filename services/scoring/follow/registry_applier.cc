#include "services/scoring/follow/registry_applier.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "rasoat/registry/v1/registry_feed.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/domain/day.h"
#include "services/scoring/wire/facts_proto.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

namespace registry = rasoat::registry::v1;

// Room for most surveys; larger ones take more.
constexpr std::size_t kArenaBytes = std::size_t{64} << 10;

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

/// The bytes of the facts in a survey's state, as the registry wrote them.
/// Writing them again costs as much as reading them.
std::string FactsIn(const feed::Change& change,
                    const registry::SurveyState& state) {
  using google::protobuf::internal::WireFormatLite;
  const auto wanted =
      WireFormatLite::MakeTag(registry::SurveyState::kFactsFieldNumber,
                              WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  google::protobuf::io::CodedInputStream in(
      reinterpret_cast<const std::uint8_t*>(change.state.data()),
      static_cast<int>(change.state.size()));
  std::string facts;
  int found = 0;
  while (const std::uint32_t tag = in.ReadTag()) {
    if (tag != wanted) {
      if (!WireFormatLite::SkipField(&in, tag)) break;
      continue;
    }
    std::uint32_t length = 0;
    if (!in.ReadVarint32(&length)) break;
    const int at = in.CurrentPosition();
    if (!in.Skip(static_cast<int>(length))) break;
    facts = change.state.substr(at, length);
    ++found;
  }
  // Several would be merged into one.
  return found == 1 ? facts : state.facts().SerializeAsString();
}

/// The survey, or nothing if it is not to be assessed.
absl::StatusOr<std::optional<KeptSurvey>> ReadSurvey(
    const feed::Change& change, const registry::SurveyState& state) {
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
                    .facts = FactsIn(change, state)};
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

void RegistryApplier::Prepare(absl::Span<feed::Change> changes) {
  // One survey at a time: its memory stays warm, and none is given back.
  std::vector<char> block(kArenaBytes);
  google::protobuf::ArenaOptions options;
  options.initial_block = block.data();
  options.initial_block_size = block.size();
  google::protobuf::Arena arena(options);
  for (feed::Change& change : changes) {
    if (!change.Is<registry::SurveyState>()) continue;
    arena.Reset();
    auto& state =
        *google::protobuf::Arena::CreateMessage<registry::SurveyState>(&arena);
    if (!state.ParseFromString(change.state)) continue;  // Apply says so
    absl::StatusOr<std::optional<KeptSurvey>> kept = ReadSurvey(change, state);
    if (!kept.ok()) continue;
    auto prepared = std::make_shared<PreparedSurvey>();
    prepared->kept = *std::move(kept);
    if (prepared->kept) {
      prepared->verdicts = Judge(*prepared->kept, ReadKeptFacts(state.facts()),
                                 LastSeen(prepared->kept->round));
    }
    change.prepared = std::move(prepared);
  }
}

std::vector<const KnownStandard*> RegistryApplier::LastSeen(
    const std::string& round) const {
  absl::MutexLock lock(&mu_);
  const auto found = seen_.find(round);
  return found == seen_.end() ? std::vector<const KnownStandard*>()
                              : found->second;
}

void RegistryApplier::See(const RoundRow& round) {
  absl::StatusOr<std::vector<const KnownStandard*>> standards =
      assessor_.StandardsOf(round);
  absl::MutexLock lock(&mu_);
  if (standards.ok()) {
    seen_[round.round] = *std::move(standards);
  } else {
    seen_.erase(round.round);  // whoever assesses says what is wrong
  }
}

absl::Status RegistryApplier::TakeSurvey(const feed::Change& change,
                                         std::vector<Step>& steps) {
  const auto take = [&](KeptSurvey kept, const Verdicts* ahead) {
    // The household's move is of the surveys before it, not of this one.
    if (steps.back().places.contains(kept.household)) steps.emplace_back();
    Arrived& arrived = steps.back().rounds[kept.round];
    arrived.surveys.push_back(std::move(kept));
    arrived.ahead.push_back(ahead);
  };
  if (const auto* prepared =
          dynamic_cast<const PreparedSurvey*>(change.prepared.get())) {
    if (prepared->kept) take(*prepared->kept, &prepared->verdicts);
    return absl::OkStatus();
  }
  RASOAT_ASSIGN_OR_RETURN(const registry::SurveyState state,
                          change.As<registry::SurveyState>());
  RASOAT_ASSIGN_OR_RETURN(std::optional<KeptSurvey> kept,
                          ReadSurvey(change, state));
  if (kept) take(*std::move(kept), nullptr);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<RegistryApplier::Step>> RegistryApplier::StepsOf(
    absl::Span<const feed::Change> changes) {
  std::vector<Step> steps(1);
  for (const feed::Change& change : changes) {
    if (change.Is<registry::AreaState>()) {
      RASOAT_ASSIGN_OR_RETURN(AreaLine line, ReadArea(change));
      // What came before is assessed as the country was known then.
      if (!steps.back().rounds.empty() || !steps.back().places.empty()) {
        steps.emplace_back();
      }
      steps.back().areas.push_back(std::move(line));
    } else if (change.Is<registry::HouseholdState>()) {
      RASOAT_RETURN_IF_ERROR(
          NoteHousehold(change, steps.back().traits, steps.back().places));
    } else if (change.Is<registry::SurveyState>()) {
      RASOAT_RETURN_IF_ERROR(TakeSurvey(change, steps));
    }
  }
  return steps;
}

absl::StatusOr<std::vector<RoundRow>> RegistryApplier::LockRounds(
    mysql::Transaction& tx, const std::vector<Step>& steps) {
  std::set<std::string> ids;
  for (const Step& step : steps) {
    for (const auto& [id, arrived] : step.rounds) ids.insert(id);
    for (const auto& [household, place] : step.places) {
      RASOAT_ASSIGN_OR_RETURN(const std::vector<std::string> its,
                              writer_.RoundsOf(tx, household));
      ids.insert(its.begin(), its.end());
    }
  }
  std::vector<RoundRow> rounds;
  for (const std::string& id : ids) {
    RASOAT_ASSIGN_OR_RETURN(RoundRow round,
                            writer_.LockRound(tx, id, RoundLock::kShared));
    See(round);
    rounds.push_back(std::move(round));
  }
  return rounds;
}

absl::Status RegistryApplier::Apply(mysql::Transaction& tx, feed::Changes& out,
                                    absl::Span<const feed::Change> changes) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<Step> steps, StepsOf(changes));
  RASOAT_ASSIGN_OR_RETURN(const std::vector<RoundRow> rounds,
                          LockRounds(tx, steps));
  for (Step& step : steps) {
    RASOAT_RETURN_IF_ERROR(Write(tx, out, rounds, std::move(step)));
  }
  return absl::OkStatus();
}

absl::Status RegistryApplier::Write(mysql::Transaction& tx, feed::Changes& out,
                                    const std::vector<RoundRow>& rounds,
                                    Step step) {
  RASOAT_RETURN_IF_ERROR(writer_.SaveAreas(tx, step.areas));
  std::vector<HouseholdTrait> counted;
  counted.reserve(step.traits.size());
  for (auto& [id, trait] : step.traits) counted.push_back(std::move(trait));
  RASOAT_RETURN_IF_ERROR(writer_.SaveTraits(tx, counted));
  for (const RoundRow& round : rounds) {
    RASOAT_RETURN_IF_ERROR(
        TakeSurveys(tx, out, round, std::move(step.rounds[round.round])));
    // After the surveys, which were taken where the household was then.
    for (const auto& [household, place] : step.places) {
      RASOAT_ASSIGN_OR_RETURN(const std::optional<KeptSurvey> newest,
                              writer_.Place(tx, round.round, place));
      if (!newest) continue;
      RASOAT_RETURN_IF_ERROR(assessor_.AssessMoved(tx, out, round, *newest));
    }
  }
  return absl::OkStatus();
}

absl::Status RegistryApplier::TakeSurveys(mysql::Transaction& tx,
                                          feed::Changes& out,
                                          const RoundRow& round,
                                          Arrived arrived) {
  std::vector<KeptSurvey>& surveys = arrived.surveys;
  if (surveys.empty()) return absl::OkStatus();
  RASOAT_RETURN_IF_ERROR(writer_.KeepSurveys(tx, surveys));
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<Ulid> kept,
      writer_.SurveysAt(tx, round.round, surveys.front().position,
                        surveys.back().position));
  // Told again in this very batch, a survey is new once.
  absl::flat_hash_set<Ulid> fresh(kept.begin(), kept.end());
  Arrived wanted;
  for (std::size_t i = 0; i < surveys.size(); ++i) {
    if (fresh.erase(surveys[i].survey) != 1) continue;
    wanted.surveys.push_back(std::move(surveys[i]));
    wanted.ahead.push_back(arrived.ahead[i]);
  }
  return assessor_.Assess(tx, out, round, wanted.surveys, wanted.ahead);
}

absl::Status RegistryApplier::Reset(mysql::Transaction& tx) {
  return writer_.Empty(tx);
}

}  // namespace rasoat::scoring
