// Every kind of value must come back as it went in, by a bound statement and by
// a multi-row insert alike.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/transaction.h"
#include "tests/support/counted_ids.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::mysql {
namespace {

constexpr char kCreate[] =
    "CREATE TABLE v (id BINARY(16) PRIMARY KEY, n BIGINT, u BIGINT UNSIGNED,"
    " d DOUBLE, b BOOLEAN, t TEXT, raw LONGBLOB, at DATETIME(6), day DATE)";
constexpr char kInsertHead[] =
    "INSERT INTO v (id, n, u, d, b, t, raw, at, day) VALUES";
constexpr char kSelect[] =
    "SELECT id, n, d, b, t, raw, at, day FROM v WHERE id = ?";

struct Values {
  Ulid id;
  std::optional<std::int64_t> n;
  std::optional<double> d;
  std::optional<std::int64_t> b;
  std::optional<std::string> t;
  std::optional<std::string> raw;
  std::optional<absl::Time> at;
  std::optional<absl::CivilDay> day;

  friend bool operator==(const Values&, const Values&) = default;
};

Values ReadValues(const Row& row) {
  return {.id = row.Id("id"),
          .n = row.MaybeInt("n"),
          .d = row.MaybeDouble("d"),
          .b = row.MaybeInt("b"),
          .t = row.MaybeText("t"),
          .raw = row.MaybeBlob("raw"),
          .at = row.MaybeTime("at"),
          .day = row.MaybeDay("day")};
}

std::optional<Blob> BlobOf(const std::optional<std::string>& bytes) {
  if (!bytes) return std::nullopt;
  return Blob{*bytes};
}

std::string AllBytes() {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  return all;
}

/// The edges of every kind, a row each.
std::vector<Values> Edges() {
  const absl::Time us = absl::FromUnixMicros(1790000000000001);
  std::vector<Values> edges = {
      {},
      {.n = std::numeric_limits<std::int64_t>::min(), .d = -1e300, .b = 0},
      {.n = std::numeric_limits<std::int64_t>::max(), .d = 0.1, .b = 1},
      {.t = "", .raw = ""},
      {.t = "Nguyễn Thị Ánh 😀 'quoted' \"too\" \\ \n\t%_;-- #"},
      {.t = std::string("nul \0 inside", 12), .raw = AllBytes()},
      {.t = std::string(60000, 'x'), .raw = std::string(500000, '\xFF')},
      {.at = us, .day = absl::CivilDay(2026, 2, 28)},
      {.at = absl::FromCivil(absl::CivilSecond(2024, 2, 29, 23, 59, 59),
                             absl::UTCTimeZone()) +
             absl::Microseconds(999999),
       .day = absl::CivilDay(2024, 2, 29)},
      {.at =
           absl::FromCivil(absl::CivilSecond(1930, 1, 1), absl::UTCTimeZone()),
       .day = absl::CivilDay(1900, 1, 1)},
  };
  std::uint64_t number = 0xFF00;  // bytes that are not UTF-8
  for (Values& edge : edges) edge.id = CountedIds::Of(++number);
  return edges;
}

class ValuesTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(schema_.ok());
    schema_.Run(kCreate);
  }

  absl::Time Soon() const { return clock_.Now() + absl::Seconds(20); }

  void ExpectAllThere(const std::vector<Values>& wanted) {
    EXPECT_OK(Read(schema_.pool(), Soon(), [&](Reader& reader) {
      for (const Values& want : wanted) {
        auto got = reader.QueryOne(kSelect, ReadValues, want.id);
        if (!got.ok()) return got.status();
        EXPECT_TRUE(*got == want) << want.id.ToString();
      }
      return absl::OkStatus();
    }));
  }

  const SystemClock clock_;
  ScratchSchema schema_;
};

TEST_F(ValuesTest, ComeBackFromABoundStatement) {
  const std::vector<Values> edges = Edges();
  EXPECT_OK(InTransaction(schema_.pool(), Soon(), [&](Transaction& tx) {
    for (const Values& v : edges) {
      auto done = tx.Execute(
          "INSERT INTO v (id, n, u, d, b, t, raw, at, day)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          v.id, v.n, std::numeric_limits<std::uint64_t>::max(), v.d, v.b, v.t,
          BlobOf(v.raw), v.at, v.day);
      if (!done.ok()) return done.status();
    }
    return absl::OkStatus();
  }));
  ExpectAllThere(edges);
}

TEST_F(ValuesTest, ComeBackFromAMultiRowInsert) {
  const std::vector<Values> edges = Edges();
  const auto inserted =
      InTransaction(schema_.pool(), Soon(), [&](Transaction& tx) {
        return tx.InsertRows(
            kInsertHead, edges.size(), 9, [&](std::size_t i, Params& out) {
              const Values& v = edges[i];
              out.AddAll(v.id, v.n, std::numeric_limits<std::uint64_t>::max(),
                         v.d, v.b, v.t, BlobOf(v.raw), v.at, v.day);
            });
      });
  ASSERT_OK(inserted);
  EXPECT_EQ(*inserted, static_cast<std::int64_t>(edges.size()));
  ExpectAllThere(edges);
}

TEST_F(ValuesTest, EveryByteFindsItsRow) {
  // An id is searched by value: no byte may be changed or refused on the way.
  schema_.Run("CREATE TABLE k (id BINARY(16) PRIMARY KEY)");
  std::vector<Ulid> ids(256);
  for (int i = 0; i < 256; ++i) {
    ids[i].bytes.fill(static_cast<std::uint8_t>(i));
  }
  EXPECT_OK(InTransaction(schema_.pool(), Soon(), [&](Transaction& tx) {
    return tx
        .InsertRows("INSERT INTO k (id) VALUES", ids.size(), 1,
                    [&](std::size_t i, Params& out) { out.Add(ids[i]); })
        .status();
  }));
  EXPECT_OK(Read(schema_.pool(), Soon(), [&](Reader& reader) {
    for (const Ulid& id : ids) {
      auto got = reader.QueryOne(
          "SELECT id FROM k WHERE id = ?",
          [](const Row& row) { return row.Id(0); }, id);
      if (!got.ok()) return got.status();
      EXPECT_TRUE(*got && **got == id);
    }
    return absl::OkStatus();
  }));
}

TEST_F(ValuesTest, ManyRowsGoInAndCollisionsAreUpdated) {
  // Three and a bit of the largest statement.
  constexpr std::size_t kRows = 1700;
  schema_.Run("CREATE TABLE m (n BIGINT PRIMARY KEY, times INT NOT NULL)");
  for (int round = 0; round < 2; ++round) {
    EXPECT_OK(InTransaction(schema_.pool(), Soon(), [&](Transaction& tx) {
      return tx
          .InsertRows(
              "INSERT INTO m (n, times) VALUES", kRows, 2,
              [](std::size_t i, Params& out) { out.AddAll(i, 1); },
              "ON DUPLICATE KEY UPDATE times = times + VALUES(times)")
          .status();
    }));
  }
  const auto sums = Read(schema_.pool(), Soon(), [](Reader& reader) {
    return reader.QueryOne(
        "SELECT COUNT(*), SUM(times), SUM(n) FROM m", [](const Row& row) {
          return std::vector<std::int64_t>{row.Int(0), row.Int(1), row.Int(2)};
        });
  });
  ASSERT_OK(sums);
  EXPECT_THAT(**sums,
              testing::ElementsAre(kRows, 2 * kRows, kRows * (kRows - 1) / 2));
}

TEST_F(ValuesTest, AListOfAnyLengthIsLookedUp) {
  // Every second of a list that needs several statements is there.
  constexpr std::size_t kRows = 1700;
  schema_.Run(
      "CREATE TABLE pair (k VARBINARY(80) NOT NULL, day DATE NOT NULL,"
      " n BIGINT NOT NULL, PRIMARY KEY (k, day))");
  const auto key = [](std::size_t i) { return absl::StrCat("'\\\xff", i); };
  const absl::CivilDay day(2024, 2, 29);
  ASSERT_OK(InTransaction(schema_.pool(), Soon(), [&](Transaction& tx) {
    return tx.InsertRows("INSERT INTO pair (k, day, n) VALUES", kRows / 2, 3,
                         [&](std::size_t i, Params& out) {
                           out.AddAll(Blob{key(2 * i)}, day, 2 * i);
                         });
  }));
  std::int64_t found = 0;
  std::int64_t sum = 0;
  EXPECT_OK(Read(schema_.pool(), Soon(), [&](Reader& reader) {
    return reader.ForEachAmong(
        "SELECT k, n FROM pair WHERE (k, day) IN (", kRows, 2,
        [&](std::size_t i, Params& out) { out.AddAll(Blob{key(i)}, day); },
        [&](const Row& row) {
          EXPECT_EQ(row.Blob(0), key(row.Int("n")));
          ++found;
          sum += row.Int("n");
          return absl::OkStatus();
        });
  }));
  EXPECT_EQ(found, kRows / 2);
  EXPECT_EQ(sum, kRows / 2 * (kRows / 2 - 1));
}

TEST_F(ValuesTest, NoRowsSendNothing) {
  const auto none = InTransaction(schema_.pool(), Soon(), [](Transaction& tx) {
    return tx.InsertRows("INSERT INTO nowhere (x) VALUES", 0, 1,
                         [](std::size_t, Params&) { FAIL(); });
  });
  ASSERT_OK(none);
  EXPECT_EQ(*none, 0);
}

TEST_F(ValuesTest, ARowOfAnotherWidthIsRefused) {
  EXPECT_THAT(InTransaction(schema_.pool(), Soon(),
                            [](Transaction& tx) {
                              return tx.InsertRows(
                                  kInsertHead, 1, 9,
                                  [](std::size_t, Params& out) { out.Add(1); });
                            }),
              StatusIs(absl::StatusCode::kInternal, "ROW_MISFILLED"));
}

TEST_F(ValuesTest, WhatIsNotUtf8IsNoText) {
  for (const bool many : {false, true}) {
    EXPECT_THAT(InTransaction(
                    schema_.pool(), Soon(),
                    [&](Transaction& tx) -> absl::StatusOr<std::int64_t> {
                      if (many) {
                        return tx.InsertRows("INSERT INTO v (id, t) VALUES", 1,
                                             2, [](std::size_t, Params& out) {
                                               out.AddAll(Ulid{}, "a\xFF");
                                             });
                      }
                      return tx.Execute("INSERT INTO v (id, t) VALUES (?, ?)",
                                        Ulid{}, "a\xFF");
                    }),
                StatusIs(absl::StatusCode::kInternal, "DATABASE_ERROR"));
  }
}

TEST_F(ValuesTest, AWrongReadNamesTheColumn) {
  schema_.Run("INSERT INTO v (id, t) VALUES (REPEAT('a', 16), 'text')");
  const auto read = [&](auto reader_of_row) {
    return Read(schema_.pool(), Soon(), [&](Reader& reader) {
      return reader.Query("SELECT n, t AS words FROM v", reader_of_row);
    });
  };
  const auto expect_misread = [](const auto& got, const char* column) {
    EXPECT_THAT(got, StatusIs(absl::StatusCode::kInternal, "ROW_MISREAD"));
    EXPECT_THAT(std::string(got.status().message()),
                testing::HasSubstr(column));
  };
  expect_misread(read([](const Row& row) { return row.Int("t"); }), "t");
  expect_misread(read([](const Row& row) { return row.Int(2); }), "number 2");
  expect_misread(read([](const Row& row) { return row.Int("n"); }),
                 "n is NULL");
  expect_misread(read([](const Row& row) { return row.Time("words"); }),
                 "words is no DATETIME");
  expect_misread(read([](const Row& row) { return row.Day("words"); }),
                 "words is no DATE");
  expect_misread(read([](const Row& row) { return row.Id("words"); }),
                 "words is no Ulid");
  EXPECT_OK(read([](const Row& row) { return row.Text("words"); }));
}

TEST_F(ValuesTest, AReaderMayRefuseARow) {
  schema_.Run("INSERT INTO v (id) VALUES (REPEAT('a', 16))");
  EXPECT_THAT(Read(schema_.pool(), Soon(),
                   [](Reader& reader) {
                     return reader.Query("SELECT id FROM v",
                                         [](const Row&) -> absl::StatusOr<int> {
                                           return Error(
                                               absl::StatusCode::kDataLoss,
                                               "NOT_SO", "no such state");
                                         });
                   }),
              StatusIs(absl::StatusCode::kDataLoss, "NOT_SO"));
}

}  // namespace
}  // namespace rasoat::mysql
