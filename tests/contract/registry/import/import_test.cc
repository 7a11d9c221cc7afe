// Imports on MariaDB: what is written, what is not, and that no death of the
// process writes anything twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/registry/transfer/import_bytes.h"
#include "tests/support/registry/import_replica.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

constexpr char kMigrations[] = "services/registry/migrations";
constexpr char kCommune[] = "07207";

ImportId Number(std::uint64_t number) { return IdNumber<ImportId>(number); }

class ImportTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(schema_.ok());
    replica_ = std::make_unique<ImportReplica>(schema_.pool());
    ASSERT_OK(replica_->AddAreas(SampleAreas()));
  }

  std::int64_t Count(absl::string_view sql) {
    auto count = mysql::Read(
        schema_.pool(), ImportDeadline(), [&](mysql::Reader& reader) {
          return reader.QueryOne(
              sql, [](const mysql::Row& row) { return row.Int(0); });
        });
    EXPECT_OK(count);
    return count.ok() ? count->value_or(-1) : -1;
  }

  ScratchSchema schema_{kMigrations};
  std::unique_ptr<ImportReplica> replica_;
};

TEST_F(ImportTest, ACheckKeepsNothingAndARunKeepsAll) {
  const std::string list = SampleList(2500);
  ASSERT_OK(replica_->Upload(Number(1), kCommune, list));
  ASSERT_OK_AND_ASSIGN(const Import checked, replica_->Check(Number(1)));
  EXPECT_EQ(checked.state, ImportState::kChecked);
  EXPECT_EQ(checked.counts.created, 2500);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household"), 0);
  const std::int64_t told = Count("SELECT COUNT(*) FROM feed_change");
  ASSERT_OK_AND_ASSIGN(const Import done, replica_->Run(Number(1)));
  EXPECT_EQ(done.state, ImportState::kDone);
  EXPECT_EQ(done.counts.created, 2500);
  EXPECT_EQ(done.counts.rows, 5000);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household"), 2500);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM person"), 5000);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM feed_change"), told + 2500);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_row WHERE kinds >= 16"), 0);
}

TEST_F(ImportTest, TheSameFileAgainChangesNothing) {
  const std::string list = SampleList(30);
  for (int i = 1; i <= 2; ++i) {
    ASSERT_OK(replica_->Upload(Number(i), kCommune, list));
    ASSERT_OK(replica_->Check(Number(i), {.known = ImportKnown::kUpdate}));
    ASSERT_OK_AND_ASSIGN(const Import done, replica_->Run(Number(i)));
    EXPECT_EQ(done.counts.created, i == 1 ? 30 : 0);
    EXPECT_EQ(done.counts.known, i == 1 ? 0 : 30);
    EXPECT_EQ(done.counts.updated, 0);
  }
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household_past"), 0);
}

TEST_F(ImportTest, ChangesGoIntoTheHistory) {
  ASSERT_OK(replica_->Upload(Number(1), kCommune, SampleList(3)));
  ASSERT_OK(replica_->Check(Number(1)));
  ASSERT_OK(replica_->Run(Number(1)));
  const std::string changed =
      absl::StrReplaceAll(SampleList(3), {{"Hộ nghèo", "Hộ cận nghèo"}});
  ASSERT_OK(replica_->Upload(Number(2), kCommune, changed));
  ASSERT_OK(replica_->Check(Number(2), {.known = ImportKnown::kUpdate}));
  ASSERT_OK_AND_ASSIGN(const Import done, replica_->Run(Number(2)));
  EXPECT_EQ(done.counts.updated, 3);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household_past"), 3);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household WHERE revision = 2"), 3);
}

TEST_F(ImportTest, PeopleOfOtherHouseholdsAreFound) {
  ASSERT_OK(replica_->Upload(Number(1), kCommune, SampleList(3)));
  ASSERT_OK(replica_->Check(Number(1)));
  ASSERT_OK(replica_->Run(Number(1)));
  // The same people under other numbers, and one new household.
  const std::string moved = absl::StrReplaceAll(
      SampleList(4), {{"\n1,", "\n11,"}, {"\n2,", "\n12,"}, {"\n3,", "\n13,"}});
  ASSERT_OK(replica_->Upload(Number(2), kCommune, moved));
  ASSERT_OK_AND_ASSIGN(const Import checked, replica_->Check(Number(2)));
  EXPECT_EQ(checked.counts.duplicate_rows, 3);
  EXPECT_EQ(checked.counts.created, 1);
  // Without a check of people the database refuses, and the step looks again.
  ASSERT_OK_AND_ASSIGN(const Import done, replica_->Run(Number(2)));
  EXPECT_EQ(done.counts.duplicate_rows, 3);
  EXPECT_EQ(done.counts.created, 1);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household"), 4);
  ASSERT_OK_AND_ASSIGN(const auto rows, replica_->imports().Rows(
                                            {.import = Number(2),
                                             .kind = FindingKind::kDuplicate,
                                             .after = {.sheet = -1}},
                                            100, ImportDeadline()));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].at.number, 2);
  EXPECT_EQ(rows[0].findings[0].rule, "PERSON_IN_REGISTER");
}

TEST_F(ImportTest, WhoIsRegisteredBetweenCheckAndRunIsToldAndTheRestTaken) {
  ASSERT_OK(replica_->Upload(Number(1), kCommune, SampleList(4)));
  ASSERT_OK_AND_ASSIGN(const Import checked,
                       replica_->Check(Number(1), {.all_or_nothing = true}));
  EXPECT_EQ(checked.counts.created, 4);
  // Meanwhile somebody registers two of the people, under other numbers.
  ASSERT_OK(replica_->Upload(
      Number(2), kCommune,
      absl::StrReplaceAll(SampleList(2),
                          {{"\n1,", "\n11,"}, {"\n2,", "\n12,"}})));
  ASSERT_OK(replica_->Check(Number(2)));
  ASSERT_OK(replica_->Run(Number(2)));
  ASSERT_OK_AND_ASSIGN(const Import done, replica_->Run(Number(1)));
  EXPECT_EQ(done.state, ImportState::kDone);
  EXPECT_EQ(done.counts.created, 2);
  EXPECT_EQ(done.counts.refused, 2);
  ASSERT_EQ(done.fault.size(), 1u);
  EXPECT_EQ(done.fault[0].rule, "ALL_OR_NOTHING_BROKEN");
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household"), 4);
  ASSERT_OK_AND_ASSIGN(const auto rows, replica_->imports().Rows(
                                            {.import = Number(1),
                                             .kind = FindingKind::kDuplicate,
                                             .after = {.sheet = -1}},
                                            100, ImportDeadline()));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].at.number, 2);
  EXPECT_EQ(rows[0].findings.back().rule, "PERSON_IN_REGISTER");
}

TEST_F(ImportTest, LookAlikesAreToldInTheCheckAndRaisedByTheRun) {
  const std::string list = SampleList(4);
  ASSERT_OK(replica_->Upload(Number(1), kCommune, list));
  ASSERT_OK(replica_->Check(Number(1)));
  ASSERT_OK(replica_->Run(Number(1)));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM duplicate_case"), 0);
  // Household 3 once more, under another number and without citizen ids.
  const std::string again =
      absl::StrReplaceAll(list, {{"\n3,", "\n13,"}, {"024480000003", ""}});
  ASSERT_OK(replica_->Upload(Number(2), kCommune, again));
  ASSERT_OK_AND_ASSIGN(const Import checked, replica_->Check(Number(2)));
  EXPECT_EQ(checked.counts.created, 1);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM duplicate_case"), 0);
  ASSERT_OK_AND_ASSIGN(const auto rows,
                       replica_->imports().Rows({.import = Number(2),
                                                 .kind = FindingKind::kWarning,
                                                 .after = {.sheet = -1}},
                                                100, ImportDeadline()));
  std::vector<HouseholdId> alike;
  for (const ImportRow& row : rows) {
    for (const ImportFinding& finding : row.findings) {
      if (finding.rule == "PERSON_LOOKS_KNOWN")
        alike.push_back(finding.related);
    }
  }
  ASSERT_EQ(alike.size(), 2u);  // both of its people
  ASSERT_OK_AND_ASSIGN(const auto there,
                       replica_->imports().AtNumbers(
                           {"07207002"}, {std::int64_t{3}}, ImportDeadline()));
  ASSERT_EQ(there.size(), 1u);
  EXPECT_EQ(alike[0], there[0].id);
  ASSERT_OK_AND_ASSIGN(const Import done, replica_->Run(Number(2)));
  EXPECT_EQ(done.counts.created, 1);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM duplicate_case WHERE state = 1"), 1);
}

TEST_F(ImportTest, WhoStandsTwiceInOneListIsToldAndRaised) {
  const std::string list = absl::StrReplaceAll(
      SampleList(3), {{"Hộ 3", "Hộ 1"}, {"024480000003", ""}});
  ASSERT_OK(replica_->Upload(Number(1), kCommune, list));
  ASSERT_OK(replica_->Check(Number(1)));
  ASSERT_OK_AND_ASSIGN(const auto rows,
                       replica_->imports().Rows({.import = Number(1),
                                                 .kind = FindingKind::kWarning,
                                                 .after = {.sheet = -1}},
                                                100, ImportDeadline()));
  int told = 0;
  for (const ImportRow& row : rows) {
    for (const ImportFinding& finding : row.findings) {
      if (finding.rule != "PERSON_LOOKS_REPEATED") continue;
      ++told;
      EXPECT_EQ(row.at.number, 6);
      EXPECT_NE(finding.text.vi.find("dòng 2"), std::string::npos);
    }
  }
  EXPECT_EQ(told, 1);
  ASSERT_OK(replica_->Run(Number(1)));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM duplicate_case WHERE state = 1"), 1);
}

TEST_F(ImportTest, WhatIsStoredIsSealed) {
  ASSERT_OK(replica_->Upload(
      Number(1), kCommune,
      absl::StrReplaceAll(SampleList(3), {{"05/06/1980", "x"}})));
  ASSERT_OK(replica_->Check(Number(1)));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_chunk "
                  "WHERE LOCATE('Nguy', content) > 0 OR key_id = 0"),
            0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_row "
                  "WHERE LOCATE('DATE', content) > 0 OR key_id = 0"),
            0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_row WHERE kinds >= 16"), 3);
}

TEST_F(ImportTest, FilesGoAfterTheirTime) {
  ASSERT_OK(replica_->Upload(Number(1), kCommune, SampleList(3)));
  const absl::Time later = SystemClock().Now() + absl::Hours(2);
  EXPECT_EQ(replica_->imports()
                .RemoveExpired(later - absl::Hours(2), 10, ImportDeadline())
                .value(),
            0);
  EXPECT_EQ(
      replica_->imports().RemoveExpired(later, 10, ImportDeadline()).value(),
      1);
  ASSERT_OK_AND_ASSIGN(const Import import,
                       replica_->imports().Get(Number(1), ImportDeadline()));
  EXPECT_THAT(
      ImportBytes::Open(replica_->imports(), import),
      StatusIs(absl::StatusCode::kFailedPrecondition, "IMPORT_FILE_GONE"));
  EXPECT_EQ(
      replica_->imports().RemoveExpired(later, 10, ImportDeadline()).value(),
      0);
}

TEST_F(ImportTest, ALeaseKeepsOthersOff) {
  ASSERT_OK(replica_->Upload(Number(1), kCommune, SampleList(3)));
  ASSERT_OK(replica_->imports().Update(
      Number(1), [](const Import& i) { return BeginCheck(i, {}); },
      ImportDeadline()));
  ImportStore& store = replica_->imports();
  ASSERT_OK_AND_ASSIGN(const auto mine,
                       store.Claim("a", absl::Seconds(30), ImportDeadline()));
  ASSERT_TRUE(mine.has_value());
  EXPECT_EQ(mine->attempts, 1);
  EXPECT_FALSE(
      store.Claim("b", absl::Seconds(30), ImportDeadline())->has_value());
  EXPECT_THAT(store.Commit(*mine, {.next = *mine}, "b", absl::Seconds(30),
                           ImportDeadline()),
              StatusIs(absl::StatusCode::kAborted, "IMPORT_LOST"));
  ASSERT_OK(store.Release(Number(1), "a", ImportDeadline()));
  EXPECT_TRUE(
      store.Claim("b", absl::Seconds(30), ImportDeadline())->has_value());
  EXPECT_THAT(store.Commit(*mine, {.next = *mine}, "a", absl::Seconds(30),
                           ImportDeadline()),
              StatusIs(absl::StatusCode::kAborted, "IMPORT_LOST"));
}

/// Starts the process that works on imports, and kills it after `commits`.
void LetOneDie(const std::string& schema, int commits, int wait_ms) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  std::string words[] = {IMPORT_PROCESS, schema};
  char* argv[] = {words[0].data(), words[1].data(), nullptr};
  pid_t pid = 0;
  ASSERT_EQ(posix_spawn(&pid, argv[0], &actions, nullptr, argv, environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  char byte;
  while (commits-- > 0 && read(ends[0], &byte, 1) == 1) {
  }
  // A little later, or at the next step: somewhere within this one.
  pollfd next{.fd = ends[0], .events = POLLIN, .revents = 0};
  poll(&next, 1, wait_ms);
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  close(ends[0]);
}

TEST_F(ImportTest, ProcessesThatDieAnywhereWriteEveryRowOnce) {
  constexpr int kHouseholds = 3000;
  const std::string list = absl::StrReplaceAll(
      SampleList(kHouseholds), {{"Hộ 77,Chủ hộ,05/06/1980", "Hộ 77,Chủ hộ,?"}});
  ASSERT_OK(replica_->Upload(Number(1), kCommune, list));
  replica_->batch = 50;
  ASSERT_OK(replica_->Check(Number(1)));
  const std::int64_t told = Count("SELECT COUNT(*) FROM feed_change");
  ASSERT_OK(replica_->imports().Update(Number(1), BeginRun, ImportDeadline()));
  std::mt19937 chance(20211125);
  for (int life = 0; life < 12; ++life) {
    LetOneDie(schema_.name(), 1 + static_cast<int>(chance() % 6),
              static_cast<int>(chance() % 5));
    // The dead one's lease is short; nobody waits in a test.
    schema_.Run("UPDATE import SET lease_until = NOW(6);");
  }
  const std::int64_t before = Count("SELECT COUNT(*) FROM household");
  EXPECT_GT(before, 0);
  EXPECT_LT(before, kHouseholds - 1);
  ASSERT_OK(replica_->WorkOff());
  ASSERT_OK_AND_ASSIGN(const Import done,
                       replica_->imports().Get(Number(1), ImportDeadline()));
  EXPECT_EQ(done.state, ImportState::kDone);
  EXPECT_EQ(done.counts.rows, 2 * kHouseholds);
  EXPECT_EQ(done.counts.created, kHouseholds - 1);
  EXPECT_EQ(done.counts.error_rows, 1);
  EXPECT_EQ(done.counts.duplicate_rows, 0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household"), kHouseholds - 1);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM feed_change") - told, kHouseholds - 1);
}

}  // namespace
}  // namespace rasoat::registry
