#include "services/common/config/env.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/status_matchers.h"

namespace rasoat::config {
namespace {

using absl::StatusCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(EnvTest, ReadsTheProcess) {
  ASSERT_EQ(setenv("RASOAT_ENV_TEST", "a=b=c", 1), 0);
  EXPECT_EQ(Env::OfProcess().Get("RASOAT_ENV_TEST", ""), "a=b=c");
}

TEST(EnvTest, RequireNamesWhatIsMissing) {
  const Env env({{"EMPTY", ""}, {"SET", "x"}});
  ASSERT_OK_AND_ASSIGN(const std::string value, env.Require("SET"));
  EXPECT_EQ(value, "x");
  for (const char* name : {"ABSENT", "EMPTY"}) {
    const auto missing = env.Require(name);
    EXPECT_THAT(missing,
                StatusIs(StatusCode::kFailedPrecondition, "SETTING_MISSING"));
    EXPECT_THAT(std::string(missing.status().message()), HasSubstr(name));
    EXPECT_FALSE(env.Has(name));
    EXPECT_EQ(env.Get(name, "otherwise"), "otherwise");
  }
}

TEST(EnvTest, IntTakesBothEndsAndNothingBeyond) {
  const Env env({{"LOW", "1"},
                 {"HIGH", "16"},
                 {"OVER", "17"},
                 {"WORD", "hunter2"},
                 {"HUGE", "99999999999999999999"}});
  EXPECT_EQ(*env.Int("LOW", 5, 1, 16), 1);
  EXPECT_EQ(*env.Int("HIGH", 5, 1, 16), 16);
  EXPECT_EQ(*env.Int("ABSENT", 5, 1, 16), 5);
  for (const char* name : {"OVER", "WORD", "HUGE"}) {
    const auto wrong = env.Int(name, 5, 1, 16);
    EXPECT_THAT(wrong, StatusIs(StatusCode::kInvalidArgument, "SETTING_WRONG"));
    EXPECT_THAT(std::string(wrong.status().message()), HasSubstr(name));
    // A value may be a secret under the wrong name.
    EXPECT_THAT(std::string(wrong.status().message()),
                Not(HasSubstr("hunter2")));
  }
}

TEST(EnvTest, FlagKnowsItsWords) {
  const Env env({{"A", "Yes"}, {"B", "off"}, {"C", "maybe"}});
  EXPECT_TRUE(*env.Flag("A", false));
  EXPECT_FALSE(*env.Flag("B", true));
  EXPECT_TRUE(*env.Flag("ABSENT", true));
  EXPECT_THAT(env.Flag("C", true),
              StatusIs(StatusCode::kInvalidArgument, "SETTING_WRONG"));
}

TEST(EnvTest, DurationNeedsItsUnit) {
  const Env env({{"A", "250ms"}, {"B", "1h30m"}, {"C", "30"}, {"D", "-1s"}});
  EXPECT_EQ(*env.Duration("A", absl::Seconds(1)), absl::Milliseconds(250));
  EXPECT_EQ(*env.Duration("B", absl::Seconds(1)), absl::Minutes(90));
  EXPECT_EQ(*env.Duration("ABSENT", absl::Seconds(1)), absl::Seconds(1));
  EXPECT_THAT(env.Duration("C", absl::Seconds(1)),
              StatusIs(StatusCode::kInvalidArgument, "SETTING_WRONG"));
  EXPECT_THAT(env.Duration("D", absl::Seconds(1)),
              StatusIs(StatusCode::kInvalidArgument, "SETTING_WRONG"));
}

TEST(EnvTest, ListIsTrimmed) {
  const std::map<std::string, std::string> values = {
      {"A", " people:abc= , ,registry:def="}};
  const Env env(values);
  EXPECT_THAT(env.List("A"), ElementsAre("people:abc=", "registry:def="));
  EXPECT_THAT(env.List("ABSENT"), IsEmpty());
}

}  // namespace
}  // namespace rasoat::config
