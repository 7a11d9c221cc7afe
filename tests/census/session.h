#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <mutex>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rasoat/registry/v1/areas.grpc.pb.h"
#include "rasoat/registry/v1/forms.grpc.pb.h"
#include "rasoat/registry/v1/surveys.grpc.pb.h"
#include "rasoat/reporting/v1/progress.grpc.pb.h"
#include "rasoat/scoring/v1/standards.grpc.pb.h"
#include "rasoat/workflow/v1/preparation.grpc.pb.h"
#include "rasoat/workflow/v1/rounds.grpc.pb.h"
#include "rasoat/workflow/v1/staff.grpc.pb.h"

namespace rasoat::census {

/// Where the services listen, as gRPC targets.
struct Addresses {
  std::string registry, scoring, workflow, reporting;
};

/// The public API as one signed-in person sees it.
///
/// Every call is made again, for as long as `patience` lasts, when the service
/// is away or busy, when the outcome of a commit is unknown, or when it says
/// "not yet" with one of the reasons of a follower that is behind. That is safe
/// because every call the player makes may be repeated. Thread safe.
class Session {
 public:
  Session(const Addresses& addresses, std::string account, std::string password,
          absl::Duration patience);

  /// Signs in; other calls do it by themselves, and again before the token
  /// runs out.
  absl::Status SignIn();

  /// Calls `method` of `stub` and returns its answer, or what it was refused
  /// with.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    Response response;
    absl::Status status = Persist([&](grpc::ClientContext& context) {
      response.Clear();
      return (stub.*method)(&context, request, &response);
    });
    if (!status.ok()) return status;
    return response;
  }

  /// The same, but refused is refused: only an absent service is tried again.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> CallOnce(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    Response response;
    absl::Status status = Persist(
        [&](grpc::ClientContext& context) {
          response.Clear();
          return (stub.*method)(&context, request, &response);
        },
        /*also_not_yet=*/false);
    if (!status.ok()) return status;
    return response;
  }

  registry::v1::Areas::Stub& areas() { return *areas_; }
  registry::v1::Forms::Stub& forms() { return *forms_; }
  registry::v1::Surveys::Stub& surveys() { return *surveys_; }
  scoring::v1::Standards::Stub& standards() { return *standards_; }
  workflow::v1::Rounds::Stub& rounds() { return *rounds_; }
  workflow::v1::Preparation::Stub& preparation() { return *preparation_; }
  workflow::v1::StaffRoster::Stub& roster() { return *roster_; }
  workflow::v1::Accounts::Stub& accounts() { return *accounts_; }
  reporting::v1::Progress::Stub& progress() { return *progress_; }

 private:
  using Attempt = absl::FunctionRef<grpc::Status(grpc::ClientContext&)>;

  absl::Status Persist(Attempt attempt, bool also_not_yet = true);
  absl::StatusOr<std::string> Token();

  const std::string account_;
  const std::string password_;
  const absl::Duration patience_;
  std::unique_ptr<registry::v1::Areas::Stub> areas_;
  std::unique_ptr<registry::v1::Forms::Stub> forms_;
  std::unique_ptr<registry::v1::Surveys::Stub> surveys_;
  std::unique_ptr<scoring::v1::Standards::Stub> standards_;
  std::unique_ptr<workflow::v1::Rounds::Stub> rounds_;
  std::unique_ptr<workflow::v1::Preparation::Stub> preparation_;
  std::unique_ptr<workflow::v1::StaffRoster::Stub> roster_;
  std::unique_ptr<workflow::v1::Accounts::Stub> accounts_;
  std::unique_ptr<reporting::v1::Progress::Stub> progress_;
  std::mutex mu_;
  std::string token_;
  absl::Time good_until_ = absl::InfinitePast();
};

}  // namespace rasoat::census
