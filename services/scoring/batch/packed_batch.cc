#include "services/scoring/batch/packed_batch.h"

#include <algorithm>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/domain/day.h"

namespace rasoat::scoring {
namespace {

/// Options whose place no layout has room for; nobody's code begins so.
constexpr absl::string_view kNoOption = "?";

Settlement ReadSettlement(int settlement) {
  switch (settlement) {
    case api::v1::SETTLEMENT_RURAL:
      return Settlement::kRural;
    case api::v1::SETTLEMENT_URBAN:
      return Settlement::kUrban;
    default:
      return Settlement::kUnspecified;
  }
}

Region ReadRegion(int region) {
  return region >= api::v1::Region_MIN && region <= api::v1::Region_MAX
             ? static_cast<Region>(region)
             : Region::kUnspecified;
}

/// The value of household `i`, where one may stand for all.
template <typename Values>
auto ValueOf(const Values& values, std::size_t i) {
  using Value = std::decay_t<decltype(values.Get(0))>;
  if (values.empty()) return Value();
  return values.Get(values.size() == 1 ? 0 : static_cast<int>(i));
}

absl::CivilDay DayOf(std::int32_t number) {
  return absl::CivilDay(1970, 1, 1) + number;
}

/// The set of a choice question; 0 if a place is beyond its options.
flat::Chosen SetOf(const PackedMeaning& meaning, std::uint64_t value) {
  const std::uint64_t given = value - 1;
  if (!meaning.several) {
    return given < meaning.bits.size() ? meaning.bits[given] | flat::kAnswered
                                       : 0;
  }
  if (given % 2 != 0 || (given / 2 >> meaning.bits.size()) != 0) return 0;
  flat::Chosen set = flat::kAnswered;
  for (std::uint64_t left = given / 2; left != 0; left &= left - 1) {
    set |= meaning.bits[__builtin_ctzll(left)];
  }
  return set;
}

const std::string& MemberId(std::size_t place) {
  static const auto& ids = *new std::vector<std::string>([] {
    std::vector<std::string> made;
    for (int i = 1; i <= 1'000; ++i) made.push_back(absl::StrCat(i));
    return made;
  }());
  return ids[std::min(place, ids.size() - 1)];
}

}  // namespace

absl::Status PackedBatch::Read(const v1::PackedHouseholds& proto) {
  proto_ = &proto;
  people_.assign(proto.member_counts().begin(), proto.member_counts().end());
  first_member_.resize(people_.size());
  members_ = 0;
  for (std::size_t i = 0; i < people_.size(); ++i) {
    first_member_[i] = static_cast<std::uint32_t>(members_);
    members_ += people_[i];
  }
  RASOAT_RETURN_IF_ERROR(CheckLengths());
  fits_.assign(people_.size(), 1);
  household_of_.resize(members_);
  choices_.assign(people_.size() * codebook_.choices().size(), 0);
  numbers_.assign(people_.size() * codebook_.numbers().size(), flat::kNoNumber);
  ages_.resize(members_);
  member_choices_.assign(members_ * codebook_.member_choices().size(), 0);
  ReadPlaces();
  ReadAges();
  for (std::size_t i = 0; i < layout_.household.size(); ++i) ReadHousehold(i);
  for (std::size_t i = 0; i < layout_.member.size(); ++i) ReadMembers(i);
  return absl::OkStatus();
}

absl::Status PackedBatch::CheckLengths() const {
  const auto wrong = [](absl::string_view field, std::size_t wanted) {
    return ColumnsMalformed(
        absl::StrCat("packed.", field),
        absl::StrCat("Cột phải có ", wanted, " giá trị."),
        absl::StrCat("The column must have ", wanted, " values."));
  };
  const auto one_or = [&](int size) {
    return size == 1 || static_cast<std::size_t>(size) == people_.size();
  };
  if (!one_or(proto_->settlements_size()) && proto_->settlements_size() != 0) {
    return wrong("settlements", people_.size());
  }
  if (!one_or(proto_->regions_size()) && proto_->regions_size() != 0) {
    return wrong("regions", people_.size());
  }
  if (!one_or(proto_->review_days_size())) {
    return wrong("review_days", people_.size());
  }
  if (static_cast<std::size_t>(proto_->birth_days_size()) != members_) {
    return wrong("birth_days", members_);
  }
  if (static_cast<std::size_t>(proto_->household_size()) !=
      layout_.household.size()) {
    return wrong("household", layout_.household.size());
  }
  if (static_cast<std::size_t>(proto_->member_size()) !=
      layout_.member.size()) {
    return wrong("member", layout_.member.size());
  }
  for (std::size_t i = 0; i < layout_.household.size(); ++i) {
    if (static_cast<std::size_t>(proto_->household(i).values_size()) !=
        people_.size()) {
      return wrong(
          absl::StrCat("household[", layout_.household[i].question, "]"),
          people_.size());
    }
  }
  for (std::size_t i = 0; i < layout_.member.size(); ++i) {
    if (static_cast<std::size_t>(proto_->member(i).values_size()) != members_) {
      return wrong(absl::StrCat("member[", layout_.member[i].question, "]"),
                   members_);
    }
  }
  return absl::OkStatus();
}

void PackedBatch::ReadPlaces() {
  for (std::size_t i = 0; i < people_.size(); ++i) {
    const Settlement settlement =
        ReadSettlement(ValueOf(proto_->settlements(), i));
    const bool known =
        settlement == Settlement::kUrban ||
        (settlement == Settlement::kRural &&
         ReadRegion(ValueOf(proto_->regions(), i)) != Region::kUnspecified);
    if (!known || people_[i] == 0 || people_[i] > flat::kMostPeople) {
      fits_[i] = 0;
    }
    std::fill_n(household_of_.begin() + first_member_[i], people_[i],
                static_cast<std::uint32_t>(i));
  }
}

void PackedBatch::ReadAges() {
  for (std::size_t i = 0; i < people_.size(); ++i) {
    const std::int32_t review_day = ValueOf(proto_->review_days(), i);
    const absl::CivilDay review = DayOf(review_day);
    for (std::uint32_t k = 0; k < people_[i]; ++k) {
      const std::size_t member = first_member_[i] + k;
      const std::int32_t birth = proto_->birth_days(static_cast<int>(member));
      if (birth > review_day) {
        fits_[i] = 0;
        continue;
      }
      ages_[member] = static_cast<std::uint8_t>(
          std::min(CompletedYears(DayOf(birth), review), flat::kMostAges));
    }
  }
}

void PackedBatch::ReadHousehold(std::size_t column) {
  const PackedMeaning& meaning = layout_.household[column];
  const auto& values = proto_->household(static_cast<int>(column)).values();
  const std::size_t choices = codebook_.choices().size();
  const std::size_t numbers = codebook_.numbers().size();
  if (meaning.choice_at < 0 && meaning.number_at < 0) return;
  for (std::size_t i = 0; i < people_.size(); ++i) {
    const std::uint64_t value = values.Get(static_cast<int>(i));
    if (value == 0) continue;
    if (meaning.unfit) {
      fits_[i] = 0;
    } else if (meaning.number_at >= 0) {
      numbers_[i * numbers + meaning.number_at] =
          static_cast<std::int64_t>(value - 1);
      if (value - 1 > std::numeric_limits<std::int64_t>::max()) fits_[i] = 0;
    } else {
      const flat::Chosen set = SetOf(meaning, value);
      choices_[i * choices + meaning.choice_at] = set;
      if (set == 0) fits_[i] = 0;
    }
  }
}

void PackedBatch::ReadMembers(std::size_t column) {
  const PackedMeaning& meaning = layout_.member[column];
  const auto& values = proto_->member(static_cast<int>(column)).values();
  const std::size_t wide = codebook_.member_choices().size();
  if (meaning.choice_at < 0) return;
  for (std::size_t i = 0; i < members_; ++i) {
    const std::uint64_t value = values.Get(static_cast<int>(i));
    if (value == 0) continue;
    const flat::Chosen set = meaning.unfit ? 0 : SetOf(meaning, value);
    member_choices_[i * wide + meaning.choice_at] = set;
    if (set == 0) fits_[household_of_[i]] = 0;
  }
}

flat::View PackedBatch::At(std::size_t i) const {
  const Settlement settlement =
      ReadSettlement(ValueOf(proto_->settlements(), i));
  const Region region = ReadRegion(ValueOf(proto_->regions(), i));
  return {
      .review_day = ValueOf(proto_->review_days(), i),
      .urban = settlement == Settlement::kUrban,
      .column = static_cast<int>(ColumnOf(settlement, region)),
      .choices = choices_.data() + i * codebook_.choices().size(),
      .numbers = numbers_.data() + i * codebook_.numbers().size(),
      .people = static_cast<int>(people_[i]),
      .ages = ages_.data() + first_member_[i],
      .member_choices = member_choices_.data() +
                        first_member_[i] * codebook_.member_choices().size()};
}

Answer PackedBatch::AnswerOf(const PackedMeaning& meaning,
                             std::uint64_t value) const {
  Answer answer = {.question = meaning.question, .value = {}};
  const std::uint64_t given = value - 1;
  const auto option = [&](std::uint64_t place) -> absl::string_view {
    return place < meaning.options.size() ? meaning.options[place] : kNoOption;
  };
  if (meaning.options.empty()) {
    answer.value = static_cast<std::int64_t>(given);
  } else if (meaning.several) {
    Choices choices;
    if (given % 2 != 0) choices.options.push_back(kNoOption);
    for (std::uint64_t left = given / 2; left != 0; left &= left - 1) {
      choices.options.push_back(option(__builtin_ctzll(left)));
    }
    answer.value = std::move(choices);
  } else if (meaning.yes_no && given < meaning.options.size()) {
    answer.value = YesNo{meaning.options[given] == "yes"};
  } else {
    answer.value = Choice{option(given)};
  }
  return answer;
}

Facts PackedBatch::FactsOf(std::size_t i) const {
  Facts facts;
  facts.settlement = ReadSettlement(ValueOf(proto_->settlements(), i));
  facts.region = ReadRegion(ValueOf(proto_->regions(), i));
  facts.review_date = DayOf(ValueOf(proto_->review_days(), i));
  for (std::size_t column = 0; column < layout_.household.size(); ++column) {
    const std::uint64_t value =
        proto_->household(static_cast<int>(column)).values(static_cast<int>(i));
    if (value == 0) continue;
    facts.answers.push_back(AnswerOf(layout_.household[column], value));
  }
  for (std::uint32_t k = 0; k < people_[i]; ++k) {
    const auto at = static_cast<int>(first_member_[i] + k);
    Member& member = facts.members.emplace_back();
    member.id = MemberId(k);
    member.birth_date = DayOf(proto_->birth_days(at));
    for (std::size_t column = 0; column < layout_.member.size(); ++column) {
      const std::uint64_t value =
          proto_->member(static_cast<int>(column)).values(at);
      if (value == 0) continue;
      member.answers.push_back(AnswerOf(layout_.member[column], value));
    }
  }
  return facts;
}

}  // namespace rasoat::scoring
