// The registry's services on a real server inside the test's process.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/access/signer.h"
#include "services/common/rpc/client_call.h"
#include "services/common/rpc/status_wire.h"
#include "services/registry/rpc/access_log.h"
#include "services/registry/rpc/area_places.h"
#include "services/registry/rpc/area_reform_service.h"
#include "services/registry/rpc/area_service.h"
#include "services/registry/rpc/attachment_service.h"
#include "services/registry/rpc/duplicate_service.h"
#include "services/registry/rpc/erasure_service.h"
#include "services/registry/rpc/field_service.h"
#include "services/registry/rpc/form_service.h"
#include "services/registry/rpc/household_event_service.h"
#include "services/registry/rpc/household_service.h"
#include "services/registry/rpc/legal_hold_service.h"
#include "services/registry/rpc/people_service.h"
#include "services/registry/rpc/personal_data_log_service.h"
#include "services/registry/rpc/survey_draft_service.h"
#include "services/registry/rpc/survey_review_service.h"
#include "services/registry/rpc/survey_service.h"
#include "tests/support/registry/memory_access_store.h"

namespace rasoat::registry {

class MemoryErasures;
class MemoryImportStore;

/// Everything but the feed, with SampleRules and the form `sample`. The stores
/// and the clock must outlive it.
class RegistryServer {
 public:
  struct Stores {
    AreaStore& areas;
    HouseholdStore& households;
    SurveyStore& surveys;
    VisitStore& visits;
    ReviewStore& reviews;
    DraftStore& drafts;
    AttachmentStore& attachments;
    /// Serves imports too, if there is one.
    MemoryImportStore* imports = nullptr;
    /// Null: without the services People and Duplicates, and nobody looks for
    /// duplicates at entry. All three or none.
    PersonStore* people = nullptr;
    DuplicateFinder* finder = nullptr;
    DuplicateStore* cases = nullptr;
    /// For work in the field, which is served if all are given.
    PackageStore* packages = nullptr;
    ReceiptStore* receipts = nullptr;
    DeviceStore* devices = nullptr;
    WorkStore* work = nullptr;
    /// Serves Erasures and LegalHolds too, if there is one.
    MemoryErasures* erasures = nullptr;
  };

  RegistryServer(const Stores& stores, const Clock& clock, IdSource& ids);
  ~RegistryServer();

  /// A token of `who` with one grant.
  std::string Token(access::Role role, const std::string& area,
                    const std::string& who = "staff/test") const;

  /// The same with several.
  std::string Token(std::vector<access::Grant> grants) const;

  /// What was written down of looks from outside.
  MemoryAccessStore& accesses();

  /// A stub of one of the services: `Stub<v1::Areas>()`.
  template <class Service>
  std::unique_ptr<typename Service::Stub> Stub() {
    return Service::NewStub(channel_);
  }

  /// Calls a method of a stub: `Call(*stub, &v1::Areas::Stub::GetArea, …)`.
  template <class Stub, class Request, class Response>
  static absl::StatusOr<Response> Call(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const std::string& token,
      const std::string& purpose = "") {
    grpc::ClientContext context;
    if (!purpose.empty()) context.AddMetadata("x-purpose", purpose);
    rpc::Prepare(context, SystemClock().Now() + absl::Seconds(30), token, "");
    Response response;
    const absl::Status status =
        rpc::FromWire((stub.*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace rasoat::registry
