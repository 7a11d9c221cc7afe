// The life of surveys, asked of the stores in memory and of those on MariaDB:
// drafts, versions, what supervisors do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "absl/strings/str_cat.h"
#include "rasoat/registry/v1/registry_feed.pb.h"
#include "tests/contract/registry/store/stores.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Survey Version(std::uint64_t number, std::uint64_t household,
               std::uint64_t replaces = 0) {
  Survey survey = SampleSurvey(number, household);
  AddMemberFacts(SampleHousehold(household), survey);
  survey.village = {"07207001"};
  survey.form_hash = std::string(32, 'h');
  survey.place = {Settlement::kRural, Region::kRedRiverDelta};
  survey.reviewer = "staff/reviewer";
  survey.submit_time = absl::FromUnixMicros(1'633'000'000'000'000) +
                       absl::Seconds(static_cast<int>(number));
  survey.replaces = IdNumber<SurveyId>(replaces);
  return survey;
}

NewVisit First(std::uint64_t number) {
  return {.household = SampleHousehold(number),
          .survey = Version(number, number),
          .seen_revision = 1};
}

NewVisit Next(Survey survey) {
  return {.survey = std::move(survey), .seen_revision = 1};
}

ReviewOrder Order(SurveyAct act, std::uint64_t survey, std::int64_t seen = 1,
                  std::string supervisor = "staff/officer") {
  return {.survey = IdNumber<SurveyId>(survey),
          .act = act,
          .seen_revision = seen,
          .comments = {.general = "Xem lại",
                       .fields = {{"answers[house.wall]", "Tường gì?"}}},
          .supervisor = std::move(supervisor),
          .time = absl::FromUnixMicros(1'633'100'000'000'001)};
}

SurveyDraft Draft(std::uint64_t number, std::string content) {
  return {.id = IdNumber<DraftId>(number),
          .writer = "staff/reviewer",
          .household = IdNumber<HouseholdId>(1),
          .round = {"2021-tong-ra-soat"},
          .kind = FormKind::kSurvey,
          .village = {"07207001"},
          .content = std::move(content),
          .save_time = absl::FromUnixMicros(1'633'000'000'000'001)};
}

class SurveyLifeTest : public StoreTest {
 protected:
  Stores& stores() { return *stores_; }

  std::string Take(NewVisit visit) {
    return StoreTest::Take({std::move(visit)}).front();
  }

  absl::StatusOr<Survey> Act(const ReviewOrder& order) {
    auto outcomes = stores().reviews().Act(
        absl::MakeConstSpan(&order, 1),
        [](const Survey&) { return absl::OkStatus(); }, Soon());
    if (!outcomes.ok()) return outcomes.status();
    return outcomes->front();
  }

  Survey Get(std::uint64_t number) {
    absl::StatusOr<Survey> survey =
        stores().surveys().Get(IdNumber<SurveyId>(number), Soon());
    EXPECT_OK(survey);
    return survey.ok() ? *survey : Survey();
  }

  std::vector<SurveyReview> Reviews(std::uint64_t survey,
                                    std::int64_t after = 0, int limit = 100) {
    auto reviews = stores().reviews().List(IdNumber<SurveyId>(survey), after,
                                           limit, Soon());
    EXPECT_OK(reviews);
    return reviews.ok() ? *reviews : std::vector<SurveyReview>();
  }
};

INSTANTIATE_TEST_SUITE_P(All, SurveyLifeTest, BothKinds(), NameOfKind);

TEST_P(SurveyLifeTest, KeepsWhereAndWhy) {
  NewVisit visit = First(1);
  visit.survey->location =
      Location{.latitude_e6 = 21'273'000,
               .longitude_e6 = 106'194'000,
               .accuracy_m = 12,
               .time = absl::FromUnixMicros(1'633'000'000'000'001)};
  visit.survey->correction_reason = "Đếm nhầm nhân khẩu";
  ASSERT_EQ(Take(visit), "OK");
  ASSERT_EQ(Take(First(2)), "OK");
  const Survey got = Get(1);
  EXPECT_EQ(got.location, visit.survey->location);
  EXPECT_EQ(got.correction_reason, visit.survey->correction_reason);
  EXPECT_EQ(got.status, SurveyStatus::kSubmitted);
  EXPECT_EQ(got.kind, FormKind::kSurvey);
  EXPECT_EQ(got.revision, 1);
  EXPECT_EQ(Get(2).location, std::nullopt);
}

TEST_P(SurveyLifeTest, KeepsOneCurrentSurveyOfEveryKind) {
  ASSERT_EQ(Take(First(1)), "OK");
  Survey screening = Version(2, 1);
  screening.kind = FormKind::kScreening;
  EXPECT_EQ(Take(Next(screening)), "OK");
  Survey again = Version(3, 1);
  again.kind = FormKind::kScreening;
  EXPECT_EQ(Take(Next(again)), "SURVEY_EXISTS");
  again.replaces = IdNumber<SurveyId>(1);  // of another kind
  EXPECT_EQ(Take(Next(again)), "SURVEY_REPLACED");
  again.replaces = IdNumber<SurveyId>(2);
  EXPECT_EQ(Take(Next(again)), "OK");
  EXPECT_TRUE(Get(1).is_current);
  EXPECT_FALSE(Get(2).is_current);
  ASSERT_OK_AND_ASSIGN(const auto current,
                       stores().surveys().CurrentLike(again, Soon()));
  ASSERT_TRUE(current.has_value());
  EXPECT_EQ(current->id, again.id);
}

TEST_P(SurveyLifeTest, ListsByStatusAndKind) {
  ASSERT_EQ(Take(First(1)), "OK");
  ASSERT_EQ(Take(First(2)), "OK");
  Survey screening = Version(3, 1);
  screening.kind = FormKind::kScreening;
  ASSERT_EQ(Take(Next(screening)), "OK");
  ASSERT_OK(Act(Order(SurveyAct::kAccept, 2)));
  const auto ids = [&](SurveyStatus status, FormKind kind) {
    auto found = stores().surveys().List({.village = {"07207001"},
                                          .round = {"2021-tong-ra-soat"},
                                          .status = status,
                                          .kind = kind},
                                         SurveyId(), 10, Soon());
    EXPECT_OK(found);
    std::vector<int> all;
    for (const Survey& survey : *found) all.push_back(survey.id.bytes[15]);
    return all;
  };
  EXPECT_THAT(ids(SurveyStatus::kUnspecified, FormKind::kUnspecified),
              ElementsAre(1, 2, 3));
  EXPECT_THAT(ids(SurveyStatus::kSubmitted, FormKind::kUnspecified),
              ElementsAre(1, 3));
  EXPECT_THAT(ids(SurveyStatus::kSubmitted, FormKind::kSurvey), ElementsAre(1));
  EXPECT_THAT(ids(SurveyStatus::kReturned, FormKind::kSurvey), IsEmpty());
}

TEST_P(SurveyLifeTest, KeepsEveryVersionAndEveryAct) {
  ASSERT_EQ(Take(First(1)), "OK");
  ASSERT_OK_AND_ASSIGN(const Survey returned,
                       Act(Order(SurveyAct::kReturn, 1)));
  EXPECT_EQ(returned.status, SurveyStatus::kReturned);
  EXPECT_EQ(returned.revision, 2);
  ASSERT_EQ(Take(Next(Version(2, 1, 1))), "OK");
  ASSERT_OK(Act(Order(SurveyAct::kAccept, 2)));
  EXPECT_EQ(Take(Next(Version(3, 1, 2))), "CORRECTION_REASON_MISSING");
  Survey correction = Version(3, 1, 2);
  correction.correction_reason = "Khiếu nại đúng";
  ASSERT_EQ(Take(Next(correction)), "OK");

  const auto versions = [&](std::uint64_t of, std::uint64_t after, int limit) {
    auto found = stores().surveys().Versions(
        IdNumber<SurveyId>(of), IdNumber<SurveyId>(after), limit, Soon());
    EXPECT_OK(found);
    return found.ok() ? *found : std::vector<Survey>();
  };
  const std::vector<Survey> all = versions(2, 0, 10);
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[0].status, SurveyStatus::kReturned);
  EXPECT_EQ(all[1].status, SurveyStatus::kAccepted);
  EXPECT_EQ(all[2].status, SurveyStatus::kSubmitted);
  EXPECT_EQ(all[2].correction_reason, "Khiếu nại đúng");
  EXPECT_FALSE(all[1].is_current);
  EXPECT_TRUE(all[2].is_current);
  ASSERT_THAT(versions(1, 1, 1), SizeIs(1));
  EXPECT_EQ(versions(1, 1, 1)[0].id, IdNumber<SurveyId>(2));
  EXPECT_THAT(
      stores().surveys().Versions(IdNumber<SurveyId>(9), SurveyId(), 1, Soon()),
      StatusIs(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND"));

  const std::vector<SurveyReview> reviews = Reviews(1);
  ASSERT_THAT(reviews, SizeIs(1));
  const ReviewOrder order = Order(SurveyAct::kReturn, 1);
  EXPECT_EQ(reviews[0].act, SurveyAct::kReturn);
  EXPECT_EQ(reviews[0].revision, 2);
  EXPECT_EQ(reviews[0].supervisor, order.supervisor);
  EXPECT_EQ(reviews[0].time, order.time);
  EXPECT_EQ(reviews[0].comments, order.comments);
  EXPECT_THAT(Reviews(1, 2), IsEmpty());
  EXPECT_THAT(Reviews(2), SizeIs(1));
  EXPECT_THAT(Reviews(3), IsEmpty());
}

TEST_P(SurveyLifeTest, RefusesWhatIsOutOfDate) {
  ASSERT_EQ(Take(First(1)), "OK");
  EXPECT_THAT(Act(Order(SurveyAct::kAccept, 9)),
              StatusIs(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND"));
  EXPECT_THAT(
      Act(Order(SurveyAct::kAccept, 1, 1, "staff/reviewer")),
      StatusIs(absl::StatusCode::kPermissionDenied, "REVIEW_OF_OWN_SURVEY"));
  ASSERT_OK(Act(Order(SurveyAct::kReturn, 1)));
  EXPECT_THAT(Act(Order(SurveyAct::kAccept, 1)),
              StatusIs(absl::StatusCode::kAborted, "STALE_SURVEY"));
  EXPECT_THAT(
      Act(Order(SurveyAct::kAccept, 1, 2)),
      StatusIs(absl::StatusCode::kFailedPrecondition, "SURVEY_RETURNED"));
  ASSERT_EQ(Take(Next(Version(2, 1, 1))), "OK");
  EXPECT_THAT(Act(Order(SurveyAct::kAccept, 1, 2)),
              StatusIs(absl::StatusCode::kAborted, "SURVEY_OUTDATED"));
  EXPECT_THAT(Reviews(1), SizeIs(1));
}

TEST_P(SurveyLifeTest, KnowsARepeatByItsRequest) {
  ASSERT_EQ(Take(First(1)), "OK");
  ReviewOrder order = Order(SurveyAct::kReturn, 1);
  order.request = IdNumber<RequestId>(7);
  ASSERT_OK(Act(order));
  order.time += absl::Hours(1);
  ASSERT_OK_AND_ASSIGN(const Survey again, Act(order));
  EXPECT_EQ(again.revision, 2);
  EXPECT_THAT(Reviews(1), SizeIs(1));
  order.comments.general = "Khác";
  EXPECT_THAT(Act(order),
              StatusIs(absl::StatusCode::kAlreadyExists, "REQUEST_ID_TAKEN"));
  // Still the same act when a new version is there.
  ASSERT_EQ(Take(Next(Version(2, 1, 1))), "OK");
  order.comments.general = "Xem lại";
  EXPECT_OK(Act(order));
}

TEST_P(SurveyLifeTest, ActsOnManyEachByItself) {
  std::vector<ReviewOrder> orders;
  for (std::uint64_t i = 1; i <= 120; ++i) {
    ASSERT_EQ(Take(First(i)), "OK");
    orders.push_back(Order(SurveyAct::kAccept, i));
  }
  orders[5].seen_revision = 4;
  orders[6].survey = IdNumber<SurveyId>(999);
  orders.push_back(Order(SurveyAct::kReturn, 1));  // after its own acceptance
  orders.push_back(Order(SurveyAct::kReturn, 6));
  const SurveyId kept_out = IdNumber<SurveyId>(9);
  ASSERT_OK_AND_ASSIGN(
      const auto outcomes,
      stores().reviews().Act(
          orders,
          [&](const Survey& survey) {
            return survey.id == kept_out
                       ? Error(absl::StatusCode::kPermissionDenied, "KEPT_OUT",
                               "as asked")
                       : absl::OkStatus();
          },
          Soon()));
  ASSERT_THAT(outcomes, SizeIs(122));
  for (std::size_t i = 0; i < 120; ++i) {
    const std::string want = i == 5   ? "STALE_SURVEY"
                             : i == 6 ? "SURVEY_NOT_FOUND"
                             : i == 8 ? "KEPT_OUT"
                                      : "";
    EXPECT_EQ(ReasonOf(outcomes[i].status()), want) << i;
  }
  EXPECT_EQ(ReasonOf(outcomes[120].status()), "STALE_SURVEY");
  EXPECT_OK(outcomes[121]);
  EXPECT_EQ(Get(1).status, SurveyStatus::kAccepted);
  EXPECT_EQ(Get(6).status, SurveyStatus::kReturned);
  EXPECT_EQ(Get(9).status, SurveyStatus::kSubmitted);
  EXPECT_EQ(Get(120).status, SurveyStatus::kAccepted);
  EXPECT_EQ(Get(120).revision, 2);
}

TEST_P(SurveyLifeTest, LetsExactlyOneOfTwoSupervisorsAct) {
  for (std::uint64_t survey = 1; survey <= 10; ++survey) {
    ASSERT_EQ(Take(First(survey)), "OK");
    std::vector<std::string> outcomes(4);
    std::vector<std::thread> officers;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      officers.emplace_back([&, i] {
        const auto done =
            Act(Order(i % 2 == 0 ? SurveyAct::kReturn : SurveyAct::kAccept,
                      survey, 1, absl::StrCat("staff/", i)));
        outcomes[i] = done.ok() ? "OK" : ReasonOf(done.status());
      });
    }
    for (std::thread& officer : officers) officer.join();
    EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "OK"), 1);
    EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "STALE_SURVEY"), 3);
    EXPECT_THAT(Reviews(survey), SizeIs(1));
  }
}

TEST_P(SurveyLifeTest, LetsAReturnAndANewVersionRace) {
  for (std::uint64_t i = 1; i <= 10; ++i) {
    ASSERT_EQ(Take(First(i)), "OK");
    std::string returned;
    std::string replaced;
    std::thread officer([&] {
      const auto done = Act(Order(SurveyAct::kReturn, i));
      returned = done.ok() ? "OK" : ReasonOf(done.status());
    });
    std::thread reviewer(
        [&] { replaced = Take(Next(Version(100 + i, i, i))); });
    officer.join();
    reviewer.join();
    // The new version always comes through; the return only before it.
    EXPECT_EQ(replaced, "OK");
    EXPECT_TRUE(returned == "OK" || returned == "SURVEY_OUTDATED") << returned;
    EXPECT_EQ(Get(i).status, returned == "OK" ? SurveyStatus::kReturned
                                              : SurveyStatus::kSubmitted);
    EXPECT_FALSE(Get(i).is_current);
    EXPECT_TRUE(Get(100 + i).is_current);
  }
}

TEST_P(SurveyLifeTest, LetsAnAcceptanceAndACorrectionRace) {
  for (std::uint64_t i = 1; i <= 10; ++i) {
    ASSERT_EQ(Take(First(i)), "OK");
    absl::StatusOr<Survey> accepted;
    std::string replaced;
    std::thread officer([&] { accepted = Act(Order(SurveyAct::kAccept, i)); });
    std::thread reviewer(
        [&] { replaced = Take(Next(Version(100 + i, i, i))); });
    officer.join();
    reviewer.join();
    // An accepted survey is never replaced without a reason.
    if (accepted.ok()) {
      EXPECT_EQ(replaced, "CORRECTION_REASON_MISSING");
      EXPECT_TRUE(Get(i).is_current);
    } else {
      EXPECT_EQ(ReasonOf(accepted.status()), "SURVEY_OUTDATED");
      EXPECT_EQ(replaced, "OK");
    }
  }
}

TEST_P(SurveyLifeTest, SavesADraftOverAndOver) {
  DraftStore& drafts = stores().drafts();
  ASSERT_OK_AND_ASSIGN(SurveyDraft first,
                       drafts.Save(Draft(1, "a"), 0, Soon()));
  EXPECT_EQ(first.revision, 1);
  ASSERT_OK_AND_ASSIGN(SurveyDraft again,
                       drafts.Save(Draft(2, "a"), 0, Soon()));
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(again.revision, 1);
  EXPECT_THAT(drafts.Save(Draft(2, "b"), 0, Soon()),
              StatusIs(absl::StatusCode::kAborted, "STALE_DRAFT"));
  ASSERT_OK_AND_ASSIGN(SurveyDraft next, drafts.Save(Draft(2, "b"), 1, Soon()));
  EXPECT_EQ(next.id, first.id);
  EXPECT_EQ(next.revision, 2);
  ASSERT_OK_AND_ASSIGN(SurveyDraft got, drafts.Get(first.id, Soon()));
  EXPECT_EQ(got.content, "b");
  EXPECT_EQ(got.writer, "staff/reviewer");
  EXPECT_EQ(got.household, IdNumber<HouseholdId>(1));
  EXPECT_EQ(got.kind, FormKind::kSurvey);
  EXPECT_EQ(got.save_time, Draft(1, "").save_time);
  ASSERT_OK_AND_ASSIGN(AreaCode village, drafts.VillageOf(first.id, Soon()));
  EXPECT_EQ(village.value, "07207001");
  EXPECT_THAT(drafts.Get(IdNumber<DraftId>(2), Soon()),
              StatusIs(absl::StatusCode::kNotFound, "DRAFT_NOT_FOUND"));
}

TEST_P(SurveyLifeTest, KeepsDraftsApart) {
  DraftStore& drafts = stores().drafts();
  SurveyDraft other_kind = Draft(2, "b");
  other_kind.kind = FormKind::kScreening;
  SurveyDraft other_writer = Draft(3, "c");
  other_writer.writer = "staff/other";
  SurveyDraft other_round = Draft(4, "d");
  other_round.round = {"2022"};
  for (const SurveyDraft& draft :
       {Draft(1, "a"), other_kind, other_writer, other_round}) {
    ASSERT_OK(drafts.Save(draft, 0, Soon()));
  }
  const auto list = [&](DraftFilter filter, std::uint64_t after, int limit) {
    auto found = drafts.List(filter, IdNumber<DraftId>(after), limit, Soon());
    EXPECT_OK(found);
    std::string all;
    for (const SurveyDraft& draft : *found) all += draft.content;
    return all;
  };
  const DraftFilter mine = {.writer = "staff/reviewer",
                            .village = {"07207001"}};
  EXPECT_EQ(list(mine, 0, 10), "abd");
  EXPECT_EQ(list(mine, 1, 1), "b");
  DraftFilter of_round = mine;
  of_round.round = {"2022"};
  EXPECT_EQ(list(of_round, 0, 10), "d");
  DraftFilter elsewhere = mine;
  elsewhere.village = {"07207002"};
  EXPECT_EQ(list(elsewhere, 0, 10), "");
}

TEST_P(SurveyLifeTest, DeletesOnlyTheDraftThatWasRead) {
  DraftStore& drafts = stores().drafts();
  const DraftId id = IdNumber<DraftId>(1);
  ASSERT_OK(drafts.Save(Draft(1, "a"), 0, Soon()));
  EXPECT_THAT(drafts.Delete(id, "staff/other", 0, Soon()),
              StatusIs(absl::StatusCode::kNotFound, "DRAFT_NOT_FOUND"));
  EXPECT_THAT(drafts.Delete(id, "staff/reviewer", 9, Soon()),
              StatusIs(absl::StatusCode::kAborted, "STALE_DRAFT"));
  EXPECT_OK(drafts.Delete(id, "staff/reviewer", 1, Soon()));
  EXPECT_THAT(drafts.Delete(id, "staff/reviewer", 0, Soon()),
              StatusIs(absl::StatusCode::kNotFound, "DRAFT_NOT_FOUND"));
  EXPECT_THAT(drafts.Save(Draft(1, "b"), 1, Soon()),
              StatusIs(absl::StatusCode::kNotFound, "DRAFT_NOT_FOUND"));
}

TEST_P(SurveyLifeTest, RemovesADraftWithItsSubmissionOnly) {
  DraftStore& drafts = stores().drafts();
  const DraftId id = IdNumber<DraftId>(1);
  ASSERT_OK(drafts.Save(Draft(1, "a"), 0, Soon()));
  NewVisit of_other_household = First(2);
  of_other_household.draft = id;
  ASSERT_EQ(Take(of_other_household), "OK");
  EXPECT_OK(drafts.Get(id, Soon()));
  NewVisit by_other = First(1);
  by_other.survey->reviewer = "staff/other";
  by_other.draft = id;
  ASSERT_EQ(Take(by_other), "OK");
  EXPECT_OK(drafts.Get(id, Soon()));
  NewVisit refused = Next(Version(3, 1));
  refused.draft = id;
  EXPECT_EQ(Take(refused), "SURVEY_EXISTS");
  EXPECT_OK(drafts.Get(id, Soon()));
  NewVisit taken = Next(Version(3, 1, 1));
  taken.draft = id;
  EXPECT_EQ(Take(taken), "OK");
  EXPECT_THAT(drafts.Get(id, Soon()),
              StatusIs(absl::StatusCode::kNotFound, "DRAFT_NOT_FOUND"));
}

TEST_P(SurveyLifeTest, LetsExactlyOneOfTwoDevicesSave) {
  DraftStore& drafts = stores().drafts();
  for (std::int64_t seen = 0; seen < 8; ++seen) {
    std::vector<std::string> outcomes(3);
    std::vector<std::thread> devices;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      devices.emplace_back([&, i] {
        const auto saved =
            drafts.Save(Draft(10 * (seen + 1) + i, absl::StrCat(seen, "/", i)),
                        seen, Soon());
        outcomes[i] = saved.ok() ? "OK" : ReasonOf(saved.status());
      });
    }
    for (std::thread& device : devices) device.join();
    EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "OK"), 1);
    EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "STALE_DRAFT"), 2);
  }
}

class SurveyRowsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(stores_.ok()); }

  /// Everything in a column, one value after another.
  std::string All(const std::string& column, const std::string& table) {
    auto found = mysql::Read(
        stores_.schema().pool(), Soon(), [&](mysql::Reader& reader) {
          return reader.Query(
              absl::StrCat("SELECT COALESCE(", column, ", '') AS v FROM ",
                           table),
              [](const mysql::Row& row) { return row.Blob("v"); });
        });
    EXPECT_OK(found);
    std::string all;
    if (found.ok()) {
      for (const std::string& value : *found) all += value;
    }
    return all;
  }

  static absl::Time Soon() { return SystemClock().Now() + absl::Seconds(20); }

  MySqlStores stores_;
};

TEST_F(SurveyRowsTest, KeepsPersonalThingsSealed) {
  NewVisit visit = First(1);
  visit.survey->location =
      Location{.latitude_e6 = 21'000'000, .longitude_e6 = 106'000'000};
  visit.survey->correction_reason = "bi mat";
  ASSERT_OK(stores_.visits().Take(absl::MakeConstSpan(&visit, 1), Soon()));
  ReviewOrder order = Order(SurveyAct::kReturn, 1);
  order.comments.general = "bi mat";
  ASSERT_OK(stores_.reviews().Act(
      absl::MakeConstSpan(&order, 1),
      [](const Survey&) { return absl::OkStatus(); }, Soon()));
  ASSERT_OK(stores_.drafts().Save(Draft(1, "bi mat"), 0, Soon()));
  for (const auto& [column, table] :
       {std::pair("sealed", "survey"), std::pair("facts", "survey"),
        std::pair("comments", "survey_review"),
        std::pair("content", "survey_draft"),
        std::pair("state", "feed_change")}) {
    const std::string all = All(column, table);
    EXPECT_THAT(all, testing::Not(testing::HasSubstr("bi mat"))) << table;
    EXPECT_FALSE(all.empty()) << table;
  }
}

TEST_F(SurveyRowsTest, TellsTheWholeStateAtEveryChange) {
  const NewVisit visit = First(1);
  ASSERT_OK(stores_.visits().Take(absl::MakeConstSpan(&visit, 1), Soon()));
  const ReviewOrder order = Order(SurveyAct::kAccept, 1);
  ReviewOrder stale = Order(SurveyAct::kReturn, 1);
  for (const ReviewOrder& one : {order, stale}) {
    ASSERT_OK(stores_.reviews().Act(
        absl::MakeConstSpan(&one, 1),
        [](const Survey&) { return absl::OkStatus(); }, Soon()));
  }
  auto states =
      mysql::Read(stores_.schema().pool(), Soon(), [&](mysql::Reader& reader) {
        return reader.Query(
            "SELECT state FROM feed_change WHERE subject LIKE 'surveys/%' "
            "ORDER BY position",
            [](const mysql::Row& row) { return row.Blob("state"); });
      });
  ASSERT_OK(states);
  ASSERT_THAT(*states, SizeIs(2));  // nothing of the stale one
  v1::SurveyState submitted;
  v1::SurveyState accepted;
  ASSERT_TRUE(submitted.ParseFromString((*states)[0]));
  ASSERT_TRUE(accepted.ParseFromString((*states)[1]));
  EXPECT_EQ(submitted.status(), v1::SURVEY_STATUS_SUBMITTED);
  EXPECT_EQ(submitted.form_kind(), v1::FORM_KIND_SURVEY);
  EXPECT_EQ(accepted.status(), v1::SURVEY_STATUS_ACCEPTED);
  accepted.set_status(submitted.status());
  EXPECT_EQ(accepted.SerializeAsString(), submitted.SerializeAsString());
}

}  // namespace
}  // namespace rasoat::registry
