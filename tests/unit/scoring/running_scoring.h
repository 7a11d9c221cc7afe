// Scoring's calls in a real server inside the test.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "rasoat/scoring/v1/score_batch.grpc.pb.h"
#include "rasoat/scoring/v1/scoring.grpc.pb.h"
#include "rasoat/scoring/v1/standard_program.grpc.pb.h"
#include "rasoat/scoring/v1/standards.grpc.pb.h"
#include "services/common/access/signer.h"
#include "services/common/feed/feed.h"
#include "services/common/rpc/client_call.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/server/server.h"
#include "services/scoring/follow/round_assigner.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/rpc/batch_service.h"
#include "services/scoring/rpc/draft_service.h"
#include "services/scoring/rpc/explanation_service.h"
#include "services/scoring/rpc/program_service.h"
#include "services/scoring/rpc/scoring_service.h"
#include "services/scoring/rpc/simulation_service.h"
#include "services/scoring/rpc/standards_service.h"
#include "services/scoring/rpc/survey_areas.h"
#include "services/scoring/store/mysql_assessment_writer.h"
#include "services/scoring/store/mysql_census_store.h"
#include "services/scoring/store/mysql_standard_draft_store.h"
#include "tests/support/counted_ids.h"

namespace rasoat::scoring {

/// Scoring with the shipped standards, at a free port, until destroyed. Reads
/// `store`, writes through `pool`.
class RunningScoring {
 public:
  RunningScoring(mysql::Pool& pool, AssessmentStore& store);

  /// Why it does not run; OK if it does.
  const absl::Status& status() const { return status_; }

  /// Makes a call as somebody with `role` in `area`; as nobody if it has none.
  ///
  ///     running.Call(stub.get(), &v1::Scoring::Stub::Score, request, &answer)
  template <class Stub, class Request, class Response>
  absl::Status Call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    rpc::Prepare(context, SystemClock().Now() + absl::Seconds(20), token_, "");
    return rpc::FromWire((stub.*method)(&context, request, response));
  }

  /// From now on calls come from such a person.
  void SignIn(api::v1::Role role, const std::string& area);
  /// The same, as this person: `staff/{staff}`.
  void SignInAs(const std::string& person, api::v1::Role role,
                const std::string& area) {
    person_ = person;
    SignIn(role, area);
  }
  /// What calls carry now.
  const std::string& token() const { return token_; }
  /// From now on calls come from nobody.
  void SignOut() { token_.clear(); }

  std::string address() const { return server_->address(); }
  v1::Scoring::Stub& scoring() { return *scoring_stub_; }
  v1::BatchScoring::Stub& batches() { return *batch_stub_; }
  v1::Explanations::Stub& explanations() { return *explanation_stub_; }
  v1::Simulations::Stub& simulations() { return *simulation_stub_; }
  v1::StandardDrafts::Stub& drafts() { return *draft_stub_; }
  DraftWatcher& imports() { return imports_; }
  v1::StandardPrograms::Stub& programs() { return *program_stub_; }
  v1::Standards::Stub& standards() { return *standards_stub_; }
  const Catalogue& catalogue() const { return catalogue_; }
  /// Adds a standard to those that were shipped.
  absl::Status Add(const v1::Standard& standard) {
    return catalogue_.Add(standard);
  }
  feed::Feed& feed() { return feed_; }
  const Assessor& assessor() const { return assessor_; }
  MySqlAssessmentWriter& writer() { return writer_; }

 private:
  absl::Status Start(AssessmentStore& store);

  absl::Status status_;
  SystemClock clock_;
  CountedIds ids_;
  metrics::Registry metrics_;
  Catalogue catalogue_;
  feed::Feed feed_;
  MySqlAssessmentWriter writer_;
  Assessor assessor_;
  RoundAssigner assigner_;
  std::unique_ptr<access::StoredAreaTree> tree_;
  SurveyAreas areas_;
  std::unique_ptr<access::Signer> signer_;
  std::unique_ptr<access::Guard> guard_;
  std::unique_ptr<access::Verifier> verifier_;
  std::unique_ptr<rpc::Calls> calls_;
  std::unique_ptr<ScoringService> scoring_;
  std::unique_ptr<BatchService> batches_;
  std::unique_ptr<ExplanationService> explanations_;
  MySqlCensusStore census_;
  MySqlStandardDraftStore imported_;
  DraftWatcher imports_;
  std::unique_ptr<CensusKeeper> keeper_;
  std::unique_ptr<SimulationService> simulation_;
  std::unique_ptr<StandardsService> standards_;
  std::unique_ptr<DraftService> drafts_;
  std::unique_ptr<ProgramService> programs_;
  std::unique_ptr<server::Server> server_;
  std::unique_ptr<v1::Scoring::Stub> scoring_stub_;
  std::unique_ptr<v1::BatchScoring::Stub> batch_stub_;
  std::unique_ptr<v1::Explanations::Stub> explanation_stub_;
  std::unique_ptr<v1::Simulations::Stub> simulation_stub_;
  std::unique_ptr<v1::Standards::Stub> standards_stub_;
  std::unique_ptr<v1::StandardDrafts::Stub> draft_stub_;
  std::unique_ptr<v1::StandardPrograms::Stub> program_stub_;
  std::string token_;
  std::string person_ = "staff/tester";
};

}  // namespace rasoat::scoring
