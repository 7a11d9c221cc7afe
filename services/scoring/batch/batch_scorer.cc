#include "services/scoring/batch/batch_scorer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/wire/assessment_proto.h"
#include "services/scoring/wire/facts_proto.h"

namespace rasoat::scoring {
namespace {

absl::Status Wrong(absl::string_view field, absl::string_view rule,
                   absl::string_view vi, absl::string_view en) {
  return Refused(absl::StatusCode::kInvalidArgument,
                 {.field = std::string(field),
                  .rule = std::string(rule),
                  .vi = std::string(vi),
                  .en = std::string(en)});
}

void Add(int b1, int b2, v1::HouseholdClass household_class,
         std::uint32_t deprived, v1::ScoreBatchResponse& response) {
  response.add_b1(b1);
  response.add_b2(b2);
  response.add_classes(household_class);
  response.add_deprivations(deprived);
}

}  // namespace

absl::Status BatchScorer::Score(const v1::ScoreBatchRequest& request,
                                v1::ScoreBatchResponse& response) {
  if (opened_ == nullptr) {
    RASOAT_RETURN_IF_ERROR(Open(request));
  } else if (!request.standard().empty() || request.has_layout()) {
    return Wrong("standard", "BATCH_OPENED_AGAIN",
                 "Chuẩn và bố cục chỉ nêu ở thông điệp đầu tiên. Hãy mở luồng "
                 "khác cho chuẩn khác.",
                 "Standard and layout belong to the first message. Open "
                 "another stream for another standard.");
  }
  RASOAT_RETURN_IF_ERROR(CheckSize(request));
  response.set_first_item(items_);
  error_bytes_ = 0;
  for (const api::v1::HouseholdFacts& household : request.households()) {
    ScoreOne(household, response);
  }
  RASOAT_RETURN_IF_ERROR(ScorePacked(request.packed(), response));
  items_ += response.classes_size();
  return absl::OkStatus();
}

absl::Status BatchScorer::Open(const v1::ScoreBatchRequest& request) {
  if (request.standard().empty()) {
    return Wrong("standard", "BATCH_NOT_OPENED",
                 "Thông điệp đầu tiên phải nêu chuẩn nghèo. Hãy ghi "
                 "standards/{mã}.",
                 "The first message must name the standard. Give "
                 "standards/{id}.");
  }
  auto opened = std::make_unique<Opened>();
  RASOAT_ASSIGN_OR_RETURN(opened->known,
                          catalogue_.Need(request.standard(), "standard"));
  const Standard& standard = opened->known->standard;
  absl::StatusOr<flat::Codebook> codebook = flat::Codebook::Of({&standard});
  // Without a table there is nothing to add up: totals are asked for.
  if (codebook.ok() && !standard.declared_only) {
    absl::StatusOr<flat::Compiled> compiled =
        flat::Compile(standard, *codebook);
    if (compiled.ok()) {
      opened->compiled = std::make_unique<flat::Compiled>(*std::move(compiled));
    }
  }
  opened->codebook = std::make_unique<flat::Codebook>(
      codebook.ok() ? *std::move(codebook) : flat::Codebook());
  RASOAT_ASSIGN_OR_RETURN(
      opened->layout, PackedLayout::Read(request.layout(), *opened->codebook));
  opened_ = std::move(opened);
  packed_ = std::make_unique<PackedBatch>(*opened_->codebook, opened_->layout);
  return absl::OkStatus();
}

absl::Status BatchScorer::CheckSize(
    const v1::ScoreBatchRequest& request) const {
  const auto& counts = request.packed().member_counts();
  if (request.households_size() <= kMostHouseholds &&
      counts.size() <= kMostPacked &&
      request.packed().birth_days_size() <= kMostMembers &&
      std::all_of(counts.begin(), counts.end(), [](std::uint32_t members) {
        return members <= kMostInHousehold;
      })) {
    return absl::OkStatus();
  }
  return Wrong(
      request.households_size() > kMostHouseholds ? "households" : "packed",
      "BATCH_TOO_LARGE",
      absl::StrCat("Một thông điệp chứa nhiều nhất ", kMostHouseholds,
                   " hộ, hoặc ", kMostPacked, " hộ dạng cột với ", kMostMembers,
                   " nhân khẩu, mỗi hộ không quá ", kMostInHousehold,
                   " người. Hãy chia nhỏ."),
      absl::StrCat("A message holds at most ", kMostHouseholds,
                   " households, or ", kMostPacked, " packed with ",
                   kMostMembers, " members, ", kMostInHousehold,
                   " in one household. Send several."));
}

void BatchScorer::ScoreOne(const api::v1::HouseholdFacts& household,
                           v1::ScoreBatchResponse& response) {
  const absl::StatusOr<Facts> facts = ReadFacts(household);
  if (!facts.ok()) return Fail(facts.status(), response);
  if (opened_->compiled != nullptr &&
      household_.Read(*opened_->codebook, *facts) &&
      Quickly(household_.view(), response)) {
    return;
  }
  Readably(*facts, response);
}

absl::Status BatchScorer::ScorePacked(const v1::PackedHouseholds& packed,
                                      v1::ScoreBatchResponse& response) {
  if (packed.ByteSizeLong() == 0) return absl::OkStatus();
  RASOAT_RETURN_IF_ERROR(packed_->Read(packed));
  for (std::size_t i = 0; i < packed_->size(); ++i) {
    if (opened_->compiled != nullptr && packed_->Fits(i) &&
        Quickly(packed_->At(i), response)) {
      continue;
    }
    Readably(packed_->FactsOf(i), response);
  }
  return absl::OkStatus();
}

bool BatchScorer::Quickly(const flat::View& household,
                          v1::ScoreBatchResponse& response) const {
  const flat::Outcome outcome =
      flat::Evaluate(opened_->compiled->program(), household);
  if (outcome.household_class == 0) return false;
  Add(outcome.b1, outcome.b2,
      static_cast<v1::HouseholdClass>(outcome.household_class),
      outcome.deprived, response);
  return true;
}

void BatchScorer::Readably(const Facts& facts,
                           v1::ScoreBatchResponse& response) {
  const absl::StatusOr<rasoat::scoring::Score> score =
      ScoreHousehold(opened_->known->standard, facts);
  if (!score.ok()) return Fail(score.status(), response);
  std::uint32_t deprived = 0;
  for (const Finding& finding : score->findings) {
    deprived |= std::uint32_t{finding.deprived}
                << (finding.deprivation->number - 1);
  }
  Add(score->b1, score->b2, ToProto(score->household_class), deprived,
      response);
}

void BatchScorer::Fail(const absl::Status& why,
                       v1::ScoreBatchResponse& response) {
  v1::BatchError& error = *response.add_errors();
  error.set_item(items_ + response.classes_size());
  std::vector<Violation> violations = ViolationsOf(why);
  error.set_more(violations.size() > kMostViolations);
  if (error.more()) violations.resize(kMostViolations);
  for (const Violation& violation : violations) {
    if (error_bytes_ > kMostErrorBytes) {
      error.set_more(true);
      break;
    }
    v1::BatchViolation& proto = *error.add_violations();
    proto.set_field(violation.field);
    proto.set_rule(violation.rule);
    proto.set_vi(violation.vi);
    proto.set_en(violation.en);
    error_bytes_ += proto.ByteSizeLong();
  }
  Add(0, 0, v1::HOUSEHOLD_CLASS_UNSPECIFIED, 0, response);
}

}  // namespace rasoat::scoring
