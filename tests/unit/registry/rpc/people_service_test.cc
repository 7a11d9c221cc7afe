// Searching through a real server, over stores in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "services/registry/rpc/names.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/memory_attachments.h"
#include "tests/support/registry/memory_people.h"
#include "tests/support/registry/memory_registry.h"
#include "tests/support/registry/registry_server.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PeopleServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(area_store_.Import(
        [](const AreaBook& book) { return PlanImport(book, SampleAreas()); },
        absl::InfiniteFuture()));
    Household other = SampleHousehold(2);
    other.village = {"07207002"};
    other.phone = "";
    other.members[0].full_name = "Nguyễn Văn Á";
    other.members[0].identity_kind = IdentityKind::kOldId;
    other.members[0].identity_number = "123456789";
    const std::vector<NewVisit> visits = {{.household = SampleHousehold(1)},
                                          {.household = other}};
    ASSERT_OK(store_.Take(visits, absl::InfiniteFuture()));
  }

  absl::StatusOr<v1::SearchPeopleResponse> Search(
      const v1::SearchPeopleRequest& request, const std::string& token) {
    return server_.Call(*people_, &v1::People::Stub::SearchPeople, request,
                        token);
  }

  static v1::SearchPeopleRequest ByName(const std::string& area,
                                        const std::string& name) {
    v1::SearchPeopleRequest request;
    request.set_area(area);
    request.set_name(name);
    return request;
  }

  static std::vector<std::string> NamesOf(
      const absl::StatusOr<v1::SearchPeopleResponse>& response) {
    std::vector<std::string> names;
    EXPECT_OK(response);
    if (!response.ok()) return names;
    for (const auto& person : response->people()) {
      names.push_back(person.full_name());
    }
    return names;
  }

  FakeClock clock_;
  CountedIds ids_;
  MemoryAreaStore area_store_;
  MemoryRegistry store_{clock_};
  MemoryPersonStore people_store_{store_};
  MemoryDuplicateFinder finder_{store_};
  MemoryDuplicateStore cases_;
  MemoryAttachments attachments_{store_, store_};
  RegistryServer server_{{.areas = area_store_,
                          .households = store_,
                          .surveys = store_,
                          .visits = store_,
                          .reviews = store_,
                          .drafts = store_,
                          .attachments = attachments_,
                          .people = &people_store_,
                          .finder = &finder_,
                          .cases = &cases_},
                         clock_,
                         ids_};
  std::unique_ptr<v1::People::Stub> people_ = server_.Stub<v1::People>();
  const std::string province_ =
      server_.Token(api::v1::ROLE_PROVINCE_OFFICER, "24");
  const std::string reviewer_ =
      server_.Token(api::v1::ROLE_REVIEWER, "07207001");
  const std::string admin_ = server_.Token(api::v1::ROLE_ADMINISTRATOR, "*");
};

TEST_F(PeopleServiceTest, FindsTheNameOfTheIssue) {
  ASSERT_OK_AND_ASSIGN(const auto response,
                       Search(ByName("areas/24", "nguyen van a"), province_));
  ASSERT_THAT(response.people(), SizeIs(1));
  const v1::PersonFound& found = response.people(0);
  EXPECT_EQ(found.full_name(), "Nguyễn Văn Á");
  EXPECT_EQ(found.household(), NameOf(IdNumber<HouseholdId>(2)));
  EXPECT_EQ(found.village(), "areas/07207002");
  EXPECT_EQ(found.household_number(), 2);
  EXPECT_EQ(found.member_id(), "01");
  EXPECT_EQ(found.birth_year(), 1980);
  EXPECT_EQ(found.sex(), api::v1::SEX_MALE);
  EXPECT_EQ(found.relation(), v1::RELATION_HEAD);
  EXPECT_EQ(found.head_full_name(), "Nguyễn Văn Á");
  EXPECT_EQ(found.match(), v1::PERSON_MATCH_EXACT_NAME);
  ASSERT_THAT(found.highlights(), SizeIs(1));
  EXPECT_EQ(found.highlights(0).begin(), 0);
  EXPECT_EQ(found.highlights(0).end(), 12);
}

TEST_F(PeopleServiceTest, OnlyInTheAreaAskedFor) {
  EXPECT_THAT(NamesOf(Search(ByName("areas/07207001", "nguyen"), reviewer_)),
              ElementsAre("Nguyễn Thị Mẫu", "Nguyễn Văn Mẫu"));
  EXPECT_THAT(
      NamesOf(Search(ByName("areas/213", "mau"), province_)),
      ElementsAre("Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu", "Nguyễn Văn Mẫu"));
  EXPECT_THAT(NamesOf(Search(ByName("", "nguyen van mau"), admin_)),
              ElementsAre("Nguyễn Văn Mẫu"));
  EXPECT_THAT(Search(ByName("areas/07207", "nguyen"), reviewer_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_THAT(Search(ByName("", "nguyen"), province_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_THAT(Search(ByName("areas/99", "nguyen"), admin_),
              StatusIs(StatusCode::kNotFound, "AREA_NOT_FOUND"));
}

TEST_F(PeopleServiceTest, PagesWithoutNamesInTheToken) {
  auto request = ByName("areas/24", "nguyen");
  request.set_page_size(1);
  std::vector<std::string> names;
  for (int page = 0; page < 10; ++page) {
    ASSERT_OK_AND_ASSIGN(const auto response, Search(request, province_));
    ASSERT_THAT(response.people(), SizeIs(1));
    names.push_back(response.people(0).full_name());
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
    std::string bytes;
    absl::WebSafeBase64Unescape(request.page_token(), &bytes);
    EXPECT_EQ(bytes.find("nguyen"), std::string::npos);
  }
  EXPECT_THAT(names, ElementsAre("Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu",
                                 "Nguyễn Văn Á", "Nguyễn Văn Mẫu"));
}

TEST_F(PeopleServiceTest, ByNumber) {
  v1::SearchPeopleRequest request;
  request.set_area("areas/24");
  request.set_citizen_id("024080000001");
  ASSERT_OK_AND_ASSIGN(auto response, Search(request, province_));
  ASSERT_THAT(response.people(), SizeIs(1));
  EXPECT_EQ(response.people(0).full_name(), "Nguyễn Văn Mẫu");
  EXPECT_EQ(response.people(0).match(), v1::PERSON_MATCH_IDENTITY);
  // Whole to who works in the commune only.
  EXPECT_EQ(response.people(0).identity_number(), "********0001");
  EXPECT_THAT(response.people(0).highlights(), IsEmpty());
  request.set_area("areas/07207002");
  EXPECT_THAT(NamesOf(Search(request, province_)), IsEmpty());
  request.set_old_id("123456789");
  EXPECT_THAT(NamesOf(Search(request, province_)), ElementsAre("Nguyễn Văn Á"));
  request.set_citizen_id("12345");
  EXPECT_THAT(
      Search(request, province_),
      StatusIs(StatusCode::kInvalidArgument, "IDENTITY_NUMBER_MALFORMED"));
}

TEST_F(PeopleServiceTest, ByTelephoneAndHousehold) {
  v1::SearchPeopleRequest request;
  request.set_area("areas/07207001");
  request.set_phone("+84 912345678");
  EXPECT_THAT(Search(request, province_),
              StatusIs(StatusCode::kInvalidArgument, "PHONE_MALFORMED"));
  request.set_phone("+84912345678");
  EXPECT_THAT(NamesOf(Search(request, province_)),
              ElementsAre("Nguyễn Văn Mẫu", "Nguyễn Thị Mẫu"));
  request.set_birth_year_from(2000);
  EXPECT_THAT(NamesOf(Search(request, province_)),
              ElementsAre("Nguyễn Thị Mẫu"));
  request.set_birth_year_from(0);
  request.set_household_number(1);
  request.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(const auto first, Search(request, province_));
  ASSERT_THAT(first.people(), SizeIs(1));
  EXPECT_EQ(first.people(0).full_name(), "Nguyễn Văn Mẫu");
  EXPECT_EQ(first.people(0).match(), v1::PERSON_MATCH_HOUSEHOLD);
  request.set_page_token(first.next_page_token());
  EXPECT_THAT(NamesOf(Search(request, province_)),
              ElementsAre("Nguyễn Thị Mẫu"));
  request.clear_page_token();
  request.set_household_number(7);
  EXPECT_THAT(NamesOf(Search(request, province_)), IsEmpty());
  request.set_household(NameOf(IdNumber<HouseholdId>(2)));
  EXPECT_THAT(NamesOf(Search(request, province_)), IsEmpty())
      << "it lies elsewhere";
  request.set_area("areas/07207");
  request.set_page_size(0);
  EXPECT_THAT(NamesOf(Search(request, province_)), SizeIs(2));
  request.set_household_number(1);
  EXPECT_THAT(Search(request, province_),
              StatusIs(StatusCode::kInvalidArgument, "VILLAGE_NEEDED"));
}

TEST_F(PeopleServiceTest, SaysWhatIsWrong) {
  v1::SearchPeopleRequest request;
  request.set_area("areas/24");
  EXPECT_THAT(Search(request, province_), StatusIs(StatusCode::kInvalidArgument,
                                                   "SEARCH_CRITERION_MISSING"));
  for (const std::string& name :
       {std::string(), std::string("---"), std::string(101, 'a'),
        std::string("a\nb"), std::string("\xCC\x81")}) {
    EXPECT_THAT(Search(ByName("areas/24", name), province_),
                StatusIs(StatusCode::kInvalidArgument, "NAME_MALFORMED"));
  }
  for (const auto& [from, to] : std::vector<std::pair<int, int>>{
           {1899, 0}, {0, 1899}, {-1, 0}, {0, 9999}, {1990, 1980}}) {
    request = ByName("areas/24", "nguyen");
    request.set_birth_year_from(from);
    request.set_birth_year_to(to);
    EXPECT_THAT(Search(request, province_),
                StatusIs(StatusCode::kInvalidArgument, "BIRTH_YEAR_WRONG"))
        << from << " " << to;
  }
  request = ByName("areas/24", "nguyen");
  request.set_page_token("AAAA");
  EXPECT_THAT(Search(request, province_),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_WRONG"));
  request.clear_page_token();
  request.clear_name();
  request.set_household_number(100'000);
  request.set_area("areas/07207001");
  EXPECT_THAT(
      Search(request, province_),
      StatusIs(StatusCode::kInvalidArgument, "HOUSEHOLD_NUMBER_OUT_OF_RANGE"));
}

}  // namespace
}  // namespace rasoat::registry
