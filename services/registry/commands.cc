#include "services/registry/commands.h"

#include <optional>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/log/log.h"
#include "services/common/server/settings.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/import_areas_command.h"
#include "services/registry/load/retention_rules.h"
#include "services/registry/parts.h"
#include "services/registry/rpc/names.h"
#include "services/registry/store/mysql_key_rotation.h"
#include "services/registry/store/mysql_legal_holds.h"
#include "services/registry/store/mysql_retention.h"
#include "services/registry/store/mysql_sealed_tables.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kStep = absl::Seconds(30);
constexpr int kCheckedAtOnce = 500;

/// What the commands work with.
struct Tools {
  explicit Tools(const server::DatabaseSettings& database, Keys read)
      : pool(database.pool),
        keys(std::move(read)),
        rotation(pool, keys.data, clock),
        accesses(pool, keys.index, 0),
        rows(codec, keys.data, keys.index),
        feed(pool, clock),
        areas(feed, codec),
        catalog(areas, clock),
        villages(catalog),
        retention(
            pool, rows,
            [this](const AreaCode& area, absl::Time deadline) {
              return villages.Of(area, deadline);
            },
            clock),
        holds(pool) {}

  SystemClock clock;
  mysql::Pool pool;
  Keys keys;
  ProtoRecordCodec codec;
  MySqlKeyRotation rotation;
  MySqlAccessStore accesses;
  MySqlHouseholdRows rows;
  feed::Feed feed;
  MySqlAreaStore areas;
  AreaCatalog catalog;
  AreaVillages villages;
  MySqlRetention retention;
  MySqlLegalHolds holds;
};

absl::StatusOr<std::unique_ptr<Tools>> ToolsOf(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(const auto database,
                          server::DatabaseSettings::Read(env, kName));
  RASOAT_ASSIGN_OR_RETURN(Keys keys, Keys::Read(env));
  return std::make_unique<Tools>(database, std::move(keys));
}

absl::Status Usage(absl::string_view words) {
  return Error(absl::StatusCode::kInvalidArgument, "COMMAND_WORDS_WRONG",
               absl::StrCat("write: registryd ", words));
}

absl::Status ReportKeys(Tools& tools) {
  for (const SealedTable& table : SealedTables(tools.codec, tools.keys.index)) {
    RASOAT_ASSIGN_OR_RETURN(const auto counts, tools.rotation.Count(table));
    for (const auto& [key, rows] : counts) {
      log::Line("sealed_rows")
          .Add("table", table.name)
          .Add("key", std::int64_t{key})
          .Add("rows", rows)
          .Add("newest", key == tools.keys.data.newest())
          .Write();
    }
  }
  return absl::OkStatus();
}

absl::Status RotateKeys(const config::Env& env,
                        const std::vector<std::string>&) {
  RASOAT_ASSIGN_OR_RETURN(const auto tools, ToolsOf(env));
  for (const SealedTable& table :
       SealedTables(tools->codec, tools->keys.index)) {
    const auto tell = [&](const RotatedRows& rows) {
      log::Line("rotating_keys")
          .Add("table", table.name)
          .Add("rewritten", rows.rewritten)
          .Add("raced", rows.raced)
          .Write();
    };
    RASOAT_RETURN_IF_ERROR(tools->rotation.Rotate(table, tell).status());
  }
  return ReportKeys(*tools);
}

absl::Status CountKeys(const config::Env& env,
                       const std::vector<std::string>&) {
  RASOAT_ASSIGN_OR_RETURN(const auto tools, ToolsOf(env));
  return ReportKeys(*tools);
}

absl::Status VerifyAccessLog(const config::Env& env,
                             const std::vector<std::string>&) {
  RASOAT_ASSIGN_OR_RETURN(const auto tools, ToolsOf(env));
  std::int64_t checked = 0;
  std::optional<AccessPlace> next = AccessPlace{};
  while (next) {
    RASOAT_ASSIGN_OR_RETURN(const AccessWalk walk,
                            tools->accesses.Walk(*next, kCheckedAtOnce,
                                                 tools->clock.Now() + kStep));
    checked += walk.checked;
    if (walk.broken) {
      return Error(absl::StatusCode::kDataLoss, "ACCESS_LOG_BROKEN",
                   absl::StrCat("the access log does not hold at chain ",
                                walk.broken->place.shard, ", entry ",
                                walk.broken->place.position));
    }
    next = walk.next;
  }
  RASOAT_ASSIGN_OR_RETURN(const auto heads,
                          tools->accesses.Heads(tools->clock.Now() + kStep));
  for (const AccessHead& head : heads) {
    log::Line("access_log_head")
        .Add("shard", std::int64_t{head.place.shard})
        .Add("position", head.place.position)
        .Add("proof", absl::BytesToHexString(head.proof))
        .Write();
  }
  log::Line("access_log_holds").Add("entries", checked).Write();
  return absl::OkStatus();
}

absl::string_view WordOf(Evidence evidence) {
  switch (evidence) {
    case Evidence::kVerified:
      return "verified";
    case Evidence::kRecalled:
      return "recalled";
    case Evidence::kInferred:
      return "inferred";
    case Evidence::kUnknown:
      return "unknown";
  }
  return "";
}

absl::Status Retain(const config::Env& env,
                    const std::vector<std::string>& args) {
  const bool apply = args == std::vector<std::string>{"--apply"};
  if (!apply && !args.empty()) return Usage("retain [--apply]");
  // Beside the forms unless told otherwise, as in the source tree.
  RASOAT_ASSIGN_OR_RETURN(const std::string forms,
                          env.Require("REGISTRY_FORMS"));
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<RetentionRule> rules,
      ReadRetentionRules(
          env.Get("REGISTRY_RETENTION", forms + "/../retention/rules.txtpb")));
  RASOAT_ASSIGN_OR_RETURN(const auto tools, ToolsOf(env));
  for (const RetentionRule& rule : rules) {
    RASOAT_ASSIGN_OR_RETURN(const std::int64_t records,
                            tools->retention.Run(rule, apply));
    log::Line("retention")
        .Add("rule", rule.id)
        .Add("after_days", std::int64_t{rule.after_days.value_or(0)})
        .Add("evidence", WordOf(rule.evidence))
        .Add("source", rule.source)
        .Add("kept_without_period", !rule.after_days.has_value())
        .Add(apply ? "erased" : "due", records)
        .Write();
  }
  return absl::OkStatus();
}

absl::Status Hold(const config::Env& env,
                  const std::vector<std::string>& args) {
  if (args.size() != 2) return Usage("hold HOUSEHOLD WHY");
  RASOAT_ASSIGN_OR_RETURN(const HouseholdId id,
                          ParseHousehold(args[0], "household"));
  RASOAT_RETURN_IF_ERROR(CheckHoldReason(args[1], "why"));
  RASOAT_ASSIGN_OR_RETURN(const auto tools, ToolsOf(env));
  const absl::Time now = tools->clock.Now();
  return tools->holds
      .Hold({.household = id, .reason = args[1], .hold_time = now}, now + kStep)
      .status();
}

absl::Status Release(const config::Env& env,
                     const std::vector<std::string>& args) {
  if (args.size() != 2) return Usage("release HOUSEHOLD WHY");
  RASOAT_ASSIGN_OR_RETURN(const HouseholdId id,
                          ParseHousehold(args[0], "household"));
  RASOAT_RETURN_IF_ERROR(CheckHoldReason(args[1], "why"));
  RASOAT_ASSIGN_OR_RETURN(const auto tools, ToolsOf(env));
  const absl::Time now = tools->clock.Now();
  return tools->holds.Release({.household = id, .reason = args[1], .time = now},
                              now + kStep);
}

}  // namespace

std::map<std::string, server::Command> Commands() {
  return {{"rotate-keys", RotateKeys},
          {"count-keys", CountKeys},
          {"verify-access-log", VerifyAccessLog},
          {"retain", Retain},
          {"hold", Hold},
          {"release", Release},
          {"import-areas", ImportAreasCommand}};
}

}  // namespace rasoat::registry
