// Erasing on MariaDB, by two persons: what goes, what stays, what stops it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "rasoat/registry/v1/registry_feed.pb.h"
#include "services/registry/domain/import.h"
#include "services/registry/load/content_hash.h"
#include "services/registry/store/mysql_erasure_store.h"
#include "services/registry/store/mysql_legal_holds.h"
#include "services/registry/store/mysql_receipt_store.h"
#include "tests/contract/registry/store/stores.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;

constexpr char kPhoto[] = "\xFF\xD8\xFF a photo";
constexpr char kWords[] = "nhà có người ốm";

class ErasureStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(schema_.ok());
    Survey survey = SampleSurvey(1, 1);
    AddMemberFacts(SampleHousehold(1), survey);
    survey.answers.push_back({.question = "note", .value = Text{kWords}});
    survey.location =
        Location{.latitude_e6 = 21'000'000, .longitude_e6 = 106'000'000};
    const std::vector<NewVisit> visits = {
        {.household = SampleHousehold(1), .survey = survey},
        {.household = SampleHousehold(2)}};
    ASSERT_OK(visits_.Take(visits, Soon()));
    ASSERT_OK(households_.Update(
        Id(1),
        [](Household h) -> absl::StatusOr<Household> {
          h.address = "Xóm Hai";
          h.event.reason = "lý do riêng";
          return h;
        },
        Soon()));
    taken_ = surveys_.Get(survey.id, Soon()).value();
  }

  absl::Time Soon() { return SystemClock().Now() + absl::Seconds(30); }
  static HouseholdId Id(std::uint64_t n) { return IdNumber<HouseholdId>(n); }
  Erasure Asked(std::uint64_t number, std::string member = "") {
    return {.id = IdNumber<ErasureId>(number),
            .household = Id(1),
            .member_id = std::move(member),
            .reason = "theo đơn đề nghị",
            .legal_ground = "căn cứ thử",
            .creator = "staff/one",
            .create_time = clock_.Now()};
  }
  /// The units whose files the erasure is told to look at: the villages, and a
  /// commune above them.
  static std::vector<ErasureArea> Areas(std::vector<std::string> villages = {
                                            SampleHousehold(1).village.value}) {
    std::vector<ErasureArea> areas;
    for (const std::string& village : villages) {
      areas.push_back({{village}, {.codes = {village}}});
    }
    areas.push_back({{"07207"}, {.codes = std::move(villages)}});
    return areas;
  }
  absl::StatusOr<Erasure> Decide(std::uint64_t number, ErasureState state,
                                 const std::string& who,
                                 std::vector<ErasureArea> areas = Areas()) {
    return erasures_.Decide(IdNumber<ErasureId>(number),
                            {.state = state,
                             .decider = who,
                             .remark = "đã xem xét",
                             .supervises = true},
                            areas, clock_.Now(), Soon());
  }
  absl::StatusOr<Erasure> Approve(std::uint64_t number,
                                  std::vector<ErasureArea> areas = Areas()) {
    return Decide(number, ErasureState::kDone, "staff/two", std::move(areas));
  }
  absl::Status Release(std::uint64_t number,
                       OfficeTier tier = OfficeTier::kProvince) {
    return holds_.Release({.household = Id(number),
                           .reason = "vụ việc đã xong",
                           .actor = "staff/four",
                           .tier = tier,
                           .time = clock_.Now()},
                          Soon());
  }
  std::vector<Household> History() {
    return households_.History(Id(1), 99, 99, Soon()).value();
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
  std::vector<std::string> States(const std::string& kind) {
    return mysql::Read(
               schema_.pool(), Soon(),
               [&](mysql::Reader& reader) {
                 return reader.Query(
                     "SELECT state FROM feed_change WHERE kind = ?"
                     " ORDER BY position",
                     [](const mysql::Row& row) { return row.Blob("state"); },
                     kind);
               })
        .value();
  }
  void Run(const std::string& sql) {
    ASSERT_OK(mysql::InTransaction(
        schema_.pool(), Soon(),
        [&](mysql::Transaction& tx) { return tx.Execute(sql).status(); }));
  }
  /// One for the commune above.
  void PutImport(int state) {
    Run(absl::StrCat(
        "INSERT INTO import VALUES (UNHEX(REPEAT('0a', 16)), '07207', ", state,
        ", 1, REPEAT('x', 32), 0, 1, 1, 0, '', 0, 0, 0, 'staff/one',"
        " NOW(6), NOW(6), NOW(6), '', NOW(6), 1, '')"));
    Run("INSERT INTO import_chunk VALUES (UNHEX(REPEAT('0a', 16)), 0, 1, 1, "
        "'x')");
  }

  /// Its rows are of the present, so that deadlines are.
  FakeClock clock_{SystemClock().Now()};
  ScratchSchema schema_{"services/registry/migrations"};
  feed::Feed feed_{schema_.pool(), clock_};
  ProtoRecordCodec codec_;
  crypto::KeyRing keys_ = SampleKeys();
  crypto::BlindIndex index_ = SampleIndex();
  MySqlHouseholdRows rows_{codec_, keys_, index_};
  MySqlSurveyRows survey_rows_{codec_, keys_};
  MySqlHouseholdStore households_{feed_, rows_, codec_};
  MySqlSurveyStore surveys_{schema_.pool(), survey_rows_};
  MySqlVisitStore visits_{feed_, rows_, survey_rows_, codec_};
  MySqlDraftStore drafts_{schema_.pool(), keys_, codec_};
  MySqlReviewStore reviews_{feed_, survey_rows_, codec_, keys_};
  MySqlAttachmentStore files_{schema_.pool(), keys_};
  MySqlReceiptStore receipts_{schema_.pool(), codec_};
  MySqlLegalHolds holds_{schema_.pool()};
  MySqlErasureStore erasures_{feed_, rows_, survey_rows_, codec_, keys_};
  Survey taken_;
};

TEST_F(ErasureStoreTest, TakesEverybodyOutOfEverything) {
  const Attachment file = {.id = IdNumber<AttachmentId>(1),
                           .parent = {.survey = taken_.id},
                           .hash = Sha256(kPhoto),
                           .size = sizeof(kPhoto) - 1,
                           .type = MediaType::kJpeg,
                           .uploader = "staff/one",
                           .begin_time = clock_.Now(),
                           .expire_time = clock_.Now() + absl::Hours(1)};
  ASSERT_OK(files_.Begin(file, Soon()));
  ASSERT_OK(files_.Append(file.id, 0, kPhoto, clock_.Now(), Soon()));
  ASSERT_OK(files_.Finish(
      file.id, [](absl::string_view, Attachment&) { return absl::OkStatus(); },
      clock_.Now(), Soon()));
  ASSERT_OK(drafts_.Save({.id = IdNumber<DraftId>(1),
                          .writer = "staff/one",
                          .household = Id(1),
                          .round = taken_.round,
                          .kind = FormKind::kScreening,
                          .village = taken_.village,
                          .content = "x",
                          .save_time = clock_.Now()},
                         0, Soon()));
  const std::vector<ReviewOrder> orders = {{.survey = taken_.id,
                                            .act = SurveyAct::kReturn,
                                            .seen_revision = taken_.revision,
                                            .comments = {.general = kWords},
                                            .supervisor = "staff/two",
                                            .time = clock_.Now()}};
  const auto acted = reviews_.Act(
      orders, [](const Survey&) { return absl::OkStatus(); }, Soon());
  ASSERT_TRUE(acted.ok());
  ASSERT_OK(acted->front());
  PutImport(static_cast<int>(ImportState::kDone));

  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  ASSERT_OK_AND_ASSIGN(const Erasure done, Approve(1));
  EXPECT_EQ(done.state, ErasureState::kDone);
  EXPECT_EQ(
      done.counts,
      (ErasureCounts{
          .states = 3, .surveys = 1, .drafts = 1, .files = 1, .imports = 1}));
  const std::vector<Household> history = History();
  ASSERT_EQ(history.size(), 3u);
  for (const Household& state : history) {
    EXPECT_EQ(state.address, "");
    EXPECT_EQ(state.phone, "");
    EXPECT_EQ(state.event.reason, "");
    ASSERT_EQ(state.members.size(), SampleHousehold(1).members.size());
    for (const Member& member : state.members) {
      EXPECT_EQ(member.full_name, "");
      EXPECT_EQ(member.identity_number, "");
    }
  }
  EXPECT_EQ(Count("SELECT COUNT(*) FROM person WHERE household_id = (SELECT id "
                  "FROM household WHERE revision = 3)"),
            0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household WHERE revision = 3 AND "
                  "phone_index IS NOT NULL"),
            0);
  for (const char* table : {"attachment", "attachment_chunk", "survey_draft",
                            "import_chunk", "import_row"}) {
    EXPECT_EQ(Count(absl::StrCat("SELECT COUNT(*) FROM ", table)), 0) << table;
  }
  ASSERT_OK_AND_ASSIGN(const auto said, reviews_.List(taken_.id, 0, 9, Soon()));
  ASSERT_EQ(said.size(), 1u);
  EXPECT_TRUE(said[0].comments.empty());
}

TEST_F(ErasureStoreTest, LeavesWhatIsScored) {
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  ASSERT_OK(Approve(1));
  ASSERT_OK_AND_ASSIGN(const Survey left, surveys_.Get(taken_.id, Soon()));
  EXPECT_FALSE(left.location.has_value());
  std::vector<Answer> scored = taken_.answers;
  scored.pop_back();
  EXPECT_EQ(left.answers, scored);
  ASSERT_EQ(left.members.size(), taken_.members.size());
  for (std::size_t i = 0; i < left.members.size(); ++i) {
    EXPECT_EQ(left.members[i].answers, taken_.members[i].answers);
    EXPECT_EQ(AgeOn(left.members[i].birth_date, left.review_date),
              AgeOn(taken_.members[i].birth_date, taken_.review_date));
  }
}

TEST_F(ErasureStoreTest, TellsTheFeedTheNewStatesAndNeverWords) {
  const std::string kind = v1::SurveyState::descriptor()->full_name();
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  const auto households =
      States(v1::HouseholdState::descriptor()->full_name()).size();
  ASSERT_OK(Approve(1));
  EXPECT_EQ(States(v1::HouseholdState::descriptor()->full_name()).size(),
            households + 1);
  const std::vector<std::string> told = States(kind);
  ASSERT_EQ(told.size(), 2u);
  for (const std::string& state : told) {
    EXPECT_EQ(state.find(kWords), std::string::npos);
  }
}

TEST_F(ErasureStoreTest, TakesOneMemberOutAndLeavesTheOthers) {
  const Household was = SampleHousehold(1);
  ASSERT_GT(was.members.size(), 1u);
  ASSERT_OK(erasures_.Create(Asked(1, was.members[1].id), Soon()));
  ASSERT_OK(Approve(1));
  for (const Household& state : History()) {
    EXPECT_EQ(state.members[0].full_name, was.members[0].full_name);
    EXPECT_EQ(state.members[1].full_name, "");
    EXPECT_NE(state.address, "");
    EXPECT_EQ(state.event.reason, "");
  }
  // The others stay due for the rules of retention.
  EXPECT_EQ(Count("SELECT COUNT(*) FROM erasure"), 0);
}

TEST_F(ErasureStoreTest, IsTheSameRequestWhenItComesAgain) {
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  Erasure other = Asked(1);
  other.reason = "lý do khác";
  EXPECT_THAT(erasures_.Create(other, Soon()),
              StatusIs(StatusCode::kAlreadyExists, "ERASURE_EXISTS"));
  ASSERT_OK_AND_ASSIGN(const Erasure done, Approve(1));
  const auto told = Count("SELECT COUNT(*) FROM feed_change");
  ASSERT_OK_AND_ASSIGN(const Erasure again, Approve(1));
  EXPECT_EQ(again.counts, done.counts);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM feed_change"), told);
  EXPECT_EQ(History().size(), 3u);
  EXPECT_THAT(Decide(1, ErasureState::kRejected, "staff/two"),
              StatusIs(StatusCode::kFailedPrecondition, "ERASURE_DECIDED"));
}

TEST_F(ErasureStoreTest, TakesTwoPersons) {
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  EXPECT_THAT(
      Decide(1, ErasureState::kDone, "staff/one"),
      StatusIs(StatusCode::kPermissionDenied, "ERASURE_OF_OWN_REQUEST"));
  ASSERT_OK_AND_ASSIGN(const Erasure taken_back,
                       Decide(1, ErasureState::kRejected, "staff/one"));
  EXPECT_EQ(taken_back.state, ErasureState::kRejected);
  EXPECT_EQ(History().size(), 2u);
  EXPECT_NE(History()[0].members[0].full_name, "");
  EXPECT_THAT(Approve(1),
              StatusIs(StatusCode::kFailedPrecondition, "ERASURE_DECIDED"));
  EXPECT_THAT(Approve(2), StatusIs(StatusCode::kNotFound, "ERASURE_NOT_FOUND"));
}

TEST_F(ErasureStoreTest, RefusesAMemberNobodyKnows) {
  EXPECT_THAT(erasures_.Create(Asked(1, "no-such"), Soon()),
              StatusIs(StatusCode::kNotFound, "MEMBER_NOT_FOUND"));
  Erasure elsewhere = Asked(1);
  elsewhere.household = Id(77);
  EXPECT_THAT(erasures_.Create(elsewhere, Soon()),
              StatusIs(StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
}

TEST_F(ErasureStoreTest, IsStoppedByALegalHoldUntilItIsReleased) {
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  const LegalHold hold = {.household = Id(1),
                          .reason = "khiếu nại",
                          .holder = "staff/three",
                          .tier = OfficeTier::kProvince,
                          .hold_time = clock_.Now()};
  ASSERT_OK(holds_.Hold(hold, Soon()));
  EXPECT_THAT(Approve(1),
              StatusIs(StatusCode::kFailedPrecondition, "LEGAL_HOLD"));
  EXPECT_THAT(erasures_.Create(Asked(2), Soon()),
              StatusIs(StatusCode::kFailedPrecondition, "LEGAL_HOLD"));
  EXPECT_NE(History()[0].members[0].full_name, "");
  ASSERT_OK(Release(1));
  EXPECT_THAT(Release(1),
              StatusIs(StatusCode::kNotFound, "LEGAL_HOLD_NOT_FOUND"));
  ASSERT_OK(Approve(1));
}

TEST_F(ErasureStoreTest, KeepsSinceWhenAHouseholdIsHeld) {
  LegalHold hold = {.household = Id(1),
                    .reason = "khiếu nại",
                    .holder = "staff/three",
                    .tier = OfficeTier::kProvince,
                    .hold_time = clock_.Now()};
  ASSERT_OK_AND_ASSIGN(const LegalHold first, holds_.Hold(hold, Soon()));
  hold.reason = "thanh tra";
  hold.hold_time += absl::Hours(1);
  ASSERT_OK_AND_ASSIGN(const LegalHold second, holds_.Hold(hold, Soon()));
  EXPECT_EQ(second.reason, "thanh tra");
  EXPECT_EQ(second.hold_time, first.hold_time);
  ASSERT_OK_AND_ASSIGN(const auto all,
                       holds_.List({.villages = {.all = true}}, 9, Soon()));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].village, SampleHousehold(1).village);
  hold.household = Id(77);
  EXPECT_THAT(holds_.Hold(hold, Soon()),
              StatusIs(StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
}

TEST_F(ErasureStoreTest, AHoldIsChangedFromItsTierOrAboveAndRemembered) {
  LegalHold hold = {.household = Id(1),
                    .reason = "khiếu nại",
                    .holder = "staff/three",
                    .tier = OfficeTier::kProvince,
                    .hold_time = clock_.Now()};
  ASSERT_OK_AND_ASSIGN(const LegalHold first, holds_.Hold(hold, Soon()));
  ASSERT_OK(holds_.Hold(hold, Soon()));
  LegalHold lower = hold;
  lower.reason = "lý do khác";
  lower.holder = "staff/district";
  lower.tier = OfficeTier::kDistrict;
  EXPECT_THAT(holds_.Hold(lower, Soon()),
              StatusIs(StatusCode::kPermissionDenied, "LEGAL_HOLD_FROM_ABOVE"));
  EXPECT_THAT(Release(1, OfficeTier::kDistrict),
              StatusIs(StatusCode::kPermissionDenied, "LEGAL_HOLD_FROM_ABOVE"));
  ASSERT_OK_AND_ASSIGN(const auto none, holds_.Past(Id(1), 9, Soon()));
  EXPECT_TRUE(none.empty());

  LegalHold higher = hold;
  higher.reason = "thanh tra";
  higher.holder = "";
  higher.tier = OfficeTier::kAdministrator;
  ASSERT_OK(holds_.Hold(higher, Soon()));
  EXPECT_THAT(Release(1, OfficeTier::kProvince),
              StatusIs(StatusCode::kPermissionDenied, "LEGAL_HOLD_FROM_ABOVE"));
  ASSERT_OK(Release(1, OfficeTier::kAdministrator));
  ASSERT_OK_AND_ASSIGN(const auto past, holds_.Past(Id(1), 9, Soon()));
  ASSERT_EQ(past.size(), 2u);
  EXPECT_EQ(past[0].hold.reason, "thanh tra");
  EXPECT_EQ(past[0].hold.hold_time, first.hold_time);
  EXPECT_EQ(past[0].end_actor, "staff/four");
  EXPECT_EQ(past[0].end_reason, "vụ việc đã xong");
  EXPECT_EQ(past[1].hold.holder, "staff/three");
  EXPECT_EQ(past[1].hold.tier, OfficeTier::kProvince);
  EXPECT_EQ(past[1].end_actor, "");
  EXPECT_EQ(past[1].end_reason, "");
  ASSERT_OK(holds_.Hold(lower, Soon()));
}

TEST_F(ErasureStoreTest, ListsByWhereTheHouseholdLivesToday) {
  for (std::uint64_t number : {1, 2, 3}) {
    ASSERT_OK(erasures_.Create(Asked(number), Soon()));
  }
  ASSERT_OK(Decide(2, ErasureState::kRejected, "staff/two"));
  ASSERT_OK(holds_.Hold(
      {.household = Id(1), .reason = "khiếu nại", .hold_time = clock_.Now()},
      Soon()));
  const VillageSet then{.codes = {SampleHousehold(1).village.value}};
  const VillageSet now{.codes = {"07210001"}};
  const auto listed = [&](const ErasureFilter& filter, int limit) {
    std::vector<ErasureId> ids;
    const std::vector<Erasure> found =
        erasures_.List(filter, limit, Soon()).value();
    for (const Erasure& one : found) {
      ids.push_back(one.id);
    }
    return ids;
  };
  const auto held = [&](const HoldFilter& filter) {
    return holds_.List(filter, 9, Soon()).value().size();
  };
  const auto id = [](std::uint64_t n) { return IdNumber<ErasureId>(n); };
  EXPECT_THAT(listed({.villages = then}, 9),
              testing::ElementsAre(id(1), id(2), id(3)));
  EXPECT_THAT(listed({.villages = now}, 9), testing::IsEmpty());
  EXPECT_EQ(held({.villages = then}), 1u);
  ASSERT_OK(households_.Update(
      Id(1),
      [](Household h) -> absl::StatusOr<Household> {
        h.village.value = "07210001";
        return h;
      },
      Soon()));
  EXPECT_THAT(listed({.villages = then}, 9), testing::IsEmpty());
  EXPECT_THAT(listed({.villages = {}}, 9), testing::IsEmpty());
  EXPECT_THAT(listed({.villages = now}, 2), testing::ElementsAre(id(1), id(2)));
  EXPECT_THAT(listed({.villages = now, .after = id(2)}, 2),
              testing::ElementsAre(id(3)));
  EXPECT_THAT(listed({.state = ErasureState::kRequested, .villages = now}, 9),
              testing::ElementsAre(id(1), id(3)));
  EXPECT_THAT(
      listed({.state = ErasureState::kRejected, .villages = {.all = true}}, 9),
      testing::ElementsAre(id(2)));
  EXPECT_EQ(held({.villages = then}), 0u);
  EXPECT_EQ(held({.villages = now}), 1u);
  EXPECT_EQ(held({.villages = now, .after = Id(1)}), 0u);
  VillageSet many = now;
  for (int i = 100; i < 200; ++i) {
    many.codes.push_back(absl::StrCat("07299", i));
  }
  EXPECT_EQ(held({.villages = many}), 1u);
}

TEST_F(ErasureStoreTest, WaitsForAnImportThatIsUnderWay) {
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  PutImport(static_cast<int>(ImportState::kRunning));
  EXPECT_THAT(Approve(1), StatusIs(StatusCode::kFailedPrecondition,
                                   "ERASURE_WAITS_FOR_IMPORT"));
  EXPECT_NE(History()[0].members[0].full_name, "");
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_chunk"), 1);
}

TEST_F(ErasureStoreTest, RemovesNoFileThatMayHoldAHouseholdUnderAHold) {
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  PutImport(static_cast<int>(ImportState::kDone));
  ASSERT_OK(holds_.Hold({.household = Id(2),
                         .reason = "khiếu nại",
                         .holder = "staff/three",
                         .tier = OfficeTier::kProvince,
                         .hold_time = clock_.Now()},
                        Soon()));
  const absl::Status refused = Approve(1).status();
  EXPECT_THAT(refused,
              StatusIs(StatusCode::kFailedPrecondition, "IMPORT_FILE_HELD"));
  ASSERT_EQ(ViolationsOf(refused).size(), 1u);
  EXPECT_THAT(ViolationsOf(refused)[0].en,
              testing::AllOf(testing::HasSubstr("areas/07207/imports/"),
                             testing::HasSubstr("and 1 under")));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_chunk"), 1);
  EXPECT_NE(History()[0].members[0].full_name, "");

  // It lives elsewhere now; the list is older than that.
  ASSERT_OK(households_.Update(
      Id(2),
      [](Household h) -> absl::StatusOr<Household> {
        h.village.value = "07210001";
        return h;
      },
      Soon()));
  EXPECT_THAT(Approve(1),
              StatusIs(StatusCode::kFailedPrecondition, "IMPORT_FILE_HELD"));

  ASSERT_OK(Release(2));
  ASSERT_OK_AND_ASSIGN(const Erasure done, Approve(1));
  EXPECT_EQ(done.counts.imports, 1);
}

TEST_F(ErasureStoreTest, AHoldInAnotherCommuneStopsNothing) {
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  PutImport(static_cast<int>(ImportState::kDone));
  ASSERT_OK(holds_.Hold({.household = Id(2),
                         .reason = "khiếu nại",
                         .holder = "staff/three",
                         .tier = OfficeTier::kProvince,
                         .hold_time = clock_.Now()},
                        Soon()));
  std::vector<ErasureArea> areas = Areas();
  areas.back().villages.codes = {"07207999"};
  ASSERT_OK(Approve(1, areas));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM import_chunk"), 0);
}

TEST_F(ErasureStoreTest, IsAskedAgainWhenTheHouseholdLivedWhereNobodyLooked) {
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  ASSERT_OK(households_.Update(
      Id(1),
      [](Household h) -> absl::StatusOr<Household> {
        h.village.value = "07210001";
        return h;
      },
      Soon()));
  EXPECT_THAT(Approve(1), StatusIs(StatusCode::kAborted, "ERASURE_RACED"));
  EXPECT_THAT(Approve(1, Areas({"07210001"})),
              StatusIs(StatusCode::kAborted, "ERASURE_RACED"));
  EXPECT_NE(History()[0].members[0].full_name, "");
  ASSERT_OK(Approve(1, Areas({SampleHousehold(1).village.value, "07210001"})));
}

TEST_F(ErasureStoreTest, LeavesNoPrintOfWhatWasThere) {
  const Household was = SampleHousehold(1);
  const auto keep = [&](std::uint64_t number, HouseholdId household) {
    const FieldReceipt receipt{.item = IdNumber<ItemId>(number),
                               .print = std::string(32, 'p'),
                               .outcome = ItemOutcome::kAccepted,
                               .household = household,
                               .revision = 2};
    ASSERT_OK(receipts_.Keep(absl::MakeConstSpan(&receipt, 1), Soon()));
  };
  keep(1, Id(1));
  keep(2, Id(2));
  // It was refused, and told of a household that the register has not.
  keep(3, {});
  Run("UPDATE household SET event_request = REPEAT('r', 32)");
  Run("UPDATE household_past SET event_request = REPEAT('r', 32)");
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  ASSERT_OK(Approve(1));
  const std::vector<ItemId> items = {IdNumber<ItemId>(1), IdNumber<ItemId>(2),
                                     IdNumber<ItemId>(3)};
  ASSERT_OK_AND_ASSIGN(const auto left, receipts_.Find(items, Soon()));
  EXPECT_EQ(left.at(items[0]).print, std::string(32, '\0'));
  EXPECT_EQ(left.at(items[0]).revision, 2);
  EXPECT_EQ(left.at(items[1]).print, std::string(32, 'p'));
  EXPECT_EQ(left.at(items[2]).print, std::string(32, '\0'));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household_past"
                  " WHERE event_request IS NOT NULL"),
            0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM household"
                  " WHERE event_request IS NOT NULL"),
            1)
      << "the other household's";
  EXPECT_EQ(Count(absl::StrCat(
                "SELECT COUNT(*) FROM household WHERE HEX(fingerprint) = '",
                absl::AsciiStrToUpper(
                    absl::BytesToHexString(codec_.Fingerprint(was))),
                "'")),
            0);
}

TEST_F(ErasureStoreTest, KeepsTheWordsSealed) {
  ASSERT_OK(erasures_.Create(Asked(1), Soon()));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM erasure_request"
                  " WHERE INSTR(content, 'theo') > 0"),
            0);
  ASSERT_OK_AND_ASSIGN(const auto all,
                       erasures_.List({.villages = {.all = true}}, 9, Soon()));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].legal_ground, "căn cứ thử");
}

}  // namespace
}  // namespace rasoat::registry
