#include "services/registry/load/retention_rules.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "rasoat/registry/v1/retention.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

constexpr int kMostDays = 36'500;

absl::Status Faulty(absl::string_view fault) {
  return Error(absl::StatusCode::kFailedPrecondition, "RETENTION_FAULTY",
               absl::StrCat("retention rules: ", fault));
}

bool IdFits(absl::string_view id) {
  return !id.empty() && id.size() <= 60 &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

absl::StatusOr<RetentionRule> RuleOf(const v1::RetentionRule& told) {
  if (!IdFits(told.id())) return Faulty("a rule without a fitting id");
  const auto faulty = [&](absl::string_view fault) {
    return Faulty(absl::StrCat(told.id(), ": ", fault));
  };
  RetentionRule rule{.id = told.id(), .source = told.source()};
  if (told.source().empty()) return faulty("no source");
  if (told.record() == v1::RETAINED_RECORD_UNSPECIFIED) {
    return faulty("no record");
  }
  if (told.evidence() == v1::RETENTION_EVIDENCE_UNSPECIFIED) {
    return faulty("no evidence");
  }
  rule.record = static_cast<RetainedRecord>(told.record() - 1);
  rule.evidence = static_cast<Evidence>(told.evidence() - 1);
  const bool unknown = rule.evidence == Evidence::kUnknown;
  if (told.after_days() < 0 || told.after_days() > kMostDays) {
    return faulty("after_days out of range");
  }
  if (unknown != (told.after_days() == 0)) {
    return faulty("a period goes with evidence, and none with the unknown");
  }
  if (!unknown) rule.after_days = told.after_days();
  return rule;
}

}  // namespace

absl::StatusOr<std::vector<RetentionRule>> ParseRetentionRules(
    const std::string& text) {
  v1::RetentionRules told;
  if (!google::protobuf::TextFormat::ParseFromString(text, &told)) {
    return Faulty("not the text of a RetentionRules");
  }
  std::vector<RetentionRule> rules;
  std::set<RetainedRecord> records;
  for (const v1::RetentionRule& one : told.rules()) {
    RASOAT_ASSIGN_OR_RETURN(RetentionRule rule, RuleOf(one));
    if (!records.insert(rule.record).second) {
      return Faulty(absl::StrCat(rule.id, ": a second rule for its record"));
    }
    rules.push_back(std::move(rule));
  }
  if (records.size() + 1 != v1::RetainedRecord_ARRAYSIZE) {
    return Faulty("a kind of record has no rule");
  }
  return rules;
}

absl::StatusOr<std::vector<RetentionRule>> ReadRetentionRules(
    const std::string& path) {
  std::ifstream in(path);
  if (!in) return Faulty(absl::StrCat("cannot read ", path));
  return ParseRetentionRules(std::string(std::istreambuf_iterator<char>(in),
                                         std::istreambuf_iterator<char>()));
}

}  // namespace rasoat::registry
