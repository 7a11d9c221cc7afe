#include "services/scoring/wire/form_questions_proto.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::scoring {
namespace {

AskedKind ReadKind(v1::AskedKind kind) {
  switch (kind) {
    case v1::ASKED_KIND_CHOICE:
      return AskedKind::kChoice;
    case v1::ASKED_KIND_CHOICES:
      return AskedKind::kChoices;
    case v1::ASKED_KIND_NUMBER:
      return AskedKind::kNumber;
    case v1::ASKED_KIND_YES_NO:
      return AskedKind::kYesNo;
    case v1::ASKED_KIND_TEXT:
      return AskedKind::kText;
    default:
      return AskedKind::kUnspecified;
  }
}

bool TakesOptions(AskedKind kind) {
  return kind == AskedKind::kChoice || kind == AskedKind::kChoices;
}

template <class Questions>
std::map<std::string, AskedQuestion> ReadPart(
    const Questions& protos, const char* part,
    std::vector<std::string>& faults) {
  std::map<std::string, AskedQuestion> questions;
  for (const v1::AskedQuestion& proto : protos) {
    const auto add = [&](absl::string_view what) {
      faults.push_back(absl::StrCat(part, "[", proto.code(), "]: ", what));
    };
    AskedQuestion question{
        .kind = ReadKind(proto.kind()),
        .options = {proto.options().begin(), proto.options().end()}};
    if (proto.code().empty()) add("has no code");
    if (question.kind == AskedKind::kUnspecified) add("has no kind");
    if (TakesOptions(question.kind) == question.options.empty()) {
      add("a choice has options, and nothing else has");
    }
    if (std::set<std::string>(question.options.begin(), question.options.end())
            .size() != question.options.size()) {
      add("has an option twice");
    }
    if (question.kind == AskedKind::kYesNo) question.options = {"yes", "no"};
    if (!questions.emplace(proto.code(), std::move(question)).second) {
      add("is given twice");
    }
  }
  return questions;
}

}  // namespace

FormQuestions ReadFormQuestions(const v1::FormQuestions& proto,
                                std::vector<std::string>& faults) {
  if (proto.origin().source().empty()) {
    faults.push_back("origin: names no source");
  }
  if (proto.origin().mark() == v1::MARK_UNSPECIFIED) {
    faults.push_back("origin: has no mark");
  }
  return {.household = ReadPart(proto.household(), "household", faults),
          .member = ReadPart(proto.member(), "member", faults)};
}

}  // namespace rasoat::scoring
