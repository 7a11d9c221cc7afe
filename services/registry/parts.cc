#include "services/registry/parts.h"

#include <string>
#include <utility>

#include "services/common/status/status_macros.h"
#include "services/registry/load/person_rule_files.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kTreeLoad = absl::Seconds(5);

constexpr char kAreas[] = "rasoat.registry.v1.Areas";
constexpr char kHouseholds[] = "rasoat.registry.v1.Households";
constexpr char kForms[] = "rasoat.registry.v1.Forms";
constexpr char kSurveys[] = "rasoat.registry.v1.Surveys";
constexpr char kFeed[] = "rasoat.registry.v1.RegistryFeed";

}  // namespace

absl::StatusOr<Shipped> Shipped::Read(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(const std::string folder,
                          env.Require("REGISTRY_FORMS"));
  RASOAT_ASSIGN_OR_RETURN(FormShelf forms, FormShelf::Read(folder));
  // Beside the forms unless told otherwise, as in the source tree.
  RASOAT_ASSIGN_OR_RETURN(
      PersonRules rules,
      ReadPersonRules(env.Get("REGISTRY_IDENTITY", folder + "/../identity")));
  return Shipped{.forms = std::move(forms), .rules = std::move(rules)};
}

absl::StatusOr<Keys> Keys::Read(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(const std::string data,
                          env.Require("REGISTRY_DATA_KEYS"));
  RASOAT_ASSIGN_OR_RETURN(const std::string index,
                          env.Require("REGISTRY_INDEX_KEY"));
  RASOAT_ASSIGN_OR_RETURN(crypto::KeyRing ring, crypto::KeyRing::Parse(data));
  RASOAT_ASSIGN_OR_RETURN(const crypto::BlindIndex blind,
                          crypto::BlindIndex::Parse(index));
  return Keys{.data = std::move(ring), .index = blind};
}

Core::Core(mysql::Pool& pool, const Shipped& shipped, const Keys& keys,
           const Clock& clock, IdSource& ids)
    : shipped(shipped),
      keys(keys),
      feed(pool, clock),
      rows(codec, keys.data, keys.index),
      areas(feed, codec),
      households(feed, rows, codec),
      surveys(pool, codec),
      visits(feed, rows, codec),
      catalog(areas),
      intake(catalog, households, visits, shipped.forms, shipped.rules, ids),
      batcher(intake),
      tree([this,
            &clock] { return AreaLines(catalog, clock.Now() + kTreeLoad); },
           clock),
      places(households, surveys) {}

absl::StatusOr<access::Guard> GuardOf(Core& core) {
  RASOAT_ASSIGN_OR_RETURN(
      const auto services,
      access::FindServices({kAreas, kHouseholds, kForms, kSurveys, kFeed}));
  return access::Guard::Build(services, core.tree, &core.places);
}

Services::Services(rpc::Calls& calls, Core& core, feed::WatchSource& watch)
    : areas(calls, core.catalog, core.areas, core.tree),
      households(calls, core.batcher, core.households, core.catalog,
                 core.shipped.rules),
      forms(calls, core.shipped.forms),
      surveys(calls, core.batcher, core.surveys),
      changes(calls, watch) {}

std::vector<server::Served> Services::Served() {
  return {{&areas, kAreas},
          {&households, kHouseholds},
          {&forms, kForms},
          {&surveys, kSurveys},
          {&changes, kFeed}};
}

}  // namespace rasoat::registry
