#include "services/registry/domain/duplicate_case.h"

#include <gtest/gtest.h>

#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

const absl::Time kThen = absl::FromUnixSeconds(1'630'000'000);
const absl::Time kNow = kThen + absl::Hours(24);

DuplicateFinding Finding(int score = 80) {
  return {.first = IdNumber<HouseholdId>(1),
          .second = IdNumber<HouseholdId>(2),
          .first_village = {"07207001"},
          .second_village = {"07207002"},
          .score = score,
          .matches = {{"01", "02", score, {}}}};
}

DuplicateCase Raised() {
  return RaiseCase(nullptr, Finding(), "facts", kThen).next;
}

DuplicateDecision Different(const DuplicateCase& one) {
  return {.state = DuplicateState::kNotDuplicate,
          .reason = "Hai người khác nhau",
          .decider = "staff/a",
          .seen_revision = one.revision};
}

DuplicateCase Dismissed() {
  return *DecideCase(Raised(), Different(Raised()), kThen);
}

TEST(RaiseCaseTest, ANewOneIsOpen) {
  const RaisedCase raised = RaiseCase(nullptr, Finding(), "facts", kThen);
  EXPECT_EQ(raised.effect, RaiseEffect::kRaised);
  EXPECT_TRUE(raised.changed);
  EXPECT_EQ(raised.next.state, DuplicateState::kOpen);
  EXPECT_EQ(raised.next.score, 80);
  EXPECT_EQ(raised.next.raise_time, kThen);
  EXPECT_EQ(raised.next.revision, 1);
}

TEST(RaiseCaseTest, AnOpenOneStaysAndFollowsTheFacts) {
  const DuplicateCase known = Raised();
  const RaisedCase same = RaiseCase(&known, Finding(), "facts", kNow);
  EXPECT_EQ(same.effect, RaiseEffect::kOpen);
  EXPECT_FALSE(same.changed);
  const RaisedCase other = RaiseCase(&known, Finding(65), "other", kNow);
  EXPECT_EQ(other.effect, RaiseEffect::kOpen);
  EXPECT_TRUE(other.changed);
  EXPECT_EQ(other.next.score, 65);
  EXPECT_EQ(other.next.raise_time, kThen);
  EXPECT_EQ(other.next.revision, 2);
}

TEST(RaiseCaseTest, NotADuplicateIsRememberedUntilTheFactsChange) {
  const DuplicateCase known = Dismissed();
  const RaisedCase same = RaiseCase(&known, Finding(90), "facts", kNow);
  EXPECT_EQ(same.effect, RaiseEffect::kDismissed);
  EXPECT_FALSE(same.changed);
  EXPECT_EQ(same.next, known);
  const RaisedCase other = RaiseCase(&known, Finding(90), "other", kNow);
  EXPECT_EQ(other.effect, RaiseEffect::kRaised);
  EXPECT_EQ(other.next.state, DuplicateState::kOpen);
  EXPECT_EQ(other.next.raise_time, kNow);
  EXPECT_EQ(other.next.decide_time, std::nullopt);
  EXPECT_EQ(other.next.decider, "");
  EXPECT_EQ(other.next.reason, "");
  EXPECT_EQ(other.next.revision, known.revision + 1);
}

TEST(RaiseCaseTest, MergedStaysMerged) {
  DuplicateCase known = Dismissed();
  known.state = DuplicateState::kMerged;
  EXPECT_EQ(RaiseCase(&known, Finding(), "facts", kNow).effect,
            RaiseEffect::kMerged);
  EXPECT_EQ(RaiseCase(&known, Finding(), "other", kNow).effect,
            RaiseEffect::kRaised);
}

TEST(DecideCaseTest, IsDecidedOnce) {
  const DuplicateCase known = Raised();
  ASSERT_OK_AND_ASSIGN(const DuplicateCase decided,
                       DecideCase(known, Different(known), kNow));
  EXPECT_EQ(decided.state, DuplicateState::kNotDuplicate);
  EXPECT_EQ(decided.decider, "staff/a");
  EXPECT_EQ(decided.decide_time, kNow);
  EXPECT_EQ(decided.revision, 2);
  // The repeat of a lost reply, with the etag as it was read then.
  ASSERT_OK_AND_ASSIGN(
      const DuplicateCase again,
      DecideCase(decided, Different(known), kNow + absl::Hours(1)));
  EXPECT_EQ(again, decided);
  DuplicateDecision merged = Different(decided);
  merged.state = DuplicateState::kMerged;
  EXPECT_THAT(
      DecideCase(decided, merged, kNow),
      StatusIs(absl::StatusCode::kFailedPrecondition, "DUPLICATE_DECIDED"));
}

TEST(DecideCaseTest, OnlyAsItWasRead) {
  DuplicateCase known = Raised();
  const DuplicateDecision decision = Different(known);
  ++known.revision;
  EXPECT_THAT(DecideCase(known, decision, kNow),
              StatusIs(absl::StatusCode::kAborted, "STALE_DUPLICATE"));
}

TEST(DecideCaseTest, WithAReason) {
  const DuplicateCase known = Raised();
  for (const std::string& reason : {std::string(), std::string(501, 'a'),
                                    std::string("a\nb"), std::string("\xFF")}) {
    DuplicateDecision decision = Different(known);
    decision.reason = reason;
    EXPECT_THAT(
        DecideCase(known, decision, kNow),
        StatusIs(absl::StatusCode::kInvalidArgument, "REASON_MALFORMED"));
  }
  DuplicateDecision longest = Different(known);
  longest.reason = std::string(500, 'a');
  EXPECT_OK(DecideCase(known, longest, kNow));
}

}  // namespace
}  // namespace rasoat::registry
