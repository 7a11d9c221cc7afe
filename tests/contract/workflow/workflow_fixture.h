// A little country in a schema of its own, with every store on it.
//
//   24 ─ 213 ─ 07201 ─ 07201001, 07201002
//      │     └ 07204 ─ 07204001
//      └ 215 ─ 07300 ─ 07300001
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rasoat/feed/v1/feed.pb.h"
#include "services/common/clock/clock.h"
#include "services/common/feed/feed.h"
#include "services/workflow/load/procedures.h"
#include "services/workflow/store/mysql_account_store.h"
#include "services/workflow/store/mysql_preparation_store.h"
#include "services/workflow/store/mysql_read_model_store.h"
#include "services/workflow/store/mysql_round_store.h"
#include "services/workflow/store/mysql_rounds.h"
#include "services/workflow/store/mysql_staff_store.h"
#include "services/workflow/store/mysql_village_store.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::workflow {

/// The villages of the fixture, by code.
inline const std::vector<std::string> kVillages = {"07201001", "07201002",
                                                   "07204001", "07300001"};

class WorkflowTest : public testing::Test {
 protected:
  void SetUp() override;

  /// A deadline no test comes near.
  static absl::Time Soon() { return SystemClock().Now() + absl::Seconds(60); }

  /// Puts facts of other services in, as a follower would.
  template <class Body>
  void Follow(Body body) {
    ASSERT_OK(mysql::InTransaction(
        schema_.pool(), Soon(),
        [&](mysql::Transaction& tx) -> absl::Status { return body(tx); }));
  }
  void PutHousehold(std::uint64_t number, const std::string& village,
                    bool active = true);
  void PutAssessment(std::uint64_t number, const std::string& round,
                     bool assessed = true);
  void PutStandards(const std::string& round);

  /// The plan of round `id` of 24 from 1/9 to 14/12/2021.
  RoundPlan Plan(const std::string& id = "bg-2021") const;
  /// Assigns standards to that round and opens it.
  std::shared_ptr<const OpenRound> Open(const std::string& id = "bg-2021");

  /// What was told after a position, and moves the position to the end.
  std::vector<feed::v1::Change> Told();
  /// Their subjects.
  std::vector<std::string> ToldSubjects();

  /// Adds people who work in `area`, without grants.
  void AddStaff(const std::vector<std::string>& ids,
                const std::string& area = "07201");

  FakeClock clock_{
      absl::FromCivil(absl::CivilHour(2021, 10, 10, 5), absl::UTCTimeZone())};
  ScratchSchema schema_{"services/workflow/migrations"};
  std::unique_ptr<feed::Feed> feed_;
  ProcedureCatalog procedures_;
  MySqlRounds open_rounds_;
  std::unique_ptr<MySqlRoundStore> rounds_;
  std::unique_ptr<MySqlVillageStore> villages_;
  std::unique_ptr<MySqlPreparationStore> preparation_;
  std::unique_ptr<MySqlStaffStore> staff_;
  std::unique_ptr<MySqlAccountStore> accounts_;
  std::unique_ptr<MySqlReadModelStore> read_models_;

 private:
  std::int64_t heard_ = 0;
};

/// A message of a change.
template <class Message>
Message StateOf(const feed::v1::Change& change) {
  Message message;
  EXPECT_TRUE(change.state().UnpackTo(&message)) << change.subject();
  return message;
}

}  // namespace rasoat::workflow
