#include "services/workflow/load/procedures.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "services/common/status/error.h"
#include "services/workflow/domain/names.h"
#include "services/workflow/load/procedure_check.h"
#include "services/workflow/wire/procedure_proto.h"

namespace rasoat::workflow {
namespace {

absl::Status Missing(const std::string& folder) {
  return Error(absl::StatusCode::kNotFound, "PROCEDURES_MISSING",
               absl::StrCat("no *.txtpb in the folder of procedures, ", folder,
                            "; set WORKFLOW_PROCEDURES"));
}

}  // namespace

absl::StatusOr<ProcedureVersion> ProcedureCatalog::Find(
    const ProcedureId& id, absl::string_view field) const {
  auto found = versions_.find(id);
  if (found != versions_.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [other, version] : versions_) known.push_back(NameOf(other));
  const std::string list = absl::StrJoin(known, ", ");
  return Refused(
      absl::StatusCode::kNotFound,
      {std::string(field), "PROCEDURE_NOT_FOUND",
       absl::StrCat("Không có quy trình này; hãy chọn một trong: ", list, "."),
       absl::StrCat("There is no such procedure; use one of: ", list, ".")});
}

absl::StatusOr<ProcedureVersion> ParseProcedure(absl::string_view file,
                                                const std::string& text) {
  v1::Procedure message;
  const std::vector<std::string> faults = ReadProcedure(file, text, message);
  if (!faults.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "PROCEDURE_WRONG",
                 absl::StrJoin(faults, "\n"));
  }
  return VersionOf(std::move(message));
}

absl::StatusOr<ProcedureCatalog> LoadProcedures(const std::string& folder) {
  std::error_code failed;
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(folder, failed)) {
    if (entry.path().extension() == ".txtpb") files.push_back(entry.path());
  }
  if (failed || files.empty()) return Missing(folder);
  std::sort(files.begin(), files.end());

  std::map<ProcedureId, ProcedureVersion> versions;
  std::vector<std::string> faults;
  for (const std::filesystem::path& path : files) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    absl::StatusOr<ProcedureVersion> version =
        ParseProcedure(path.filename().string(), text.str());
    if (!version.ok()) {
      faults.emplace_back(version.status().message());
      continue;
    }
    const ProcedureId id = version->rules.id;
    versions.emplace(id, *std::move(version));
  }
  if (!faults.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "PROCEDURE_WRONG",
                 absl::StrJoin(faults, "\n"));
  }
  return ProcedureCatalog(std::move(versions));
}

}  // namespace rasoat::workflow
