#include "tests/census/session.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/rpc/channel.h"
#include "services/common/rpc/client_call.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::census {
namespace {

constexpr absl::Duration kCallDeadline = absl::Seconds(30);
constexpr absl::Duration kRenewBefore = absl::Minutes(5);
constexpr absl::Duration kLongestPause = absl::Seconds(1);

/// What a service says while it has not yet read another's feed to the end.
bool IsNotYet(const std::string& reason) {
  static const auto* const reasons = new std::set<std::string>{
      "HOUSEHOLDS_NOT_ASSESSED", "ROUND_WITHOUT_STANDARDS", "AREA_NOT_FOUND",
      "AREA_NOT_IN_ROUND",       "AREA_OUT_OF_REACH",       "ROUND_NOT_FOUND"};
  return reasons->contains(reason);
}

bool MayRepeat(const absl::Status& status, bool also_not_yet) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
      return true;
    default:
      break;
  }
  const std::string reason = ReasonOf(status);
  return reason == "LOCK_CONFLICT" || reason == "COMMIT_OUTCOME_UNKNOWN" ||
         (also_not_yet && IsNotYet(reason));
}

}  // namespace

Session::Session(const Addresses& addresses, std::string account,
                 std::string password, absl::Duration patience)
    : account_(std::move(account)),
      password_(std::move(password)),
      patience_(patience) {
  const auto registry = rpc::MakeChannel(addresses.registry);
  const auto scoring = rpc::MakeChannel(addresses.scoring);
  const auto workflow = rpc::MakeChannel(addresses.workflow);
  const auto reporting = rpc::MakeChannel(addresses.reporting);
  areas_ = registry::v1::Areas::NewStub(registry);
  forms_ = registry::v1::Forms::NewStub(registry);
  surveys_ = registry::v1::Surveys::NewStub(registry);
  standards_ = scoring::v1::Standards::NewStub(scoring);
  rounds_ = workflow::v1::Rounds::NewStub(workflow);
  preparation_ = workflow::v1::Preparation::NewStub(workflow);
  roster_ = workflow::v1::StaffRoster::NewStub(workflow);
  accounts_ = workflow::v1::Accounts::NewStub(workflow);
  progress_ = reporting::v1::Progress::NewStub(reporting);
}

absl::Status Session::SignIn() { return Token().status(); }

absl::StatusOr<std::string> Session::Token() {
  std::lock_guard lock(mu_);
  if (absl::Now() < good_until_) return token_;
  workflow::v1::SignInRequest request;
  request.set_account(account_);
  request.set_password(password_);
  workflow::v1::Session session;
  grpc::ClientContext context;
  rpc::Prepare(context, absl::Now() + kCallDeadline, "", "");
  RASOAT_RETURN_IF_ERROR(
      rpc::FromWire(accounts_->SignIn(&context, request, &session)));
  token_ = session.token();
  good_until_ =
      absl::FromUnixSeconds(session.expire_time().seconds()) - kRenewBefore;
  return token_;
}

absl::Status Session::Persist(Attempt attempt, bool also_not_yet) {
  const absl::Time until = absl::Now() + patience_;
  for (absl::Duration pause = absl::Milliseconds(20);; pause *= 2) {
    absl::StatusOr<std::string> token = Token();
    absl::Status status = token.status();
    if (status.ok()) {
      grpc::ClientContext context;
      rpc::Prepare(context, absl::Now() + kCallDeadline, *token, "");
      status = rpc::FromWire(attempt(context));
    }
    if (status.ok() || !MayRepeat(status, also_not_yet) || absl::Now() > until)
      return status;
    absl::SleepFor(std::min(pause, kLongestPause));
  }
}

}  // namespace rasoat::census
