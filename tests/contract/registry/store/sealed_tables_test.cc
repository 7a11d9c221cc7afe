// Every sealed value under a new key.
#include "services/registry/store/mysql_sealed_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/feed/feed.h"
#include "services/registry/load/content_hash.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_attachment_store.h"
#include "services/registry/store/mysql_draft_store.h"
#include "services/registry/store/mysql_duplicate_store.h"
#include "services/registry/store/mysql_erasure_store.h"
#include "services/registry/store/mysql_import_store.h"
#include "services/registry/store/mysql_review_store.h"
#include "services/registry/store/mysql_survey_store.h"
#include "services/registry/store/mysql_visit_store.h"
#include "tests/support/data_keys.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/import_samples.h"
#include "tests/support/registry/samples.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

class SealedTablesTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(schema_.ok()); }

  static absl::Time Soon() { return SystemClock().Now() + absl::Seconds(20); }

  /// One value of every kind, as the service with these keys writes it.
  void Fill(const crypto::KeyRing& keys, std::uint64_t number) {
    const crypto::BlindIndex index = TestBlindIndex();
    const MySqlHouseholdRows rows(codec_, keys, index);
    const MySqlSurveyRows survey_rows(codec_, keys);
    NewVisit visit{.household = SampleHousehold(number),
                   .survey = SampleSurvey(number, number)};
    AddMemberFacts(*visit.household, *visit.survey);
    visit.survey->village = visit.household->village;
    visit.survey->form_hash = std::string(32, 'h');
    visit.survey->location = Location{.latitude_e6 = 21'000'000};
    MySqlVisitStore visits(feed_, rows, survey_rows, codec_);
    ASSERT_OK(visits.Take(absl::MakeConstSpan(&visit, 1), Soon()));
    const ReviewOrder order{.survey = visit.survey->id,
                            .act = SurveyAct::kReturn,
                            .seen_revision = 1,
                            .comments = {.general = "Xem lại"},
                            .supervisor = "staff/officer"};
    MySqlReviewStore reviews(feed_, survey_rows, codec_, keys);
    ASSERT_OK(reviews.Act(
        absl::MakeConstSpan(&order, 1),
        [](const Survey&) { return absl::OkStatus(); }, Soon()));
    MySqlDraftStore drafts(schema_.pool(), keys, codec_);
    ASSERT_OK(drafts.Save({.id = IdNumber<DraftId>(number),
                           .writer = "staff/reviewer",
                           .household = visit.household->id,
                           .content = "nháp"},
                          0, Soon()));
    MySqlAttachmentStore files(schema_.pool(), keys);
    ASSERT_OK(files.Begin({.id = IdNumber<AttachmentId>(number),
                           .parent = {.survey = visit.survey->id},
                           .hash = Sha256("ab"),
                           .size = 2,
                           .type = MediaType::kPdf},
                          Soon()));
    for (const std::int64_t at : {0, 1}) {
      ASSERT_OK(files.Append(IdNumber<AttachmentId>(number), at,
                             at == 0 ? "a" : "b", absl::UnixEpoch(), Soon()));
    }
    MySqlErasureStore erasures(feed_, rows, survey_rows, codec_, keys);
    ASSERT_OK(erasures.Create({.id = IdNumber<ErasureId>(number),
                               .household = visit.household->id,
                               .reason = "theo đơn",
                               .legal_ground = "căn cứ thử",
                               .creator = "staff/one",
                               .create_time = absl::UnixEpoch()},
                              Soon()));
    FillCase(MySqlDuplicateStore(schema_.pool(), index, keys), CaseOf(number));
    FillImport(MySqlImportStore(feed_, rows, codec_, keys, ShippedLayout()),
               IdNumber<ImportId>(number));
  }

  static DuplicateId CaseOf(std::uint64_t number) {
    return {IdNumber<HouseholdId>(number), IdNumber<HouseholdId>(number + 50)};
  }

  /// A case that was decided with a reason.
  static void FillCase(MySqlDuplicateStore cases, const DuplicateId& id) {
    const DuplicateFinding finding{.first = id.first,
                                   .second = id.second,
                                   .first_village = {"07207001"},
                                   .second_village = {"07207001"},
                                   .score = 80,
                                   .facts = "như nhau"};
    ASSERT_OK(cases.Raise(absl::MakeConstSpan(&finding, 1), absl::UnixEpoch(),
                          Soon()));
    ASSERT_OK(cases.Update(
        id,
        [](const DuplicateCase& known) {
          return DecideCase(known,
                            {.state = DuplicateState::kNotDuplicate,
                             .reason = "anh em họ",
                             .decider = "staff/officer",
                             .seen_revision = known.revision},
                            absl::UnixEpoch());
        },
        Soon()));
  }

  std::vector<SealedTable> Tables() { return SealedTables(codec_, index_); }

  absl::StatusOr<RotatedRows> Rotate(const SealedTable& table,
                                     const crypto::KeyRing& keys) {
    const SystemClock real;
    return MySqlKeyRotation(schema_.pool(), keys, real)
        .Rotate(table, [](const RotatedRows&) {});
  }

  /// A file of two bytes, and a row with a finding.
  static void FillImport(MySqlImportStore imports, const ImportId& id) {
    ASSERT_OK(imports.Create({.id = id,
                              .area = {"07207"},
                              .file_name = "danh-sach.csv",
                              .size = 2,
                              .sha256 = Sha256("ab")},
                             Soon()));
    ASSERT_OK(imports.Append(id, 0, "ab", Soon()));
    ASSERT_OK(imports.Update(
        id, [](const Import& import) { return BeginCheck(import, {}); },
        Soon()));
    ASSERT_OK_AND_ASSIGN(const auto claimed,
                         imports.Claim("test", absl::Seconds(30), Soon()));
    ASSERT_TRUE(claimed.has_value());
    const ImportRow row{.at = {.number = 2},
                        .findings = {Found("DATE_UNREADABLE")}};
    ImportBatch batch{.rows = {&row}, .next = *claimed};
    batch.next.state = ImportState::kChecked;
    ASSERT_OK(
        imports.Commit(*claimed, batch, "test", absl::Seconds(30), Soon()));
  }

  FakeClock clock_;
  ScratchSchema schema_{"services/registry/migrations"};
  feed::Feed feed_{schema_.pool(), clock_};
  ProtoRecordCodec codec_;
  const crypto::BlindIndex index_ = TestBlindIndex();
};

TEST_F(SealedTablesTest, PutsEveryValueUnderTheNewestKey) {
  const crypto::KeyRing old = OldTestKeyRing();
  const crypto::KeyRing keys = TestKeyRing();
  Fill(old, 1);
  Fill(old, 2);
  Fill(keys, 3);
  // One from before reasons were sealed.
  schema_.Run(
      "UPDATE duplicate_case SET key_id = 0, sealed_reason = 'cũ' WHERE"
      " first_household = (SELECT MIN(first_household) FROM duplicate_case);");
  for (const SealedTable& table : Tables()) {
    const auto done = Rotate(table, keys);
    ASSERT_OK(done);
    EXPECT_EQ(done->rewritten, table.name == "attachment_chunk" ? 4
                               : table.name == "household_past" ? 0
                                                                : 2)
        << table.name;
    EXPECT_EQ(done->raced, 0) << table.name;
  }
  // Which is what tells that the old key may go.
  const SystemClock real;
  MySqlKeyRotation rotation(schema_.pool(), keys, real);
  for (const SealedTable& table : Tables()) {
    if (table.name == "household_past") continue;
    ASSERT_OK_AND_ASSIGN(const auto counts, rotation.Count(table));
    EXPECT_THAT(counts, testing::ElementsAre(
                            testing::Pair(keys.newest(), testing::Gt(2))))
        << table.name;
  }
  // A ring that has lost the old key still opens all of it.
  ASSERT_OK_AND_ASSIGN(
      const crypto::KeyRing newest,
      crypto::KeyRing::Parse(absl::string_view(kDataKeys).substr(
          0, absl::string_view(kDataKeys).find(','))));
  const MySqlSurveyRows survey_rows(codec_, newest);
  MySqlSurveyStore surveys(schema_.pool(), survey_rows);
  MySqlReviewStore reviews(feed_, survey_rows, codec_, newest);
  MySqlDraftStore drafts(schema_.pool(), newest, codec_);
  MySqlAttachmentStore files(schema_.pool(), newest);
  const crypto::BlindIndex index = TestBlindIndex();
  const MySqlHouseholdRows rows(codec_, newest, index);
  MySqlImportStore imports(feed_, rows, codec_, newest, ShippedLayout());
  MySqlDuplicateStore cases(schema_.pool(), index, newest);
  for (std::uint64_t i : {1, 2, 3}) {
    EXPECT_EQ(cases.Get(CaseOf(i), Soon())->reason,
              i == 1 ? "cũ" : "anh em họ");
    const auto import = IdNumber<ImportId>(i);
    EXPECT_EQ(imports.Get(import, Soon())->file_name, "danh-sach.csv");
    EXPECT_EQ(imports.ReadChunk(import, 0, Soon()).value_or(""), "ab");
    EXPECT_EQ(imports.Rows({.import = import}, 10, Soon())->size(), 1u);
    ASSERT_OK_AND_ASSIGN(const Survey survey,
                         surveys.Get(IdNumber<SurveyId>(i), Soon()));
    EXPECT_EQ(survey.location->latitude_e6, 21'000'000);
    ASSERT_OK_AND_ASSIGN(const auto acts,
                         reviews.List(survey.id, 0, 10, Soon()));
    EXPECT_EQ(acts.at(0).comments.general, "Xem lại");
    ASSERT_OK_AND_ASSIGN(const SurveyDraft draft,
                         drafts.Get(IdNumber<DraftId>(i), Soon()));
    EXPECT_EQ(draft.content, "nháp");
    EXPECT_OK(files.Finish(
        IdNumber<AttachmentId>(i),
        [](absl::string_view content, Attachment&) {
          EXPECT_EQ(content, "ab");
          return absl::OkStatus();
        },
        absl::UnixEpoch(), Soon()));
  }
}

TEST_F(SealedTablesTest, StopsAtAValueThatDoesNotOpen) {
  Fill(OldTestKeyRing(), 1);
  schema_.Run("UPDATE survey_draft SET content = 'spoiled';");
  for (const SealedTable& table : Tables()) {
    if (table.name != "survey_draft") continue;
    const auto done = Rotate(table, TestKeyRing());
    EXPECT_THAT(done, StatusIs(absl::StatusCode::kDataLoss, "SEAL_BROKEN"));
    EXPECT_THAT(done.status().message(), testing::HasSubstr(table.name));
    return;
  }
  FAIL() << "drafts are not among the tables";
}

// A new table with sealed values fails here until it is in the list.
TEST_F(SealedTablesTest, AreAllThatHaveAKey) {
  std::vector<std::string> listed;
  for (const SealedTable& table : Tables()) listed.push_back(table.name);
  ASSERT_OK_AND_ASSIGN(
      const auto keyed,
      mysql::Read(schema_.pool(), Soon(), [](mysql::Reader& reader) {
        return reader.Query(
            "SELECT table_name AS name FROM information_schema.columns"
            " WHERE table_schema = DATABASE() AND column_name = 'key_id'"
            " ORDER BY table_name",
            [](const mysql::Row& row) { return row.Text("name"); });
      }));
  EXPECT_THAT(listed, testing::UnorderedElementsAreArray(keyed));
}

}  // namespace
}  // namespace rasoat::registry
