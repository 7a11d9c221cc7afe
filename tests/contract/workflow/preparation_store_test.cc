#include <algorithm>
#include <map>
#include <thread>

#include "rasoat/workflow/v1/workflow_feed.pb.h"
#include "tests/contract/workflow/workflow_fixture.h"

namespace rasoat::workflow {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;

class PreparationStoreTest : public WorkflowTest {
 protected:
  void SetUp() override {
    WorkflowTest::SetUp();
    round_ = Open();
    Told();
  }

  absl::StatusOr<int> Record(const std::vector<Milestone>& milestones) {
    return preparation_->RecordMilestones(*round_, milestones, Soon());
  }
  absl::StatusOr<AttendedClass> Attend(const std::string& id,
                                       const std::vector<StaffId>& staff) {
    return preparation_->RecordAttendance({{"bg-2021"}, {id}}, staff, Soon());
  }
  TrainingClass Class(const std::string& id, int last_day = 10) {
    return {.id = {id},
            .organizer = {"24"},
            .topic = "Phiếu B, bảng B1 và B2",
            .form = TrainingForm::kOnline,
            .start = CivilDay(2021, 9, 8),
            .end = CivilDay(2021, 9, last_day)};
  }
  void AddClass(const TrainingClass& training) {
    ASSERT_OK(preparation_->AddClass(*round_, training, Soon()));
  }

  std::shared_ptr<const OpenRound> round_;
};

TEST_F(PreparationStoreTest, RecordsMilestonesAndTellsOfEach) {
  const std::vector<Milestone> milestones = {
      {{"213"}, "district-plan", CivilDay(2021, 9, 3), "12/KH-UBND"},
      {{"07201"}, "commune-committee", CivilDay(2021, 9, 4), ""}};
  ASSERT_OK_AND_ASSIGN(int created, Record(milestones));
  EXPECT_EQ(created, 2);
  const auto told = Told();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].subject(), "rounds/bg-2021/milestones/213.district-plan");
  EXPECT_EQ(told[0].area(), "213");
  const auto state = StateOf<v1::MilestoneState>(told[0]);
  EXPECT_EQ(state.milestone().area(), "areas/213");
  EXPECT_EQ(state.milestone().date(), "2021-09-03");
  ASSERT_OK_AND_ASSIGN(auto listed, preparation_->ListMilestones(
                                        {"bg-2021"}, {"24"}, {}, 10, Soon()));
  EXPECT_THAT(listed, testing::UnorderedElementsAreArray(milestones));
}

TEST_F(PreparationStoreTest, ARepeatOfMilestonesRecordsOnlyTheNew) {
  const Milestone plan{{"213"}, "district-plan", CivilDay(2021, 9, 3), ""};
  ASSERT_OK(Record({plan}));
  Told();
  ASSERT_OK_AND_ASSIGN(
      int created, Record({plan, {{"215"}, "district-plan", plan.date, ""}}));
  EXPECT_EQ(created, 1);
  EXPECT_THAT(ToldSubjects(),
              ElementsAre("rounds/bg-2021/milestones/215.district-plan"));
}

TEST_F(PreparationStoreTest, AMilestoneWithAnotherDateIsRefusedWithAllOthers) {
  ASSERT_OK(Record({{{"213"}, "district-plan", CivilDay(2021, 9, 3), ""}}));
  Told();
  EXPECT_THAT(Record({{{"215"}, "district-plan", CivilDay(2021, 9, 3), ""},
                      {{"213"}, "district-plan", CivilDay(2021, 9, 4), ""}}),
              StatusIs(StatusCode::kAlreadyExists, "MILESTONE_DIFFERS"));
  EXPECT_THAT(Told(), IsEmpty());
  ASSERT_OK_AND_ASSIGN(auto listed, preparation_->ListMilestones(
                                        {"bg-2021"}, {"215"}, {}, 10, Soon()));
  EXPECT_THAT(listed, IsEmpty());
}

TEST_F(PreparationStoreTest, MilestonesBelongToTheirTierAndTheRound) {
  const CivilDay day(2021, 9, 3);
  const absl::Status tier = Record({{{"07201"}, "district-plan", day, ""},
                                    {{"213"}, "village-team", day, ""}})
                                .status();
  EXPECT_EQ(ViolationsOf(tier).size(), 2u);
  EXPECT_EQ(ViolationsOf(tier)[1].rule, "WRONG_TIER");
  EXPECT_EQ(ViolationsOf(tier)[1].field, "milestones[1].area");
  EXPECT_THAT(Record({{{"777"}, "district-plan", day, ""}}),
              StatusIs(StatusCode::kNotFound, "AREA_NOT_IN_ROUND"));
}

TEST_F(PreparationStoreTest, ListsMilestonesPageByPage) {
  const CivilDay day(2021, 9, 3);
  ASSERT_OK(Record({{{"213"}, "district-supervisors", day, ""},
                    {{"213"}, "district-plan", day, ""},
                    {{"07201001"}, "village-team", day, ""}}));
  std::optional<PreparationStore::MilestonePlace> after;
  std::vector<std::string> seen;
  for (int page = 0; page < 4; ++page) {
    ASSERT_OK_AND_ASSIGN(
        auto listed,
        preparation_->ListMilestones({"bg-2021"}, {"213"}, after, 1, Soon()));
    if (listed.empty()) break;
    seen.push_back(listed[0].unit.value + " " + listed[0].kind);
    after.emplace(listed[0].unit, listed[0].kind);
  }
  EXPECT_THAT(seen, ElementsAre("07201001 village-team", "213 district-plan",
                                "213 district-supervisors"));
}

TEST_F(PreparationStoreTest, SetsUpAClassOnce) {
  AddClass(Class("lop-1"));
  AddClass(Class("lop-1"));
  EXPECT_THAT(ToldSubjects(),
              ElementsAre("rounds/bg-2021/trainingClasses/lop-1"));
  TrainingClass other = Class("lop-1");
  other.form = TrainingForm::kInPerson;
  EXPECT_THAT(preparation_->AddClass(*round_, other, Soon()),
              StatusIs(StatusCode::kAlreadyExists, "TRAINING_CLASS_EXISTS"));
  other = Class("lop-2");
  other.organizer = {"777"};
  EXPECT_THAT(preparation_->AddClass(*round_, other, Soon()),
              StatusIs(StatusCode::kNotFound, "AREA_NOT_IN_ROUND"));
  ASSERT_OK_AND_ASSIGN(
      auto found, preparation_->GetClass({{"bg-2021"}, {"lop-1"}}, Soon()));
  EXPECT_EQ(found.training, Class("lop-1"));
  EXPECT_THAT(preparation_->GetClass({{"bg-2021"}, {"lop-9"}}, Soon()),
              StatusIs(StatusCode::kNotFound, "TRAINING_CLASS_NOT_FOUND"));
}

TEST_F(PreparationStoreTest, ListsClassesOfAUnitAndThoseBelow) {
  AddClass(Class("b"));
  TrainingClass district = Class("a");
  district.organizer = {"213"};
  AddClass(district);
  auto ids = [&](const std::string& area, std::optional<ClassId> after) {
    auto listed =
        preparation_->ListClasses({"bg-2021"}, {area}, after, 10, Soon());
    EXPECT_OK(listed);
    std::vector<std::string> found;
    for (const auto& one : *listed) found.push_back(one.training.id.value);
    return found;
  };
  EXPECT_THAT(ids("24", std::nullopt), ElementsAre("a", "b"));
  EXPECT_THAT(ids("24", ClassId{"a"}), ElementsAre("b"));
  EXPECT_THAT(ids("213", std::nullopt), ElementsAre("a"));
}

TEST_F(PreparationStoreTest, AttendanceCountsEverybodyOnce) {
  AddStaff({"s1", "s2", "s3"});
  AddClass(Class("lop-1"));
  Told();
  ASSERT_OK_AND_ASSIGN(auto attended,
                       Attend("lop-1", {{"s2"}, {"s1"}, {"s2"}}));
  EXPECT_EQ(attended.attendees, 2);
  auto told = Told();
  ASSERT_EQ(told.size(), 3u);
  EXPECT_EQ(StateOf<v1::TrainingClassState>(told[0])
                .training_class()
                .attendee_count(),
            2);
  const auto trained = StateOf<v1::StaffTrainingState>(told[1]);
  EXPECT_EQ(trained.staff(), "staff/s1");
  EXPECT_EQ(trained.area(), "07201");
  EXPECT_EQ(trained.trained_date(), "2021-09-10");
  EXPECT_EQ(told[1].area(), "07201");

  ASSERT_OK_AND_ASSIGN(attended, Attend("lop-1", {{"s1"}, {"s2"}}));
  EXPECT_EQ(attended.attendees, 2);
  EXPECT_THAT(Told(), IsEmpty());
  ASSERT_OK_AND_ASSIGN(attended, Attend("lop-1", {{"s1"}, {"s3"}}));
  EXPECT_EQ(attended.attendees, 3);
  EXPECT_THAT(ToldSubjects(),
              ElementsAre("rounds/bg-2021/trainingClasses/lop-1",
                          "rounds/bg-2021/trainedStaff/s3"));
}

TEST_F(PreparationStoreTest, TheEarliestClassSaysSinceWhenSomebodyIsTrained) {
  AddStaff({"s1"});
  AddClass(Class("second", 12));
  AddClass(Class("third", 15));
  AddClass(Class("first", 9));
  Told();
  auto trained_dates = [&] {
    std::vector<std::string> dates;
    for (const auto& change : Told()) {
      if (change.state().Is<v1::StaffTrainingState>()) {
        dates.push_back(StateOf<v1::StaffTrainingState>(change).trained_date());
      }
    }
    return dates;
  };
  ASSERT_OK(Attend("second", {{"s1"}}));
  EXPECT_THAT(trained_dates(), ElementsAre("2021-09-12"));
  ASSERT_OK(Attend("third", {{"s1"}}));
  EXPECT_THAT(trained_dates(), IsEmpty());
  ASSERT_OK(Attend("first", {{"s1"}}));
  EXPECT_THAT(trained_dates(), ElementsAre("2021-09-09"));
}

TEST_F(PreparationStoreTest, SomebodyUnknownRefusesAllAttendance) {
  AddStaff({"s1"});
  AddClass(Class("lop-1"));
  Told();
  const absl::Status refused = Attend("lop-1", {{"s1"}, {"x"}, {"y"}}).status();
  ASSERT_EQ(ViolationsOf(refused).size(), 2u);
  EXPECT_EQ(ViolationsOf(refused)[0].field, "attendees[1]");
  EXPECT_EQ(ViolationsOf(refused)[0].rule, "STAFF_UNKNOWN");
  EXPECT_EQ(preparation_->GetClass({{"bg-2021"}, {"lop-1"}}, Soon())->attendees,
            0);
  EXPECT_THAT(Told(), IsEmpty());
}

TEST_F(PreparationStoreTest, ClassesWithTheSamePeopleAtOnceEndRight) {
  std::vector<std::string> names;
  std::vector<StaffId> people;
  for (int i = 0; i < 40; ++i) {
    names.push_back("s" + std::to_string(i));
    people.push_back({names.back()});
  }
  AddStaff(names);
  for (int day : {9, 10, 11, 12})
    AddClass(Class("c" + std::to_string(day), day));
  Told();
  std::vector<std::thread> threads;
  for (int day : {12, 11, 10, 9}) {
    threads.emplace_back([&, day] {
      std::vector<StaffId> order = people;
      if (day % 2 == 0) std::reverse(order.begin(), order.end());
      EXPECT_OK(Attend("c" + std::to_string(day), order));
    });
  }
  for (std::thread& thread : threads) thread.join();
  // Whoever came first: the last word on everybody is the earliest class.
  std::map<std::string, std::string> last;
  for (const auto& change : Told()) {
    if (!change.state().Is<v1::StaffTrainingState>()) continue;
    const auto state = StateOf<v1::StaffTrainingState>(change);
    last[state.staff()] = state.trained_date();
  }
  ASSERT_EQ(last.size(), 40u);
  for (const auto& [staff, date] : last) EXPECT_EQ(date, "2021-09-09") << staff;
}

}  // namespace
}  // namespace rasoat::workflow
