// The ledger on a real server: random censuses in random batches must give the
// same figures as counting the states one by one.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/status/error.h"
#include "services/reporting/domain/contribution.h"
#include "services/reporting/store/mysql_ledger.h"
#include "services/reporting/store/mysql_progress_store.h"
#include "tests/support/scratch_schema.h"

namespace rasoat::reporting {
namespace {

constexpr char kRound[] = "rounds/r";

absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

/// A province of 2 districts of 2 communes of 3 villages.
std::vector<RoundUnit> Units() {
  std::vector<RoundUnit> units = {{"24", "", "province", "Tỉnh"}};
  for (const char* district : {"213", "215"}) {
    units.push_back({district, "24", "district", "Huyện"});
    for (int c = 1; c <= 2; ++c) {
      const std::string commune = absl::StrCat(district, "0", c);
      units.push_back({commune, district, "commune", "Xã"});
      for (int v = 1; v <= 3; ++v) {
        units.push_back({absl::StrFormat("%s%03d", commune, v), commune,
                         "village", "Thôn"});
      }
    }
  }
  return units;
}

class LedgerTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(schema_.ok()); }

  absl::Status Post(Ledger& ledger, const std::vector<Entry>& entries) {
    return mysql::InTransaction(schema_.pool(), Soon(),
                                [&](mysql::Transaction& tx) -> absl::Status {
                                  RASOAT_RETURN_IF_ERROR(ledger.Open(tx));
                                  return ledger.Post(tx, entries);
                                });
  }
  absl::Status PutRound(Ledger& ledger) {
    return mysql::InTransaction(
        schema_.pool(), Soon(), [&](mysql::Transaction& tx) -> absl::Status {
          RASOAT_RETURN_IF_ERROR(ledger.Open(tx));
          return ledger.PutRound(tx, kRound, "state", Units());
        });
  }
  absl::StatusOr<Figures> Read(const std::string& area, const char* tier,
                               absl::CivilDay day) {
    return store_.ReadFigures(kRound, area, tier, day, Soon());
  }

  ScratchSchema schema_{"services/reporting/migrations"};
  MySqlProgressStore store_{schema_.pool()};
};

Contribution At(const std::string& area, const std::string& measure, int day,
                std::int64_t amount = 1, const std::string& round = kRound) {
  return {{round, area, measure, absl::CivilDay(2021, 10, day)}, amount};
}

TEST_F(LedgerTest, CountsInTheAreaAndAllAboveItUpToTheDay) {
  MySqlLedger ledger("workflow");
  ASSERT_TRUE(PutRound(ledger).ok());
  ASSERT_TRUE(
      Post(ledger, {{"v", {At("21301001", "step.2.completed", 5)}}}).ok());
  for (const char* area : {"24", "213", "21301", "21301001"}) {
    auto before = Read(area, "", absl::CivilDay(2021, 10, 4));
    auto on_the_day = Read(area, "", absl::CivilDay(2021, 10, 5));
    ASSERT_TRUE(before.ok() && on_the_day.ok());
    EXPECT_EQ(before->total.Amount("step.2.completed"), 0) << area;
    EXPECT_EQ(on_the_day->total.Amount("step.2.completed"), 1) << area;
  }
  EXPECT_EQ(Read("215", "", absl::CivilDay(2021, 10, 31))->total.figures.size(),
            0);
}

TEST_F(LedgerTest, OwnMeasuresStayWhereTheyAre) {
  MySqlLedger ledger("workflow");
  ASSERT_TRUE(PutRound(ledger).ok());
  ASSERT_TRUE(Post(ledger, {{"c", {At("213", "own.classes", 1)}}}).ok());
  EXPECT_EQ(
      Read("213", "", absl::CivilDay(2021, 10, 1))->total.Amount("own.classes"),
      1);
  EXPECT_EQ(
      Read("24", "", absl::CivilDay(2021, 10, 1))->total.Amount("own.classes"),
      0);
}

TEST_F(LedgerTest, ANewRoundTakesOverWhatIsKnownAlready) {
  MySqlLedger scoring("scoring"), registry("registry"), workflow("workflow");
  ASSERT_TRUE(Post(scoring, {{"a", {At("21301001", "assessed", 1)}}}).ok());
  ASSERT_TRUE(
      Post(registry, {{"h", {At("21502003", "registered", 1, 1, "")}}}).ok());
  ASSERT_TRUE(PutRound(workflow).ok());
  ASSERT_TRUE(
      Post(registry, {{"i", {At("21502001", "registered", 1, 1, "")}}}).ok());
  auto got = Read("24", "district", absl::CivilDay(2021, 10, 1));
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(got->total.Amount("assessed"), 1);
  EXPECT_EQ(got->total.Amount("registered"), 2);
  EXPECT_EQ(got->parts[0].Amount("assessed"), 1);
  EXPECT_EQ(got->parts[1].Amount("registered"), 2);
}

TEST_F(LedgerTest, AStateToldAgainChangesNothingAndANewOneReplacesIt) {
  MySqlLedger ledger("workflow");
  ASSERT_TRUE(PutRound(ledger).ok());
  const Entry first{"v", {At("21301001", "step.1.completed", 1)}};
  const Entry later{"v", {At("21301001", "step.1.completed", 3)}};
  ASSERT_TRUE(Post(ledger, {first, first}).ok());
  ASSERT_TRUE(Post(ledger, {first, later}).ok());
  auto got = Read("24", "", absl::CivilDay(2021, 10, 31));
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->total.Amount("step.1.completed"), 1);
  EXPECT_EQ(got->total.Of("step.1.completed").first,
            absl::CivilDay(2021, 10, 3));
}

TEST_F(LedgerTest, RefusesUnitsAndTiersThatAreNotThere) {
  MySqlLedger ledger("workflow");
  ASSERT_TRUE(PutRound(ledger).ok());
  const absl::CivilDay day(2021, 10, 1);
  EXPECT_EQ(ReasonOf(Read("99", "", day).status()), "AREA_NOT_IN_ROUND");
  EXPECT_EQ(ReasonOf(Read("21301001", "village", day).status()),
            "GROUP_BY_UNKNOWN");
  EXPECT_EQ(ReasonOf(Read("213", "district", day).status()),
            "GROUP_BY_UNKNOWN");
  EXPECT_EQ(ReasonOf(store_.ReadRound("rounds/none", Soon()).status()),
            "ROUND_NOT_FOUND");
}

TEST_F(LedgerTest, ClearedAndToldAgainItIsTheSame) {
  MySqlLedger scoring("scoring"), workflow("workflow");
  ASSERT_TRUE(PutRound(workflow).ok());
  const std::vector<Entry> told = {{"a", {At("21301001", "assessed", 1)}}};
  const std::vector<Entry> steps = {
      {"v", {At("21301002", "step.1.completed", 1)}}};
  ASSERT_TRUE(Post(scoring, told).ok());
  ASSERT_TRUE(Post(workflow, steps).ok());
  ASSERT_TRUE(mysql::InTransaction(schema_.pool(), Soon(),
                                   [&](mysql::Transaction& tx) -> absl::Status {
                                     RASOAT_RETURN_IF_ERROR(workflow.Open(tx));
                                     RASOAT_RETURN_IF_ERROR(workflow.Clear(tx));
                                     return workflow.ClearRounds(tx);
                                   })
                  .ok());
  EXPECT_EQ(ReasonOf(Read("24", "", absl::CivilDay(2021, 10, 1)).status()),
            "AREA_NOT_IN_ROUND");
  ASSERT_TRUE(PutRound(workflow).ok());
  ASSERT_TRUE(Post(workflow, steps).ok());
  auto got = Read("24", "", absl::CivilDay(2021, 10, 1));
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->total.Amount("assessed"), 1);
  EXPECT_EQ(got->total.Amount("step.1.completed"), 1);
}

/// The figures by counting every subject's last state.
std::int64_t Recount(
    const std::map<std::string, std::vector<Contribution>>& now,
    const std::set<std::string>& areas, const std::string& measure,
    absl::CivilDay day) {
  std::int64_t sum = 0;
  for (const auto& [subject, parts] : now) {
    for (const Contribution& c : parts) {
      if (c.cell.measure == measure && c.cell.day <= day &&
          areas.contains(c.cell.area)) {
        sum += c.amount;
      }
    }
  }
  return sum;
}

TEST_F(LedgerTest, EqualsANaiveRecountWhateverTheBatches) {
  std::mt19937 random(2021);
  auto below = [&](int n) { return static_cast<int>(random() % n); };
  const std::vector<RoundUnit> units = Units();
  const std::vector<std::string> measures = {"step.1.completed", "registered",
                                             "persons_trained"};
  std::map<std::string, std::vector<Contribution>> now;
  MySqlLedger ledger("workflow");
  const int round_opens = below(10);
  for (int batch = 0; batch < 25; ++batch) {
    if (batch == round_opens) {
      ASSERT_TRUE(PutRound(ledger).ok());
    }
    std::vector<Entry> entries(below(40));
    for (Entry& e : entries) {
      e.subject = absl::StrCat("s", below(60));
      for (int n = below(3); n > 0; --n) {
        e.contributions.push_back(At(units[below(units.size())].code,
                                     measures[below(3)], 1 + below(28)));
      }
      now[e.subject] = e.contributions;
    }
    ASSERT_TRUE(Post(ledger, entries).ok());
  }
  for (const RoundUnit& unit : units) {
    std::set<std::string> inside;
    for (const RoundUnit& u : units) {
      if (unit.code == "24" || absl::StartsWith(u.code, unit.code)) {
        inside.insert(u.code);
      }
    }
    const absl::CivilDay day(2021, 10, 1 + below(28));
    auto got = Read(unit.code, "", day);
    ASSERT_TRUE(got.ok()) << got.status();
    for (const std::string& m : measures) {
      EXPECT_EQ(got->total.Amount(m), Recount(now, inside, m, day))
          << unit.code << " " << m << " up to " << day;
    }
  }
  for (const char* tier : {"district", "commune", "village"}) {
    auto got = Read("24", tier, absl::CivilDay(2021, 10, 28));
    ASSERT_TRUE(got.ok());
    const AreaFigures rest = Remainder(*got);
    for (const std::string& m : measures) {
      std::int64_t sum = rest.Amount(m);
      for (const AreaFigures& part : got->parts) sum += part.Amount(m);
      EXPECT_EQ(sum, got->total.Amount(m)) << tier << " " << m;
    }
  }
}

}  // namespace
}  // namespace rasoat::reporting
