// Rules of retention on MariaDB: what is erased, what is left of it, and what
// is kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/import.h"
#include "services/registry/load/retention_rules.h"
#include "services/registry/store/mysql_draft_store.h"
#include "services/registry/store/mysql_legal_holds.h"
#include "services/registry/store/mysql_retention.h"
#include "tests/contract/registry/store/stores.h"
#include "tests/support/source_dir.h"

namespace rasoat::registry {
namespace {

class RetentionTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(schema_.ok());
    const std::vector<NewVisit> visits = {{.household = SampleHousehold(1)},
                                          {.household = SampleHousehold(2)}};
    ASSERT_OK(visits_.Take(visits, Soon()));
    clock_.Advance(absl::Hours(24) * 10);
    Edit(1, "Xóm Hai");
    Edit(2, "Xóm Hai");
    clock_.Advance(absl::Hours(24) * 10);
    Edit(1, "Xóm Ba");
  }

  absl::Time Soon() { return SystemClock().Now() + absl::Seconds(30); }
  static HouseholdId Id(std::uint64_t n) { return IdNumber<HouseholdId>(n); }
  void Edit(std::uint64_t number, const std::string& address) {
    ASSERT_OK(households_.Update(
        Id(number),
        [&](Household h) -> absl::StatusOr<Household> {
          h.address = address;
          h.event.reason = "lý do riêng";
          return h;
        },
        Soon()));
  }
  std::vector<Household> History(std::uint64_t number) {
    return households_.History(Id(number), 99, 99, Soon()).value();
  }
  std::int64_t Count(const std::string& sql) {
    return mysql::Read(schema_.pool(), Soon(),
                       [&](mysql::Reader& reader) {
                         return reader.QueryOne(sql, [](const mysql::Row& row) {
                           return row.Int(0);
                         });
                       })
        .value()
        .value();
  }
  static RetentionRule Rule(int days) {
    return {.id = "former-state",
            .record = RetainedRecord::kFormerState,
            .after_days = days,
            .evidence = Evidence::kRecalled,
            .source = "a test"};
  }

  /// Its rows are of the present, so that deadlines are.
  FakeClock clock_{SystemClock().Now()};
  ScratchSchema schema_{"services/registry/migrations"};
  feed::Feed feed_{schema_.pool(), clock_};
  ProtoRecordCodec codec_;
  crypto::KeyRing keys_ = SampleKeys();
  crypto::BlindIndex index_ = SampleIndex();
  MySqlHouseholdRows rows_{codec_, keys_, index_};
  MySqlHouseholdStore households_{feed_, rows_, codec_};
  MySqlSurveyRows survey_rows_{codec_, keys_};
  MySqlVisitStore visits_{feed_, rows_, survey_rows_, codec_};
  VillageSet villages_{.codes = {SampleHousehold(1).village.value}};
  MySqlRetention retention_{
      schema_.pool(), rows_,
      [this](const AreaCode&, absl::Time) -> absl::StatusOr<VillageSet> {
        return villages_;
      },
      clock_};
  MySqlDraftStore drafts_{schema_.pool(), keys_, codec_};
  MySqlLegalHolds holds_{schema_.pool()};
};

TEST_F(RetentionTest, TellsWhatIsDueAndTouchesNothing) {
  clock_.Advance(absl::Hours(24) * 5);
  // Replaced 15 days ago: the first states; 5 days ago: the second of 1.
  EXPECT_EQ(retention_.Run(Rule(30), false).value_or(-1), 0);
  EXPECT_EQ(retention_.Run(Rule(14), false).value_or(-1), 2);
  EXPECT_EQ(retention_.Run(Rule(4), false).value_or(-1), 3);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM erasure"), 0);
  EXPECT_EQ(History(1)[2].address, SampleHousehold(1).address);
}

TEST_F(RetentionTest, TakesThePersonsOutAndLeavesTheCountsAndTheHistory) {
  clock_.Advance(absl::Hours(24) * 5);
  const std::int64_t told = Count("SELECT COUNT(*) FROM feed_change");
  EXPECT_EQ(retention_.Run(Rule(14), true).value_or(-1), 2);
  const std::vector<Household> history = History(1);
  ASSERT_EQ(history.size(), 3u);
  EXPECT_EQ(history[0].address, "Xóm Ba");
  EXPECT_EQ(history[1].address, "Xóm Hai");
  const Household& gone = history[2];
  const Household was = SampleHousehold(1);
  EXPECT_EQ(gone.address, "");
  EXPECT_EQ(gone.phone, "");
  EXPECT_EQ(gone.event.reason, "");
  EXPECT_EQ(gone.event.kind, EventKind::kRegistered);
  EXPECT_EQ(gone.number, was.number);
  ASSERT_EQ(gone.members.size(), was.members.size());
  for (std::size_t i = 0; i < was.members.size(); ++i) {
    EXPECT_EQ(gone.members[i].full_name, "");
    EXPECT_EQ(gone.members[i].identity_number, "");
    EXPECT_EQ(gone.members[i].identity_kind, IdentityKind::kNone);
    EXPECT_EQ(gone.members[i].id, was.members[i].id);
    EXPECT_EQ(gone.members[i].sex, was.members[i].sex);
    EXPECT_EQ(gone.members[i].relation, was.members[i].relation);
    EXPECT_EQ(gone.members[i].birth_date,
              absl::CivilDay(was.members[i].birth_date.year(), 1, 1));
  }
  EXPECT_EQ(Count("SELECT COUNT(*) FROM erasure WHERE rule = 'former-state'"),
            2);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM feed_change"), told);
  // Once is enough.
  EXPECT_EQ(retention_.Run(Rule(14), true).value_or(-1), 0);
}

TEST_F(RetentionTest, ALegalHoldKeepsEverything) {
  clock_.Advance(absl::Hours(24) * 5);
  ASSERT_OK(holds_.Hold(
      {.household = Id(1), .reason = "khiếu nại", .hold_time = clock_.Now()},
      Soon()));
  EXPECT_EQ(retention_.Run(Rule(4), true).value_or(-1), 1);
  EXPECT_EQ(History(1)[2].address, SampleHousehold(1).address);
  EXPECT_EQ(History(2)[1].address, "");
  ASSERT_OK(holds_.Release({.household = Id(1), .time = clock_.Now()}, Soon()));
  EXPECT_EQ(retention_.Run(Rule(4), true).value_or(-1), 2);
  EXPECT_EQ(History(1)[2].address, "");
}

TEST_F(RetentionTest, AHouseholdThatLeftLosesItsLastStateInItsTime) {
  ASSERT_OK(households_.Update(
      Id(2),
      [&](Household h) -> absl::StatusOr<Household> {
        h.status = HouseholdStatus::kDissolved;
        h.number = 0;
        h.members.clear();
        h.event.date = DayInVietnam(clock_.Now());
        return h;
      },
      Soon()));
  RetentionRule rule = Rule(30);
  rule.record = RetainedRecord::kLeftHousehold;
  EXPECT_EQ(retention_.Run(rule, true).value_or(-1), 0);
  clock_.Advance(absl::Hours(24) * 32);
  EXPECT_EQ(retention_.Run(rule, true).value_or(-1), 1);
  EXPECT_EQ(History(2)[0].address, "");
  EXPECT_EQ(History(1)[0].address, "Xóm Ba");
}

TEST_F(RetentionTest, AFormThatWasNeverSubmittedGoesWhole) {
  RetentionRule rule = Rule(30);
  rule.record = RetainedRecord::kSurveyDraft;
  const auto save = [&](std::uint64_t number, std::uint64_t household) {
    return drafts_
        .Save({.id = IdNumber<DraftId>(number),
               .writer = "staff/reviewer",
               .household = Id(household),
               .content = "nháp",
               .save_time = clock_.Now()},
              0, Soon())
        .status();
  };
  ASSERT_OK(save(1, 1));
  ASSERT_OK(save(2, 2));
  clock_.Advance(absl::Hours(24) * 20);
  ASSERT_OK(save(3, 3));
  clock_.Advance(absl::Hours(24) * 11);
  ASSERT_OK(holds_.Hold(
      {.household = Id(2), .reason = "khiếu nại", .hold_time = clock_.Now()},
      Soon()));
  EXPECT_EQ(retention_.Run(rule, false).value_or(-1), 1);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM survey_draft"), 3);
  EXPECT_EQ(retention_.Run(rule, true).value_or(-1), 1);
  EXPECT_THAT(drafts_.Get(IdNumber<DraftId>(1), Soon()),
              StatusIs(absl::StatusCode::kNotFound, "DRAFT_NOT_FOUND"));
  EXPECT_OK(drafts_.Get(IdNumber<DraftId>(2), Soon()));
  EXPECT_OK(drafts_.Get(IdNumber<DraftId>(3), Soon()));
}

TEST_F(RetentionTest, FilesOfImportsGoInTheirTimeButThoseThatAreHeld) {
  RetentionRule over = Rule(30);
  over.record = RetainedRecord::kImportOver;
  RetentionRule not_run = Rule(30);
  not_run.record = RetainedRecord::kImportNotRun;
  // Every state, with a file and a finding, and each changed now.
  for (int state = static_cast<int>(ImportState::kUploading);
       state <= static_cast<int>(ImportState::kCancelled); ++state) {
    const std::string id = absl::StrCat("UNHEX(REPEAT('0", state, "', 16))");
    schema_.Run(absl::StrCat(
        "INSERT INTO import VALUES (", id, ", '07207', ", state,
        ", 1, REPEAT('x', 32), 0, 1, 1, 0, '', 0, 0, 0, 'staff/one', NOW(6),"
        " NOW(6), NOW(6), '', NOW(6), 1, '');\n"
        "INSERT INTO import_chunk VALUES (",
        id,
        ", 0, 1, 1, 'x');\n"
        "INSERT INTO import_row VALUES (",
        id, ", 2, 1, 1, 'x');"));
  }
  EXPECT_EQ(retention_.Run(over, true).value_or(-1), 0);
  clock_.Advance(absl::Hours(24) * 31);
  ASSERT_OK(holds_.Hold(
      {.household = Id(2), .reason = "khiếu nại", .hold_time = clock_.Now()},
      Soon()));
  EXPECT_EQ(retention_.Run(over, false).value_or(-1), 0);
  EXPECT_EQ(retention_.Run(over, true).value_or(-1), 0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_chunk"), 8);
  ASSERT_OK(holds_.Release({.household = Id(2), .time = clock_.Now()}, Soon()));
  EXPECT_EQ(retention_.Run(over, false).value_or(-1), 3);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_chunk"), 8);
  EXPECT_EQ(retention_.Run(over, true).value_or(-1), 3);
  EXPECT_EQ(retention_.Run(over, true).value_or(-1), 0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_chunk"), 5);
  EXPECT_EQ(retention_.Run(not_run, true).value_or(-1), 3);
  // What somebody works on stays, and so do the imports.
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_chunk c JOIN import i"
                  " ON i.id = c.import_id WHERE i.state IN (3, 5)"),
            2);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_row"), 2);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import"), 8);
}

TEST_F(RetentionTest, WithoutAPeriodNothingIsDone) {
  clock_.Advance(absl::Hours(24) * 5000);
  RetentionRule rule = Rule(0);
  rule.after_days.reset();
  for (const RetainedRecord record :
       {RetainedRecord::kFormerState, RetainedRecord::kLeftHousehold,
        RetainedRecord::kSurveyDraft, RetainedRecord::kImportNotRun,
        RetainedRecord::kImportOver}) {
    rule.record = record;
    EXPECT_EQ(retention_.Run(rule, true).value_or(-1), 0);
  }
}

TEST(RetentionRulesTest, TheShippedOnesInventNothing) {
  ASSERT_OK_AND_ASSIGN(
      const auto rules,
      ReadRetentionRules(SourceDir() +
                         "/services/registry/retention/rules.txtpb"));
  ASSERT_EQ(rules.size(), 5u);
  for (const RetentionRule& rule : rules) {
    EXPECT_EQ(rule.after_days.has_value(), rule.evidence != Evidence::kUnknown);
    EXPECT_FALSE(rule.source.empty());
  }
}

TEST(RetentionRulesTest, RefusesWhatIsNotWhole) {
  const std::string former =
      "rules { id: 'former-state' record: RETAINED_RECORD_FORMER_STATE ";
  std::string left;
  for (const char* record :
       {"LEFT_HOUSEHOLD", "SURVEY_DRAFT", "IMPORT_NOT_RUN", "IMPORT_OVER"}) {
    absl::StrAppend(&left, "rules { id: 'left' record: RETAINED_RECORD_",
                    record,
                    " evidence: RETENTION_EVIDENCE_UNKNOWN source: 's' }\n");
  }
  const std::string good =
      "after_days: 9 evidence: RETENTION_EVIDENCE_VERIFIED source: 's' }";
  EXPECT_OK(ParseRetentionRules(former + good + left));
  for (const std::string& text :
       {std::string(), former + good, left,
        former + good + former + good + left,
        former + "evidence: RETENTION_EVIDENCE_VERIFIED source: 's' }" + left,
        former +
            "after_days: 9 evidence: RETENTION_EVIDENCE_UNKNOWN source: "
            "'s' }" +
            left,
        former + "after_days: 9 evidence: RETENTION_EVIDENCE_VERIFIED }" + left,
        former +
            "after_days: 36501 evidence: RETENTION_EVIDENCE_VERIFIED "
            "source: 's' }" +
            left,
        std::string("nonsense")}) {
    EXPECT_THAT(
        ParseRetentionRules(text),
        StatusIs(absl::StatusCode::kFailedPrecondition, "RETENTION_FAULTY"))
        << text;
  }
}

}  // namespace
}  // namespace rasoat::registry
