// What can be read of a household by who has the tables, and what cannot.
#include "services/registry/store/mysql_household_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_visit_store.h"
#include "tests/contract/registry/store/stores.h"

namespace rasoat::registry {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RowsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(schema_.ok());
    const std::vector<NewVisit> one = {{.household = SampleHousehold(1)},
                                       {.household = SampleHousehold(2)}};
    ASSERT_OK(visits_.Take(one, Soon()));
    ASSERT_OK(households_.Update(
        Id(1),
        [](Household h) -> absl::StatusOr<Household> {
          h.address = "Xóm Mới";
          h.event.reason = "sửa lý do riêng";
          return h;
        },
        Soon()));
  }

  static absl::Time Soon() { return SystemClock().Now() + absl::Seconds(20); }
  static HouseholdId Id(std::uint64_t n) { return IdNumber<HouseholdId>(n); }

  std::vector<std::string> Contents(const std::string& table) {
    auto all = mysql::Read(schema_.pool(), Soon(), [&](mysql::Reader& reader) {
      return reader.Query(
          absl::StrCat("SELECT content FROM ", table),
          [](const mysql::Row& row) { return row.Blob("content"); });
    });
    EXPECT_OK(all);
    return *std::move(all);
  }

  template <class... Args>
  void Execute(const std::string& sql, const Args&... args) {
    ASSERT_OK(mysql::InTransaction(schema_.pool(), Soon(),
                                   [&](mysql::Transaction& tx) {
                                     return tx.Execute(sql, args...).status();
                                   }));
  }

  FakeClock clock_;
  ScratchSchema schema_{"services/registry/migrations"};
  feed::Feed feed_{schema_.pool(), clock_};
  ProtoRecordCodec codec_;
  crypto::KeyRing keys_ = SampleKeys();
  crypto::BlindIndex index_ = SampleIndex();
  MySqlHouseholdRows rows_{codec_, keys_, index_};
  MySqlHouseholdStore households_{feed_, rows_, codec_};
  MySqlSurveyRows survey_rows_{codec_, keys_};
  MySqlVisitStore visits_{feed_, rows_, survey_rows_, codec_};
};

TEST_F(RowsTest, SealsWhatIsPersonalNowAndBefore) {
  const Household household = SampleHousehold(1);
  for (const std::string table : {"household", "household_past"}) {
    const std::vector<std::string> contents = Contents(table);
    EXPECT_FALSE(contents.empty());
    for (const std::string& content : contents) {
      for (const std::string& secret :
           {household.phone, household.address, std::string("Xóm Mới"),
            std::string("lý do"), household.members[0].full_name,
            household.members[0].identity_number}) {
        EXPECT_THAT(content, Not(HasSubstr(secret)));
      }
    }
  }
}

TEST_F(RowsTest, FindsATelephoneByItsIndexOnly) {
  auto found = mysql::Read(schema_.pool(), Soon(), [&](mysql::Reader& reader) {
    return reader.Query(
        "SELECT COUNT(*) AS n FROM household WHERE phone_index = ?",
        [](const mysql::Row& row) { return row.Int("n"); },
        mysql::Blob{index_.Of("phone", "0912345678")});
  });
  ASSERT_OK(found);
  EXPECT_EQ(found->front(), 2);
}

TEST_F(RowsTest, DoesNotOpenContentOfAnotherRow) {
  Execute(
      "UPDATE household a JOIN household b ON b.id = ?"
      "   SET a.content = b.content, a.key_id = b.key_id WHERE a.id = ?",
      Stored(Id(2)), Stored(Id(1)));
  EXPECT_THAT(households_.Get(Id(1), Soon()),
              StatusIs(absl::StatusCode::kDataLoss, "SEAL_BROKEN"));
  EXPECT_OK(households_.Get(Id(2), Soon()));
}

TEST_F(RowsTest, DoesNotOpenAnOlderContentOfTheSameRow) {
  Execute(
      "UPDATE household a JOIN household_past b ON b.household_id = a.id"
      "   SET a.content = b.content WHERE a.id = ?",
      Stored(Id(1)));
  EXPECT_THAT(households_.Get(Id(1), Soon()),
              StatusIs(absl::StatusCode::kDataLoss, "SEAL_BROKEN"));
}

TEST_F(RowsTest, ReadsWhatAMigrationWroteAndSealsItWhenItChanges) {
  Execute("UPDATE household SET key_id = 0, content = ? WHERE id = ?",
          R"({"address":"Xóm Cũ","phone":"","members":[{"member_id":"01",)"
          R"("full_name":"Nguyễn \"Văn\" Mẫu","birth_date":"1980-05-06",)"
          R"("sex":1,"relation":1,"ethnic_group":"01","identity_kind":0,)"
          R"("identity_number":""}]})",
          Stored(Id(2)));
  ASSERT_OK_AND_ASSIGN(Household old, households_.Get(Id(2), Soon()));
  EXPECT_EQ(old.address, "Xóm Cũ");
  ASSERT_EQ(old.members.size(), 1u);
  EXPECT_EQ(old.members[0].full_name, "Nguyễn \"Văn\" Mẫu");
  EXPECT_EQ(old.members[0].relation, Relation::kHead);
  ASSERT_OK(households_.Update(
      Id(2),
      [](Household h) -> absl::StatusOr<Household> {
        h.address = "Xóm Mới";
        return h;
      },
      Soon()));
  ASSERT_OK_AND_ASSIGN(auto states, households_.History(Id(2), 9, 9, Soon()));
  ASSERT_EQ(states.size(), 2u);
  EXPECT_EQ(states[0].members, old.members);
  EXPECT_EQ(states[1].address, "Xóm Cũ");
  auto sealed = mysql::Read(schema_.pool(), Soon(), [&](mysql::Reader& reader) {
    return reader.Query(
        "SELECT key_id FROM household WHERE id = ?",
        [](const mysql::Row& row) { return row.Int("key_id"); }, Stored(Id(2)));
  });
  ASSERT_OK(sealed);
  EXPECT_EQ(sealed->front(), 2);
}

TEST_F(RowsTest, SaysSoWhenContentIsNoContent) {
  Execute("UPDATE household SET key_id = 0, content = 'x' WHERE id = ?",
          Stored(Id(1)));
  EXPECT_THAT(households_.Get(Id(1), Soon()),
              StatusIs(absl::StatusCode::kInternal, "CONTENT_UNREADABLE"));
}

}  // namespace
}  // namespace rasoat::registry
