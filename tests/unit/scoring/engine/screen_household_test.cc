// Quick identification, at its edge.
#include "services/scoring/engine/screen_household.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/status/error.h"
#include "services/scoring/domain/screen.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

/// Four items; surely not poor from three on.
Screening FourItems() {
  Screening screening;
  for (const char* code : {"car", "fridge", "job", "rent"}) {
    screening.items.push_back({.code = code,
                               .label = {"vi", "en"},
                               .question = code,
                               .answers = {"yes"},
                               .origin = Sure()});
  }
  screening.surely_not_poor_from = 3;
  screening.origin = Sure();
  return screening;
}

std::vector<Answer> Having(int count) {
  std::vector<Answer> answers;
  for (const char* code : {"car", "fridge", "job", "rent"}) {
    answers.push_back({.question = code, .value = YesNo{count-- > 0}});
  }
  return answers;
}

TEST(ScreenHousehold, CountsTheLimitAsSurelyNotPoor) {
  for (int count = 0; count <= 4; ++count) {
    ASSERT_OK_AND_ASSIGN(const std::vector<bool> found,
                         FindItems(FourItems(), Having(count)));
    const Screened screened = Screen(FourItems(), found);
    EXPECT_EQ(count, screened.found);
    EXPECT_EQ(count >= 3, screened.surely_not_poor);
  }
}

TEST(ScreenHousehold, TellsEveryAnswerThatIsWrongAtOnce) {
  std::vector<Answer> answers = Having(2);
  answers[0].value = std::int64_t{1};
  answers[1].question = "car";
  answers.push_back({.question = "other", .value = FreeText{}});
  const auto found = FindItems(FourItems(), answers);
  EXPECT_EQ(kInvalid, found.status().code());
  std::vector<std::pair<std::string, std::string>> wrong;
  for (const Violation& violation : ViolationsOf(found.status())) {
    wrong.emplace_back(violation.field, violation.rule);
  }
  EXPECT_THAT(wrong, testing::UnorderedElementsAre(
                         std::pair("answers[car]", "ANSWER_REPEATED"),
                         std::pair("answers[car]", "ANSWER_KIND"),
                         std::pair("answers[fridge]", "ANSWER_MISSING")));
}

}  // namespace
}  // namespace rasoat::scoring
