#include "tests/support/registry/field_desk.h"

#include <cstdlib>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::registry {
namespace {

/// Tells different contents apart; 32 bytes as a real one.
std::string PrintOf(const std::string& content) {
  std::string print = absl::StrCat(std::hash<std::string>()(content), content);
  print.resize(32, '.');
  return print;
}

}  // namespace

ToldAgain Told(const FieldResult& result) {
  ToldAgain told{.outcome = result.receipt.outcome,
                 .household = result.receipt.household,
                 .survey = result.receipt.survey,
                 .revision = result.receipt.revision,
                 .reason = result.receipt.refusal.reason};
  for (const FieldConflict& conflict : result.conflicts) {
    told.conflicts.push_back(conflict.field);
  }
  return told;
}

FieldDesk::FieldDesk() {
  if (!forms_.Add("sample", SampleFormText()).ok()) std::abort();
}

absl::Status FieldDesk::ImportSamples() {
  return area_store_
      .Import(
          [](const AreaBook& book) { return PlanImport(book, SampleAreas()); },
          kNever)
      .status();
}

absl::StatusOr<FieldOutcome> FieldDesk::Send(std::vector<FieldItem> items,
                                             absl::Time sent,
                                             std::uint64_t device) {
  return field_intake_.Submit(
      {.device = IdNumber<DeviceId>(device),
       .sent = sent,
       .items = std::move(items)},
      {.reviewer = "staff/a", .now = clock_.Now(), .deadline = kNever});
}

FieldItem FieldDesk::Registration(std::uint64_t item, std::uint64_t household) {
  FieldItem made{.id = IdNumber<ItemId>(item),
                 .print = PrintOf(absl::StrCat("registration ", household)),
                 .village = {"07207001"}};
  made.visit.emplace().household = SampleHousehold(household);
  return made;
}

FieldItem FieldDesk::SurveyOf(std::uint64_t item, std::uint64_t survey,
                              std::uint64_t household) {
  FieldItem made{
      .id = IdNumber<ItemId>(item),
      .print = PrintOf(absl::StrCat("survey ", survey, " ", household)),
      .village = {"07207001"}};
  made.visit.emplace().survey = SampleSurvey(survey, household);
  return made;
}

FieldItem FieldDesk::PhoneChange(std::uint64_t item, std::uint64_t household,
                                 std::int64_t revision,
                                 const std::string& phone) {
  FieldItem made{.id = IdNumber<ItemId>(item),
                 .print = PrintOf(absl::StrCat("phone ", revision, " ", phone)),
                 .village = {"07207001"}};
  FieldChange& change = made.change.emplace();
  change.household = IdNumber<HouseholdId>(household);
  change.edit.seen_revision = revision;
  change.edit.wanted = SampleHousehold(household);
  change.edit.wanted.phone = phone;
  change.edit.phone = true;
  return made;
}

absl::Status FieldDesk::Register(std::uint64_t household) {
  std::vector<VisitDraft> drafts(1);
  drafts[0].household = SampleHousehold(household);
  auto taken = intake_.Take(
      std::move(drafts),
      {.reviewer = "staff/officer", .now = clock_.Now(), .deadline = kNever});
  return taken.ok() ? (*taken)[0].status : taken.status();
}

absl::Status FieldDesk::ChangePhone(std::uint64_t household,
                                    const std::string& phone) {
  return store_
      .Update(
          IdNumber<HouseholdId>(household),
          [&](Household next) -> absl::StatusOr<Household> {
            next.phone = phone;
            return next;
          },
          kNever)
      .status();
}

absl::Status FieldDesk::Move(std::uint64_t household, const AreaCode& village) {
  return store_
      .Update(
          IdNumber<HouseholdId>(household),
          [&](Household next) -> absl::StatusOr<Household> {
            next.village = village;
            return next;
          },
          kNever)
      .status();
}

}  // namespace rasoat::registry
