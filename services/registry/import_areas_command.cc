#include "services/registry/import_areas_command.h"

#include <fstream>
#include <iostream>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "services/common/clock/clock.h"
#include "services/common/feed/feed.h"
#include "services/common/server/settings.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/load/import_areas.h"
#include "services/registry/parts.h"

namespace rasoat::registry {
namespace {

absl::Status Usage(absl::string_view fault) {
  return Error(
      absl::StatusCode::kInvalidArgument, "ARGUMENTS_WRONG",
      absl::StrCat(fault,
                   "; import-areas [--dry-run] [--province CODE]… [--until "
                   "YYYY-MM-DD] [--decisions FILE]"));
}

absl::Status ReadDecisions(const std::string& path,
                           std::map<std::string, AreaDecision>& decisions) {
  std::ifstream in(path);
  if (!in) return Usage(absl::StrCat(path, " cannot be read"));
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> row = absl::StrSplit(line, ',');
    int region = 0;
    if (row.size() != 3 || (row[1] != "rural" && row[1] != "urban") ||
        !absl::SimpleAtoi(row[2], &region) || region < 1 ||
        region > static_cast<int>(Region::kMekongRiverDelta)) {
      return Usage(
          absl::StrCat(path, ": '", line, "' is not code,rural|urban,1-6"));
    }
    decisions[row[0]] = {
        row[1] == "rural" ? Settlement::kRural : Settlement::kUrban,
        static_cast<Region>(region)};
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportAreasOptions> OptionsOf(
    const std::vector<std::string>& words) {
  ImportAreasOptions options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--dry-run") {
      options.dry_run = true;
      continue;
    }
    if (i + 1 == words.size()) return Usage(absl::StrCat(words[i], " alone"));
    const std::string& value = words[i + 1];
    if (words[i] == "--province") {
      options.provinces.push_back(value);
    } else if (words[i] == "--until") {
      if (!absl::ParseCivilTime(value, &options.until)) {
        return Usage(absl::StrCat("no such day: ", value));
      }
    } else if (words[i] == "--decisions") {
      RASOAT_RETURN_IF_ERROR(ReadDecisions(value, options.decisions));
    } else {
      return Usage(absl::StrCat("unknown: ", words[i]));
    }
    ++i;
  }
  return options;
}

}  // namespace

absl::Status ImportAreasCommand(const config::Env& env,
                                const std::vector<std::string>& words) {
  RASOAT_ASSIGN_OR_RETURN(const ImportAreasOptions options, OptionsOf(words));
  RASOAT_ASSIGN_OR_RETURN(const auto database,
                          server::DatabaseSettings::Read(env, kName));
  RASOAT_ASSIGN_OR_RETURN(const std::string forms,
                          env.Require("REGISTRY_FORMS"));
  RASOAT_ASSIGN_OR_RETURN(
      AreaHistory history,
      ReadAreaHistory(env.Get("REGISTRY_AREAS", forms + "/../areas")));
  SystemClock clock;
  mysql::Pool pool(database.pool);
  feed::Feed feed(pool, clock);
  ProtoRecordCodec codec;
  MySqlAreaStore store(feed, codec);
  return ImportAreas(store, clock, std::move(history), options, std::cout);
}

}  // namespace rasoat::registry
