#include "tests/support/registry/registry_process.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "rasoat/registry/v1/forms.grpc.pb.h"
#include "services/common/access/signer.h"
#include "services/common/clock/clock.h"
#include "services/common/rpc/channel.h"
#include "services/common/rpc/client_call.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/support/data_keys.h"
#include "tests/support/source_dir.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);
constexpr char kSeed[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

const access::Signer& People() {
  static const auto& signer = *new access::Signer(
      *access::Signer::FromSeed(std::string(access::kPeople), kSeed));
  return signer;
}

}  // namespace

RegistryProcess::RegistryProcess(const mysql::PoolOptions& database)
    : database_(database), address_(absl::StrCat("127.0.0.1:", FreePort())) {
  char name[] = "/tmp/registryd-log-XXXXXX";
  const int fd = mkstemp(name);
  if (fd < 0) std::abort();
  close(fd);
  log_ = name;
  channel_ = rpc::MakeChannel(address_);
}

absl::StatusOr<std::unique_ptr<RegistryProcess>> RegistryProcess::Start(
    const mysql::PoolOptions& database) {
  std::unique_ptr<RegistryProcess> process(new RegistryProcess(database));
  RASOAT_RETURN_IF_ERROR(process->Restart());
  return process;
}

RegistryProcess::~RegistryProcess() {
  Kill();
  unlink(log_.c_str());
}

absl::Status RegistryProcess::Launch() {
  const std::string source = SourceDir();
  std::vector<std::string> settings = {
      absl::StrCat("REGISTRY_LISTEN=", address_),
      absl::StrCat("REGISTRY_MYSQL_URL=", database_.url),
      absl::StrCat("REGISTRY_MYSQL_USER=", database_.user),
      absl::StrCat("REGISTRY_MYSQL_PASSWORD=", database_.password),
      absl::StrCat("REGISTRY_MYSQL_SCHEMA=", database_.schema),
      absl::StrCat("REGISTRY_MIGRATIONS=", source,
                   "/services/registry/migrations"),
      absl::StrCat("REGISTRY_FORMS=", source, "/services/registry/forms"),
      absl::StrCat("REGISTRY_DATA_KEYS=", kDataKeys),
      absl::StrCat("REGISTRY_INDEX_KEY=", kIndexKey),
      absl::StrCat("RASOAT_TRUST=people:", People().PublicKey())};
  return process_.Start({RASOAT_REGISTRYD}, std::move(settings), log_);
}

absl::Status RegistryProcess::Restart() {
  RASOAT_RETURN_IF_ERROR(Launch());
  const SystemClock clock;
  const absl::Time until = clock.Now() + kPatience;
  auto forms = v1::Forms::NewStub(channel_);
  absl::Status served = absl::UnavailableError("not asked");
  while (clock.Now() < until) {
    channel_->WaitForConnected(
        absl::ToChronoTime(clock.Now() + absl::Milliseconds(200)));
    grpc::ClientContext context;
    rpc::Prepare(context, clock.Now() + absl::Seconds(5),
                 Token(api::v1::ROLE_ADMINISTRATOR, "*"), "");
    v1::ListFormsResponse response;
    served = rpc::FromWire(forms->ListForms(&context, {}, &response));
    if (served.ok()) return served;
    if (!process_.Alive()) break;
  }
  return absl::UnavailableError(absl::StrCat(
      "registryd does not serve: ", served.ToString(), "\n", EndOf(log_)));
}

std::string RegistryProcess::Token(api::v1::Role role, const std::string& area,
                                   const std::string& name) {
  return People().Issue("staff/" + name, {{role, area}}, SystemClock().Now(),
                        absl::Hours(24));
}

absl::Duration CpuOf(pid_t pid) {
  std::ifstream in(absl::StrCat("/proc/", pid, "/stat"));
  std::string text;
  std::getline(in, text);
  // The name, in parentheses, may hold spaces.
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return absl::ZeroDuration();
  const std::vector<std::string> fields =
      absl::StrSplit(text.substr(name_end + 2), ' ');
  std::int64_t ticks = 0;
  for (int at : {11, 12}) {  // utime, stime
    std::int64_t some = 0;
    if (absl::SimpleAtoi(fields[at], &some)) ticks += some;
  }
  return absl::Seconds(static_cast<double>(ticks) / sysconf(_SC_CLK_TCK));
}

}  // namespace rasoat::registry
