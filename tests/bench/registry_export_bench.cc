// Exports of all households of a province from a registryd of its own, in each
// format, received over loopback: households a second from the call to the last
// byte, the service's largest memory, and beside it, in the same run, what
// reading the same rows by one plain SELECT through our driver takes.
//
// Needs the RASOAT_TEST_MYSQL variables. Prints a JSON line a figure.
// REGISTRY_EXPORT_HOUSEHOLDS (40000) is how many there are.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "rasoat/registry/v1/exports.grpc.pb.h"
#include "rasoat/registry/v1/surveys.grpc.pb.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/reader.h"
#include "services/common/rpc/client_call.h"
#include "services/common/rpc/status_wire.h"
#include "tests/support/registry/registry_process.h"
#include "tests/support/registry/visits.h"
#include "tests/support/scratch_schema.h"

namespace rasoat::registry {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kVillages = 2127;
constexpr int kVisitsACall = 200;

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "registry_export_bench: %s\n", why.c_str());
  std::exit(2);
}

void Check(const absl::Status& status) {
  if (!status.ok()) Fail(status.ToString());
}

double SecondsFrom(Steady::time_point began) {
  return std::chrono::duration<double>(Steady::now() - began).count();
}

int Households() {
  const char* given = std::getenv("REGISTRY_EXPORT_HOUSEHOLDS");
  int households = 40'000;
  if (given != nullptr && !absl::SimpleAtoi(given, &households)) {
    Fail("REGISTRY_EXPORT_HOUSEHOLDS is no number");
  }
  return households;
}

void Load(VisitMaker& maker, RegistryProcess& process, int households) {
  auto stub = v1::Surveys::NewStub(process.channel());
  const std::string token =
      RegistryProcess::Token(api::v1::ROLE_REVIEWER, "24");
  for (int done = 0; done < households;) {
    v1::SubmitVisitsRequest request;
    for (; request.visits_size() < kVisitsACall && done < households; ++done) {
      v1::Visit visit = maker.Next();
      visit.clear_survey();
      *request.add_visits() = std::move(visit);
    }
    grpc::ClientContext context;
    rpc::Prepare(context, SystemClock().Now() + absl::Minutes(1), token, "");
    v1::SubmitVisitsResponse response;
    Check(rpc::FromWire(stub->SubmitVisits(&context, request, &response)));
    for (const v1::VisitReceipt& receipt : response.receipts()) {
      if (receipt.has_error()) Fail(receipt.ShortDebugString());
    }
  }
}

/// A line of /proc/PID/status in MiB: VmHWM is the most so far.
double Mebibytes(pid_t pid, const std::string& name) {
  std::ifstream in(absl::StrCat("/proc/", pid, "/status"));
  for (std::string line; std::getline(in, line);) {
    std::int64_t kibibytes = 0;
    if (absl::StartsWith(line, name + ":") &&
        std::sscanf(line.c_str() + name.size() + 1, "%ld", &kibibytes) == 1) {
      return static_cast<double>(kibibytes) / 1024;
    }
  }
  return 0;
}

double RawSelect(mysql::Pool& pool, int households) {
  std::size_t bytes = 0;
  const auto began = Steady::now();
  int rows = 0;
  Check(mysql::Read(
      pool, SystemClock().Now() + absl::Minutes(5), [&](mysql::Reader& reader) {
        return reader.ForEach(
            "SELECT * FROM household ORDER BY village, number",
            [&](const mysql::Row& row) {
              ++rows;
              bytes += row.Blob("content").size() + row.Text("village").size();
              return absl::OkStatus();
            });
      }));
  const double took = SecondsFrom(began);
  if (rows != households || bytes == 0) Fail("the SELECT saw other rows");
  return households / took;
}

double Export(RegistryProcess& process, v1::ExportFormat format, int households,
              std::size_t& bytes) {
  auto stub = v1::Exports::NewStub(process.channel());
  v1::ExportHouseholdsRequest request;
  request.set_area("areas/24");
  request.set_format(format);
  grpc::ClientContext context;
  rpc::Prepare(context, SystemClock().Now() + absl::Minutes(5),
               RegistryProcess::Token(api::v1::ROLE_COMMUNE_OFFICER, "24"), "");
  const auto began = Steady::now();
  auto reader = stub->ExportHouseholds(&context, request);
  google::api::HttpBody piece;
  bytes = 0;
  while (reader->Read(&piece)) bytes += piece.data().size();
  Check(rpc::FromWire(reader->Finish()));
  return households / SecondsFrom(began);
}

int Main() {
  ScratchSchema schema("services/registry/migrations");
  if (!schema.ok()) return 2;
  auto process = RegistryProcess::Start(schema.options());
  Check(process.status());
  auto maker = VisitMaker::Make(kVillages);
  Check(maker.status());
  Check(maker->Prepare((*process)->channel()));
  const int households = Households();
  Load(*maker, **process, households);
  // Started again, so that its memory is that of exports alone.
  Check((*process)->Restart());
  const double before = Mebibytes((*process)->pid(), "VmRSS");
  RawSelect(schema.pool(), households);
  const double ceiling = RawSelect(schema.pool(), households);
  for (const auto& [name, format] :
       {std::pair("registry_export_ndjson", v1::EXPORT_FORMAT_NDJSON),
        std::pair("registry_export_csv", v1::EXPORT_FORMAT_CSV),
        std::pair("registry_export_xlsx", v1::EXPORT_FORMAT_XLSX)}) {
    std::size_t bytes = 0;
    const double rate = Export(**process, format, households, bytes);
    std::printf(
        "{\"name\":\"%s\",\"value\":%.0f,\"unit\":\"households/s\","
        "\"households\":%d,\"bytes\":%zu,\"memory_mib\":%.1f,"
        "\"memory_before_mib\":%.1f,\"ceiling_name\":\"one SELECT of the same "
        "rows\",\"ceiling\":%.0f,\"ratio\":%.3f}\n",
        name, rate, households, bytes, Mebibytes((*process)->pid(), "VmHWM"),
        before, ceiling, rate / ceiling);
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace rasoat::registry

int main() { return rasoat::registry::Main(); }
