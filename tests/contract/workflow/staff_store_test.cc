#include <thread>

#include "tests/contract/workflow/workflow_fixture.h"

namespace rasoat::workflow {
namespace {

using absl::StatusCode;
using testing::ElementsAre;

class StaffStoreTest : public WorkflowTest {
 protected:
  static Staff Person(const std::string& id, const std::string& area,
                      std::vector<StaffGrant> grants = {}) {
    return {.id = {id},
            .full_name = "Nguyễn Thị Ánh",
            .area = {area},
            .position = Position::kTeamMember,
            .grants = std::move(grants)};
  }
  std::vector<std::string> Ids(const std::string& area,
                               std::optional<StaffId> after = {},
                               int most = 100) {
    auto found = staff_->List({area}, after, most, Soon());
    EXPECT_OK(found);
    std::vector<std::string> ids;
    for (const Staff& one : *found) ids.push_back(one.id.value);
    return ids;
  }
};

TEST_F(StaffStoreTest, KeepsPeopleWithTheirGrants) {
  const Staff person = Person("a-1", "213",
                              {{StaffRole::kDistrictOfficer, {"213"}},
                               {StaffRole::kReviewer, {"07201"}}});
  ASSERT_OK_AND_ASSIGN(int created,
                       staff_->Add({person, Person("b", "*")}, Soon()));
  EXPECT_EQ(created, 2);
  ASSERT_OK_AND_ASSIGN(Staff found, staff_->Get({"a-1"}, Soon()));
  EXPECT_EQ(found, person);
  ASSERT_OK_AND_ASSIGN(found, staff_->Get({"b"}, Soon()));
  EXPECT_EQ(found.area.value, "*");
  EXPECT_THAT(staff_->Get({"c"}, Soon()),
              StatusIs(StatusCode::kNotFound, "STAFF_NOT_FOUND"));
}

TEST_F(StaffStoreTest, ARepeatAddsNobody) {
  const std::vector<Staff> people = {
      Person("a", "213", {{StaffRole::kReviewer, {"213"}}}),
      Person("b", "213")};
  ASSERT_OK(staff_->Add(people, Soon()));
  ASSERT_OK_AND_ASSIGN(int created, staff_->Add(people, Soon()));
  EXPECT_EQ(created, 0);
}

TEST_F(StaffStoreTest, AnybodyWithOtherParticularsRefusesAll) {
  ASSERT_OK(staff_->Add({Person("a", "213", {{StaffRole::kReviewer, {"213"}}})},
                        Soon()));
  for (const Staff& other :
       {Person("a", "215", {{StaffRole::kReviewer, {"213"}}}),
        Person("a", "213"),
        Person("a", "213",
               {{StaffRole::kReviewer, {"213"}},
                {StaffRole::kCommuneOfficer, {"213"}}})}) {
    const absl::Status refused =
        staff_->Add({Person("new", "213"), other}, Soon()).status();
    EXPECT_THAT(refused, StatusIs(StatusCode::kAlreadyExists, "STAFF_EXISTS"));
    EXPECT_EQ(ViolationsOf(refused).at(0).field, "staff[1].name");
  }
  EXPECT_FALSE(staff_->Get({"new"}, Soon()).ok());
}

TEST_F(StaffStoreTest, TheSameBatchAtOnceAddsEverybodyOnce) {
  std::vector<Staff> people;
  for (int i = 0; i < 300; ++i) {
    people.push_back(Person("p" + std::to_string(i), "213",
                            {{StaffRole::kReviewer, {"07201"}}}));
  }
  std::vector<absl::StatusOr<int>> got(4, absl::UnknownError("not run"));
  std::vector<std::thread> threads;
  for (auto& one : got) {
    threads.emplace_back([&] { one = staff_->Add(people, Soon()); });
  }
  for (std::thread& thread : threads) thread.join();
  int created = 0;
  for (auto& one : got) {
    ASSERT_OK(one);
    created += *one;
  }
  EXPECT_EQ(created, 300);
}

TEST_F(StaffStoreTest, ListsWhoWorksInAUnitOrBelow) {
  ASSERT_OK(staff_->Add(
      {Person("d", "24"), Person("c", "213"), Person("b", "07201001"),
       Person("a", "215"), Person("e", "*")},
      Soon()));
  EXPECT_THAT(Ids("24"), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(Ids("213"), ElementsAre("b", "c"));
  EXPECT_THAT(Ids("07201001"), ElementsAre("b"));
  EXPECT_THAT(Ids("*"), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(Ids("*", StaffId{"b"}, 2), ElementsAre("c", "d"));
  EXPECT_THAT(Ids("24", StaffId{"b"}, 1), ElementsAre("c"));
}

}  // namespace
}  // namespace rasoat::workflow
