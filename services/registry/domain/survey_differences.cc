#include "services/registry/domain/survey_differences.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace rasoat::registry {
namespace {

/// Tells one answer.
struct AnswerTeller {
  FieldValue operator()(std::monostate) const { return std::monostate(); }
  FieldValue operator()(const Choice& value) const { return value.option; }
  FieldValue operator()(const Choices& value) const {
    return absl::StrJoin(value.options, ",");
  }
  FieldValue operator()(std::int64_t value) const { return value; }
  FieldValue operator()(bool value) const {
    return std::string(value ? "yes" : "no");
  }
  FieldValue operator()(const Text& value) const { return value.value; }
};

const Answer* Find(const std::vector<Answer>& answers,
                   const std::string& question) {
  const auto found = std::find_if(
      answers.begin(), answers.end(),
      [&](const Answer& answer) { return answer.question == question; });
  return found == answers.end() ? nullptr : &*found;
}

FieldValue ValueOf(const Answer* answer) {
  if (answer == nullptr) return std::monostate();
  return std::visit(AnswerTeller(), answer->value);
}

void AddAnswers(const std::string& path, const std::vector<Answer>& base,
                const std::vector<Answer>& server,
                const std::vector<Answer>& device,
                std::vector<FieldConflict>& found) {
  absl::flat_hash_set<std::string> seen;
  const auto compare = [&](const std::vector<Answer>& answers) {
    for (const Answer& answer : answers) {
      if (!seen.insert(answer.question).second) continue;
      const Answer* there = Find(server, answer.question);
      const Answer* here = Find(device, answer.question);
      if (there != nullptr && here != nullptr && there->value == here->value) {
        continue;
      }
      found.push_back(
          {.field = absl::StrCat(path, "answers[", answer.question, "]"),
           .base = ValueOf(Find(base, answer.question)),
           .server = ValueOf(there),
           .device = ValueOf(here)});
    }
  };
  compare(server);
  compare(device);
}

const std::vector<Answer>& AnswersAbout(const Survey& survey,
                                        const std::string& member) {
  static const std::vector<Answer> kNone;
  for (const SurveyedMember& one : survey.members) {
    if (one.id == member) return one.answers;
  }
  return kNone;
}

FieldValue TotalsOf(const Survey& survey) {
  if (!survey.declared) return std::monostate();
  return absl::StrCat(survey.declared->b1, ";",
                      absl::StrJoin(survey.declared->deprivations, ","));
}

}  // namespace

std::vector<FieldConflict> SurveyDifferences(const Survey* base,
                                             const Survey& server,
                                             const Survey& device) {
  static const Survey kNothing;
  const Survey& before = base == nullptr ? kNothing : *base;
  std::vector<FieldConflict> found;
  if (server.review_date != device.review_date) {
    found.push_back({.field = "review_date",
                     .server = server.review_date,
                     .device = device.review_date});
    if (base != nullptr) found.back().base = base->review_date;
  }
  AddAnswers("", before.answers, server.answers, device.answers, found);
  absl::flat_hash_set<std::string> seen;
  for (const Survey* survey : {&server, &device}) {
    for (const SurveyedMember& member : survey->members) {
      if (!seen.insert(member.id).second) continue;
      AddAnswers(absl::StrCat("members[", member.id, "]."),
                 AnswersAbout(before, member.id),
                 AnswersAbout(server, member.id),
                 AnswersAbout(device, member.id), found);
    }
  }
  if (!(server.declared == device.declared)) {
    found.push_back({.field = "declared",
                     .base = TotalsOf(before),
                     .server = TotalsOf(server),
                     .device = TotalsOf(device)});
  }
  return found;
}

}  // namespace rasoat::registry
