// census-player: plays a census through the public API, on its own dates,
// the same one for the same seed. See README.md.

#include <absl/flags/flag.h>
#include <absl/flags/parse.h>
#include <absl/flags/usage.h>

#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/clock/clock.h"
#include "services/common/config/env.h"
#include "services/common/ids/ulid.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/census/accounts.h"
#include "tests/census/play.h"

ABSL_FLAG(bool, example, false, "also make the accounts that the README names");
ABSL_FLAG(int, households, 20, "households a village");
ABSL_FLAG(bool, full, false, "all 467,535 households of the 2021 census");
ABSL_FLAG(int, villages, 2127, "villages, spread over the 209 communes");
ABSL_FLAG(int, scored, 1982, "villages that finished step 2");
ABSL_FLAG(int, met, 1019, "villages that finished step 3");
ABSL_FLAG(int, posted, 408, "villages that are in step 4");
ABSL_FLAG(int, trained, 12143, "people trained; 0: everybody with a post");
ABSL_FLAG(std::string, round, "bac-giang-2021", "id of the round");
ABSL_FLAG(uint64_t, seed, 2021, "everything is drawn from it");
ABSL_FLAG(int, workers, 8, "calls at a time");
ABSL_FLAG(int, patience, 120, "seconds a call is made again for");
ABSL_FLAG(std::string, admin_account, "admin", "account of an administrator");
ABSL_FLAG(std::string, admin_password_file, "", "file with its password");
ABSL_FLAG(std::string, data, "tests/census/data",
          "folder with units and names");

namespace rasoat::census {
namespace {

constexpr int kHouseholdsIn2021 = 467535;

absl::StatusOr<std::string> ReadPassword(const std::string& path) {
  std::ifstream in(path);
  std::string password;
  if (!std::getline(in, password) || password.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "PASSWORD_MISSING",
                 absl::StrCat("--admin_password_file: cannot read ", path));
  }
  return password;
}

Addresses AddressesFrom(const config::Env& env) {
  return {.registry = env.Get("REGISTRY_ADDRESS", "127.0.0.1:7101"),
          .scoring = env.Get("SCORING_ADDRESS", "127.0.0.1:7102"),
          .workflow = env.Get("WORKFLOW_ADDRESS", "127.0.0.1:7103"),
          .reporting = env.Get("REPORTING_ADDRESS", "127.0.0.1:7104")};
}

Figures FiguresFromFlags() {
  Figures f;
  f.seed = absl::GetFlag(FLAGS_seed);
  f.villages = absl::GetFlag(FLAGS_villages);
  f.households_per_village = absl::GetFlag(FLAGS_households);
  f.households_in_all = absl::GetFlag(FLAGS_full) ? kHouseholdsIn2021 : 0;
  f.scored = absl::GetFlag(FLAGS_scored);
  f.met = absl::GetFlag(FLAGS_met);
  f.posted = absl::GetFlag(FLAGS_posted);
  f.trained = absl::GetFlag(FLAGS_trained);
  return f;
}

absl::Status PlayAll(Play& play) {
  RASOAT_RETURN_IF_ERROR(OpenRound(play));
  RASOAT_RETURN_IF_ERROR(Prepare(play));
  RASOAT_RETURN_IF_ERROR(VisitHouseholds(play));
  RASOAT_RETURN_IF_ERROR(MoveVillages(play));
  return AwaitPlanned(play);
}

absl::Status Run() {
  const Figures figures = FiguresFromFlags();
  RASOAT_ASSIGN_OR_RETURN(
      const World world,
      LoadWorld(absl::GetFlag(FLAGS_data), figures.villages));
  RASOAT_ASSIGN_OR_RETURN(Plan plan, MakePlan(world, figures));
  plan.round = absl::GetFlag(FLAGS_round);
  RASOAT_ASSIGN_OR_RETURN(
      const std::string password,
      ReadPassword(absl::GetFlag(FLAGS_admin_password_file)));
  const Addresses addresses = AddressesFrom(config::Env::OfProcess());
  const absl::Duration patience = absl::Seconds(absl::GetFlag(FLAGS_patience));

  Session administrator(addresses, absl::GetFlag(FLAGS_admin_account), password,
                        patience);
  Play play{administrator, world, plan, figures.seed,
            absl::GetFlag(FLAGS_workers)};
  RASOAT_ASSIGN_OR_RETURN(const bool played_before, StandsAsPlanned(play));
  if (played_before) {
    std::cout << "the census stands as planned; nothing to play\n";
    return absl::OkStatus();
  }
  RASOAT_RETURN_IF_ERROR(ImportAreas(play));
  RASOAT_RETURN_IF_ERROR(AssignStandards(play));
  if (absl::GetFlag(FLAGS_example)) {
    RASOAT_RETURN_IF_ERROR(AddExampleAccounts(administrator));
  }
  // A new password each time: nobody else is to play with this account.
  SystemClock clock;
  const std::string own_password = RandomIdSource(clock).Next().ToString();
  RASOAT_RETURN_IF_ERROR(AddPlayer(administrator, world.province.code,
                                   "census-player", own_password));
  Session player(addresses, "census-player", own_password, patience);
  Play on_stage{player, world, plan, figures.seed,
                absl::GetFlag(FLAGS_workers)};
  return PlayAll(on_stage);
}

}  // namespace
}  // namespace rasoat::census

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("plays a census through the public API");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = rasoat::census::Run();
  if (status.ok()) return 0;
  std::cerr << "census-player: " << rasoat::ReasonOf(status) << ": "
            << status.message() << '\n';
  return 1;
}
