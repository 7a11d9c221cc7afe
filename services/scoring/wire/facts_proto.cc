#include "services/scoring/wire/facts_proto.h"

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/scoring/domain/day.h"

namespace rasoat::scoring {
namespace {

Settlement Read(api::v1::Settlement settlement) {
  switch (settlement) {
    case api::v1::SETTLEMENT_RURAL:
      return Settlement::kRural;
    case api::v1::SETTLEMENT_URBAN:
      return Settlement::kUrban;
    default:
      return Settlement::kUnspecified;
  }
}

Region Read(api::v1::Region region) {
  switch (region) {
    case api::v1::REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS:
      return Region::kNorthernMidlandsAndMountains;
    case api::v1::REGION_RED_RIVER_DELTA:
      return Region::kRedRiverDelta;
    case api::v1::REGION_NORTH_CENTRAL_AND_CENTRAL_COAST:
      return Region::kNorthCentralAndCentralCoast;
    case api::v1::REGION_CENTRAL_HIGHLANDS:
      return Region::kCentralHighlands;
    case api::v1::REGION_SOUTH_EAST:
      return Region::kSouthEast;
    case api::v1::REGION_MEKONG_RIVER_DELTA:
      return Region::kMekongRiverDelta;
    default:
      return Region::kUnspecified;
  }
}

Answer Read(const api::v1::Answer& proto) {
  Answer answer{.question = proto.question()};
  switch (proto.value_case()) {
    case api::v1::Answer::kChoice:
      answer.value = Choice{proto.choice()};
      break;
    case api::v1::Answer::kChoices: {
      Choices choices;
      choices.options.assign(proto.choices().options().begin(),
                             proto.choices().options().end());
      answer.value = std::move(choices);
      break;
    }
    case api::v1::Answer::kNumber:
      answer.value = std::int64_t{proto.number()};
      break;
    case api::v1::Answer::kYes:
      answer.value = YesNo{proto.yes()};
      break;
    case api::v1::Answer::kText:
      answer.value = FreeText{};
      break;
    case api::v1::Answer::VALUE_NOT_SET:
      break;
  }
  return answer;
}

absl::CivilDay ReadDay(const std::string& text, std::string field,
                       std::vector<Violation>& wrong) {
  const std::optional<absl::CivilDay> day = ParseDay(text);
  if (!day) {
    wrong.push_back({.field = std::move(field),
                     .rule = "DATE_MALFORMED",
                     .vi =
                         "Ngày không hợp lệ. Hãy ghi theo dạng NNNN-TT-NN, ví "
                         "dụ 2021-10-10.",
                     .en = "This is not a date. Write it as YYYY-MM-DD, for "
                           "example 2021-10-10."});
  }
  return day.value_or(absl::CivilDay());
}

}  // namespace

std::vector<Answer> ReadAnswers(
    const google::protobuf::RepeatedPtrField<api::v1::Answer>& protos) {
  std::vector<Answer> answers;
  answers.reserve(protos.size());
  for (const api::v1::Answer& proto : protos) answers.push_back(Read(proto));
  return answers;
}

absl::StatusOr<Facts> ReadFacts(const api::v1::HouseholdFacts& proto) {
  std::vector<Violation> wrong;
  Facts facts;
  facts.settlement = Read(proto.settlement());
  facts.region = Read(proto.region());
  facts.review_date =
      ReadDay(proto.review_date(), "household.review_date", wrong);
  if (proto.has_declared()) {
    Declared& declared = facts.declared.emplace();
    if (proto.declared().has_b1()) declared.b1 = proto.declared().b1();
    declared.deprivations.assign(proto.declared().deprivations().begin(),
                                 proto.declared().deprivations().end());
  } else {
    facts.answers = ReadAnswers(proto.answers());
    facts.members.reserve(proto.members_size());
    for (const api::v1::MemberFacts& member : proto.members()) {
      facts.members.push_back(
          {.id = member.member(),
           .birth_date = ReadDay(member.birth_date(),
                                 absl::StrCat("household.members[",
                                              member.member(), "].birth_date"),
                                 wrong),
           .answers = ReadAnswers(member.answers())});
    }
  }
  if (!wrong.empty()) return Invalid(std::move(wrong));
  return facts;
}

absl::StatusOr<Facts> ReadKeptFacts(const api::v1::HouseholdFacts& proto) {
  absl::StatusOr<Facts> facts = ReadFacts(proto);
  if (facts.ok() && facts->declared && !facts->declared->b1) {
    facts->declared->b1 = 0;
  }
  return facts;
}

}  // namespace rasoat::scoring
