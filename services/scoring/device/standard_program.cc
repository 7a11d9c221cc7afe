#include "services/scoring/device/standard_program.h"

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/status/error.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/flat/codebook.h"
#include "services/scoring/flat/compile.h"

namespace rasoat::scoring {
namespace {

absl::Status TooLarge() {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      {.field = "name",
       .rule = "STANDARD_TOO_LARGE",
       .vi = "Chuẩn này quá lớn để chấm điểm trên thiết bị. Hãy chấm điểm trên "
             "máy chủ.",
       .en = "This standard is too large to score by on a device. Score on the "
             "server."});
}

/// Words as bytes, the lowest first, whatever machine this is.
std::string BytesOf(const std::vector<std::int32_t>& words) {
  std::string bytes;
  bytes.reserve(words.size() * sizeof(std::int32_t));
  for (const std::int32_t word : words) {
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.push_back(
          static_cast<char>(static_cast<std::uint32_t>(word) >> shift & 0xFF));
    }
  }
  return bytes;
}

void Fill(const Text& text, v1::Text& proto) {
  proto.set_vi(text.vi);
  proto.set_en(text.en);
}

void Fill(const flat::ChoiceQuestion& question, v1::ProgramQuestion& proto) {
  proto.set_question(question.question);
  proto.mutable_options()->Assign(question.options.begin(),
                                  question.options.end());
}

void Fill(const Indicator& indicator, v1::ProgramItem& proto) {
  proto.set_code(indicator.code);
  Fill(indicator.label, *proto.mutable_label());
  if (indicator.options.empty()) return;
  if (indicator.derived == DerivedFact::kHighestOption) {
    proto.set_member_question(indicator.question);
  } else {
    proto.set_question(indicator.question);
  }
}

}  // namespace

absl::StatusOr<v1::StandardProgram> ProgramOf(const Standard& standard) {
  if (!IsComplete(standard)) return StandardIncomplete(standard, "name");
  const absl::StatusOr<flat::Codebook> codebook =
      flat::Codebook::Of({&standard});
  if (!codebook.ok()) return TooLarge();
  const absl::StatusOr<flat::Compiled> compiled =
      flat::Compile(standard, *codebook);
  if (!compiled.ok()) return TooLarge();
  v1::StandardProgram proto;
  proto.set_standard(standard.name);
  proto.set_content_hash(standard.content_hash);
  proto.set_engine_version(flat::kVersion);
  proto.set_words(BytesOf(compiled->words()));
  for (const auto& question : codebook->choices()) {
    Fill(question, *proto.add_choices());
  }
  proto.mutable_numbers()->Assign(codebook->numbers().begin(),
                                  codebook->numbers().end());
  for (const auto& question : codebook->member_choices()) {
    Fill(question, *proto.add_member_choices());
  }
  Fill(standard.title, *proto.mutable_title());
  proto.set_training(standard.training);
  proto.set_declared_only(standard.declared_only);
  for (const Indicator& indicator : standard.indicators) {
    Fill(indicator, *proto.add_indicators());
  }
  for (const Contradiction& contradiction : standard.contradictions) {
    Fill(contradiction.message, *proto.add_contradictions());
  }
  for (const Deprivation& deprivation : standard.deprivations) {
    v1::ProgramItem& item = *proto.add_deprivations();
    item.set_code(deprivation.code);
    Fill(deprivation.label, *item.mutable_label());
  }
  return proto;
}

}  // namespace rasoat::scoring
