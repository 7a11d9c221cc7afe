#include "services/common/mysql/param.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/support/counted_ids.h"

namespace rasoat::mysql {
namespace {

struct LiteralCase {
  const char* name;
  Param param;
  const char* want;
};

class LiteralTest : public testing::TestWithParam<LiteralCase> {};

TEST_P(LiteralTest, IsWritten) {
  std::string sql;
  AppendLiteral(GetParam().param, sql);
  EXPECT_EQ(sql, GetParam().want);
}

absl::Time At(std::int64_t us) { return absl::FromUnixMicros(us); }

INSTANTIATE_TEST_SUITE_P(
    Kinds, LiteralTest,
    testing::Values(
        LiteralCase{"Null", nullptr, "NULL"},
        LiteralCase{"EmptyOptional", std::optional<std::string>(), "NULL"},
        LiteralCase{"FilledOptional", std::optional<int>(4), "4"},
        LiteralCase{"True", true, "1"},
        LiteralCase{"Least", std::numeric_limits<std::int64_t>::min(),
                    "-9223372036854775808"},
        LiteralCase{"MostUnsigned", std::numeric_limits<std::uint64_t>::max(),
                    "18446744073709551615"},
        LiteralCase{"Fraction", 0.1, "0.10000000000000001"},
        LiteralCase{"PlainText", "commune 07207", "'commune 07207'"},
        LiteralCase{"EmptyText", "", "''"},
        LiteralCase{"Quote", "O'Neil", "_utf8mb4 x'4f274e65696c'"},
        LiteralCase{"Backslash", "a\\", "_utf8mb4 x'615c'"},
        LiteralCase{"Vietnamese", "hộ", "_utf8mb4 x'68e1bb99'"},
        LiteralCase{"Bytes", Blob{absl::string_view("\0'\xFF", 3)},
                    "x'0027ff'"},
        LiteralCase{"NoBytes", Blob{""}, "x''"},
        LiteralCase{"Microsecond", At(1), "'1970-01-01 00:00:00.000001'"},
        LiteralCase{"BelowAMicrosecond", At(1) + absl::Nanoseconds(999),
                    "'1970-01-01 00:00:00.000001'"},
        LiteralCase{"Day", absl::CivilDay(2026, 2, 3), "'2026-02-03'"},
        LiteralCase{"Id", CountedIds::Of(255),
                    "x'000000000000000000000000000000ff'"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ParamsTest, KeepsWhatTemporariesHeld) {
  Params params;
  for (int round = 0; round < 3; ++round) {
    params.Clear();
    for (int i = 0; i < 100; ++i) {
      params.Add(std::string(1000, static_cast<char>('a' + i % 26)));
    }
    params.AddAll(std::string(200000, 'z'), 5, Blob{std::string(3, '\xFF')});
    ASSERT_EQ(params.size(), 103u);
    for (int i = 0; i < 100; ++i) {
      EXPECT_EQ(std::get<absl::string_view>(params[i].value()),
                std::string(1000, static_cast<char>('a' + i % 26)));
    }
    EXPECT_EQ(std::get<absl::string_view>(params[100].value()).size(), 200000u);
    EXPECT_EQ(std::get<Blob>(params[102].value()).bytes, "\xFF\xFF\xFF");
  }
}

}  // namespace
}  // namespace rasoat::mysql
