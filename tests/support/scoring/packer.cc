#include "tests/support/scoring/packer.h"

#include "services/scoring/domain/day.h"
#include "services/scoring/flat/compile.h"

namespace rasoat::scoring {
namespace {

std::int32_t DayNumber(const std::string& text) {
  return flat::DayNumber(ParseDay(text).value());
}

int PlaceOf(const std::string& option, std::map<std::string, int>& options) {
  return options.try_emplace(option, static_cast<int>(options.size()))
      .first->second;
}

}  // namespace

std::uint64_t Packer::ValueOf(const api::v1::Answer& answer, Column& column) {
  switch (answer.value_case()) {
    case api::v1::Answer::kChoice:
      return 1 + PlaceOf(answer.choice(), column.options);
    case api::v1::Answer::kYes:
      return 1 + PlaceOf(answer.yes() ? "yes" : "no", column.options);
    case api::v1::Answer::kNumber:
      return 1 + answer.number();
    case api::v1::Answer::kChoices: {
      column.several = true;
      std::uint64_t bits = 0;
      for (const std::string& option : answer.choices().options()) {
        bits |= std::uint64_t{1} << PlaceOf(option, column.options);
      }
      return 1 + 2 * bits;
    }
    default:
      return 0;
  }
}

template <class Answers>
void Packer::Put(const Answers& answers, Columns& columns,
                 google::protobuf::RepeatedPtrField<v1::PackedColumn>& to,
                 int row) {
  for (const api::v1::Answer& answer : answers) {
    const auto [at, added] = columns.at.try_emplace(
        answer.question(), static_cast<int>(columns.list.size()));
    if (added) {
      columns.list.emplace_back();
      columns.questions.push_back(answer.question());
    }
    while (to.size() <= at->second) to.Add();
    auto& values = *to.Mutable(at->second)->mutable_values();
    while (values.size() < row) values.Add(0);
    values.Add(ValueOf(answer, columns.list[at->second]));
  }
}

void Packer::Add(const api::v1::HouseholdFacts& facts,
                 v1::PackedHouseholds& packed) {
  const int row = packed.member_counts_size();
  packed.add_settlements(facts.settlement());
  packed.add_regions(facts.region());
  packed.add_review_days(DayNumber(facts.review_date()));
  packed.add_member_counts(facts.members_size());
  Put(facts.answers(), household_, *packed.mutable_household(), row);
  for (const api::v1::MemberFacts& member : facts.members()) {
    Put(member.answers(), member_, *packed.mutable_member(),
        packed.birth_days_size());
    packed.add_birth_days(DayNumber(member.birth_date()));
  }
}

void Packer::Complete(v1::PackedHouseholds& packed) const {
  const auto fill = [](auto& columns, std::size_t wide, int rows) {
    while (columns.size() < static_cast<int>(wide)) columns.Add();
    for (v1::PackedColumn& column : columns) {
      while (column.values_size() < rows) column.add_values(0);
    }
  };
  fill(*packed.mutable_household(), household_.list.size(),
       packed.member_counts_size());
  fill(*packed.mutable_member(), member_.list.size(), packed.birth_days_size());
}

void Packer::Describe(
    const Columns& columns,
    google::protobuf::RepeatedPtrField<v1::PackedQuestion>& to) {
  for (std::size_t i = 0; i < columns.list.size(); ++i) {
    v1::PackedQuestion& question = *to.Add();
    question.set_question(columns.questions[i]);
    question.set_several(columns.list[i].several);
    for (std::size_t k = 0; k < columns.list[i].options.size(); ++k) {
      question.add_options();
    }
    for (const auto& [option, place] : columns.list[i].options) {
      question.set_options(place, option);
    }
  }
}

v1::PackedLayout Packer::layout() const {
  v1::PackedLayout layout;
  Describe(household_, *layout.mutable_household());
  Describe(member_, *layout.mutable_member());
  return layout;
}

}  // namespace rasoat::scoring
