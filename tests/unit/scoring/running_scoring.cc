#include "tests/unit/scoring/running_scoring.h"
#include "tests/support/source_dir.h"

#include "absl/strings/str_cat.h"
#include "services/common/rpc/channel.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/parts.h"

namespace rasoat::scoring {
namespace {

// 32 bytes of zero: a key for tests.
constexpr char kSeed[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
constexpr char kScoring[] = "rasoat.scoring.v1.Scoring";
constexpr char kBatch[] = "rasoat.scoring.v1.BatchScoring";
constexpr char kDrafts[] = "rasoat.scoring.v1.StandardDrafts";
constexpr char kSimulations[] = "rasoat.scoring.v1.Simulations";
constexpr char kExplanations[] = "rasoat.scoring.v1.Explanations";
constexpr char kStandards[] = "rasoat.scoring.v1.Standards";
constexpr char kPrograms[] = "rasoat.scoring.v1.StandardPrograms";

}  // namespace

RunningScoring::RunningScoring(mysql::Pool& pool, AssessmentStore& store)
    : feed_(pool, clock_),
      assessor_(catalogue_, writer_, clock_),
      assigner_(feed_, catalogue_, writer_, assessor_),
      areas_(store),
      census_(pool),
      imported_(pool),
      imports_(imported_, catalogue_, clock_) {
  status_ = Start(store);
}

absl::Status RunningScoring::Start(AssessmentStore& store) {
  RASOAT_ASSIGN_OR_RETURN(
      catalogue_, Catalogue::Load(absl::StrCat(SourceDir(),
                                               "/services/scoring/standards")));
  tree_ =
      std::make_unique<access::StoredAreaTree>(LinesOf(store, clock_), clock_);
  RASOAT_ASSIGN_OR_RETURN(access::Signer signer,
                          access::Signer::FromSeed("people", kSeed));
  RASOAT_ASSIGN_OR_RETURN(
      access::Trust trust,
      access::Trust::Parse(absl::StrCat("people:", signer.PublicKey())));
  signer_ = std::make_unique<access::Signer>(std::move(signer));
  verifier_ = std::make_unique<access::Verifier>(std::move(trust));
  RASOAT_ASSIGN_OR_RETURN(
      const auto services,
      access::FindServices({kScoring, kBatch, kExplanations, kDrafts,
                            kSimulations, kStandards, kPrograms}));
  RASOAT_ASSIGN_OR_RETURN(access::Guard guard,
                          access::Guard::Build(services, *tree_, &areas_));
  guard_ = std::make_unique<access::Guard>(std::move(guard));
  calls_ =
      std::make_unique<rpc::Calls>(rpc::CallsOptions{.guard = *guard_,
                                                     .verifier = *verifier_,
                                                     .clock = clock_,
                                                     .ids = ids_,
                                                     .metrics = metrics_,
                                                     .workers = 2});
  scoring_ = std::make_unique<ScoringService>(*calls_, catalogue_, store);
  batches_ = std::make_unique<BatchService>(*calls_, catalogue_);
  explanations_ =
      std::make_unique<ExplanationService>(*calls_, catalogue_, store);
  keeper_ = std::make_unique<CensusKeeper>(
      census_, clock_,
      CensusKeeper::Options{.look_every = absl::Milliseconds(20)});
  simulation_ = std::make_unique<SimulationService>(
      SimulationService::Parts{.calls = *calls_,
                               .catalogue = catalogue_,
                               .store = store,
                               .keeper = *keeper_,
                               .tree = *tree_,
                               .area = ""});
  standards_ = std::make_unique<StandardsService>(*calls_, catalogue_, imports_,
                                                  assigner_, store);
  drafts_ =
      std::make_unique<DraftService>(*calls_, catalogue_, imported_, imports_);
  programs_ = std::make_unique<ProgramService>(*calls_, catalogue_);
  RASOAT_ASSIGN_OR_RETURN(
      server_,
      server::Server::Start({.listen = "127.0.0.1:0"},
                            {.services = {{scoring_.get(), kScoring},
                                          {batches_.get(), kBatch},
                                          {explanations_.get(), kExplanations},
                                          {simulation_.get(), kSimulations},
                                          {standards_.get(), kStandards},
                                          {programs_.get(), kPrograms},
                                          {drafts_.get(), kDrafts}}}));
  const auto channel = rpc::MakeChannel(server_->address());
  scoring_stub_ = v1::Scoring::NewStub(channel);
  batch_stub_ = v1::BatchScoring::NewStub(channel);
  explanation_stub_ = v1::Explanations::NewStub(channel);
  simulation_stub_ = v1::Simulations::NewStub(channel);
  standards_stub_ = v1::Standards::NewStub(channel);
  draft_stub_ = v1::StandardDrafts::NewStub(channel);
  program_stub_ = v1::StandardPrograms::NewStub(channel);
  return absl::OkStatus();
}

void RunningScoring::SignIn(api::v1::Role role, const std::string& area) {
  token_ = signer_->Issue(person_, {{.role = role, .area = area}}, clock_.Now(),
                          absl::Minutes(5));
}

}  // namespace rasoat::scoring
