// Procedures as files: what is shipped, and where a fault is.
#include "services/workflow/load/procedures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/workflow/wire/procedure_proto.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::workflow {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kGood[] = R"(name: "procedures/short"
title { vi: "Ngắn" en: "Short" }
steps {
  number: 1
  label { vi: "Một" en: "One" }
  starts_by_itself: true
  guards: STEP_GUARD_MEETING_AGREED
  agreement_percent: 50
  origin { source: "a source" mark: MARK_RECALLED }
}
milestones {
  code: "plan"
  label { vi: "Kế hoạch" en: "Plan" }
  tier: "district"
  origin { source: "a source" mark: MARK_RECALLED }
}
)";

/// The good file with one part replaced.
std::string With(const std::string& part, const std::string& by) {
  std::string text = kGood;
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), by);
}

std::string FaultsOf(const std::string& text) {
  const absl::Status status = ParseProcedure("short.txtpb", text).status();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kInvalidArgument, "PROCEDURE_WRONG"));
  return std::string(status.message());
}

TEST(ProceduresTest, TheGeneralReviewOf2021IsShipped) {
  ASSERT_OK_AND_ASSIGN(
      ProcedureCatalog catalog,
      LoadProcedures(SourceDir() + "/services/workflow/procedures"));
  ASSERT_OK_AND_ASSIGN(ProcedureVersion version,
                       catalog.Find({"general-review-2021"}, "name"));
  const Procedure& rules = version.rules;
  ASSERT_EQ(rules.steps.size(), 6u);
  EXPECT_TRUE(rules.steps[1].Asks(StepGuard::kHouseholdsAssessed));
  EXPECT_TRUE(rules.steps[2].Asks(StepGuard::kMeetingAgreed));
  EXPECT_EQ(rules.steps[2].agreement_percent, 50);
  for (const Step& step : rules.steps) {
    EXPECT_EQ(step.starts_by_itself, step.number != 4) << step.number;
  }
  EXPECT_EQ(rules.FindMilestone("district-plan")->tier, Tier::kDistrict);
  EXPECT_EQ(rules.FindMilestone("commune-committee")->tier, Tier::kCommune);
  EXPECT_EQ(rules.FindMilestone("village-team")->tier, Tier::kVillage);
  EXPECT_EQ(rules.FindMilestone("no-such"), nullptr);
  EXPECT_EQ(rules.content_hash.size(), 64u);
}

TEST(ProceduresTest, AVersionIsReadAgainFromItsContent) {
  ASSERT_OK_AND_ASSIGN(ProcedureVersion version,
                       ParseProcedure("short.txtpb", kGood));
  ASSERT_OK_AND_ASSIGN(ProcedureVersion again, VersionFrom(version.content));
  EXPECT_EQ(again.rules.content_hash, version.rules.content_hash);
  EXPECT_EQ(again.rules.id.value, "short");
  EXPECT_EQ(ToProto(again).content_hash(), version.rules.content_hash);
  EXPECT_EQ(ToProto(again).steps(0).label().vi(), "Một");
  EXPECT_THAT(VersionFrom("nonsense"),
              StatusIs(absl::StatusCode::kInternal, "PROCEDURE_UNREADABLE"));
}

TEST(ProceduresTest, TheHashFollowsTheContentNotTheLayout) {
  ASSERT_OK_AND_ASSIGN(ProcedureVersion one,
                       ParseProcedure("short.txtpb", kGood));
  ASSERT_OK_AND_ASSIGN(
      ProcedureVersion spaced,
      ParseProcedure("short.txtpb", std::string("# a remark\n\n") + kGood));
  ASSERT_OK_AND_ASSIGN(
      ProcedureVersion other,
      ParseProcedure("short.txtpb",
                     With("agreement_percent: 50", "agreement_percent: 51")));
  EXPECT_EQ(one.rules.content_hash, spaced.rules.content_hash);
  EXPECT_NE(one.rules.content_hash, other.rules.content_hash);
}

TEST(ProceduresTest, AFaultHasItsPlace) {
  EXPECT_EQ(FaultsOf(With("number: 1", "number: 2")),
            "short.txtpb:4:3: steps[0].number: must be 1");
  EXPECT_EQ(FaultsOf(With("agreement_percent: 50", "agreement_percent: 101")),
            "short.txtpb:8:3: steps[0].agreement_percent: must be 1 to 100");
  EXPECT_EQ(FaultsOf(With("  agreement_percent: 50\n", "")),
            "short.txtpb:3:1: steps[0].agreement_percent: must be 1 to 100");
  EXPECT_EQ(FaultsOf(With("  guards: STEP_GUARD_MEETING_AGREED\n", "")),
            "short.txtpb:7:3: steps[0].agreement_percent: belongs to "
            "STEP_GUARD_MEETING_AGREED only");
  EXPECT_EQ(FaultsOf(With("tier: \"district\"", "tier: \"county\"")),
            "short.txtpb:14:3: milestones[0].tier: must be province, district, "
            "commune or village");
  EXPECT_THAT(FaultsOf(With("code: \"plan\"", "code: \"Plan\"")),
              StartsWith("short.txtpb:12:3: milestones[0].code: must be 1 to"));
  EXPECT_THAT(FaultsOf(With("en: \"One\"", "")),
              StartsWith("short.txtpb:5:3: steps[0].label.en: must not be"));
  EXPECT_THAT(FaultsOf(With("procedures/short", "procedures/long")),
              StartsWith("short.txtpb:1:1: name: must be procedures/ and"));
  EXPECT_THAT(FaultsOf(With("mark: MARK_RECALLED", "")),
              StartsWith("short.txtpb:9:3: steps[0].origin.mark: must say"));
}

TEST(ProceduresTest, TextThatIsNoProcedureHasItsPlaceToo) {
  EXPECT_THAT(FaultsOf(With("number: 1", "numer: 1")),
              AllOf(StartsWith("short.txtpb:4:"), HasSubstr("numer")));
  EXPECT_THAT(FaultsOf(With("STEP_GUARD_MEETING_AGREED", "STEP_GUARD_DANCE")),
              AllOf(StartsWith("short.txtpb:8:"),  // where it noticed
                    HasSubstr("STEP_GUARD_DANCE")));
}

TEST(ProceduresTest, EveryFaultIsTold) {
  const std::string faults = FaultsOf(R"(name: "procedures/short"
content_hash: "abc"
milestones { code: "a" tier: "x" }
milestones { code: "a" tier: "village" }
)");
  for (const char* part :
       {":1:1: title.vi:", ":1:1: title.en:", ":2:1: content_hash:",
        ":1:1: steps:", ":3:24: milestones[0].tier:",
        ":4:14: milestones[1].code: stands there twice",
        ":4:1: milestones[1].origin.source:"}) {
    EXPECT_THAT(faults, HasSubstr(part));
  }
}

TEST(ProceduresTest, GuardsAreKnownAndStandOnce) {
  EXPECT_THAT(FaultsOf(With("guards: STEP_GUARD_MEETING_AGREED",
                            "guards: [STEP_GUARD_MEETING_AGREED, "
                            "STEP_GUARD_MEETING_AGREED]")),
              HasSubstr("steps[0].guards[1]: stands there twice"));
  EXPECT_THAT(FaultsOf(With("guards: STEP_GUARD_MEETING_AGREED",
                            "guards: [STEP_GUARD_MEETING_AGREED, "
                            "STEP_GUARD_UNSPECIFIED]")),
              HasSubstr("steps[0].guards[1]: must name a guard"));
}

TEST(ProceduresTest, AFolderWithoutProceduresIsRefused) {
  EXPECT_THAT(LoadProcedures("/no/such/folder"),
              StatusIs(absl::StatusCode::kNotFound, "PROCEDURES_MISSING"));
}

TEST(ProceduresTest, AnUnknownProcedureNamesTheKnown) {
  ASSERT_OK_AND_ASSIGN(
      ProcedureCatalog catalog,
      LoadProcedures(SourceDir() + "/services/workflow/procedures"));
  const absl::Status status = catalog.Find({"none"}, "name").status();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kNotFound, "PROCEDURE_NOT_FOUND"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("procedures/general-review-2021"));
}

}  // namespace
}  // namespace rasoat::workflow
