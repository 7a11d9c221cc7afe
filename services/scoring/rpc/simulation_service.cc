#include "services/scoring/rpc/simulation_service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/rpc/refusals.h"
#include "services/scoring/simulation/simulate.h"
#include "services/scoring/simulation/simulation_proto.h"
#include "services/scoring/wire/names.h"
#include "services/scoring/wire/standard_proto.h"

namespace rasoat::scoring {
namespace {

constexpr int kMostStandards = 8;
constexpr std::int64_t kMostAmount = 1'000'000'000;  // VND a month
/// How often a caller who waits hears how far it is.
constexpr absl::Duration kPatience = absl::Milliseconds(500);

absl::Status StandardsCount() {
  return Refused(
      absl::StatusCode::kInvalidArgument,
      {.field = "standards",
       .rule = "STANDARDS_COUNT",
       .vi = absl::StrCat("Cần từ 1 đến ", kMostStandards,
                          " chuẩn để thử. Hãy chọn lại."),
       .en = absl::StrCat("From 1 to ", kMostStandards,
                          " standards can be tried. Choose again.")});
}

absl::Status AreaElsewhere(const std::string& area) {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "area",
                  .rule = "AREA_ELSEWHERE",
                  .vi = absl::StrCat("Máy chủ này chỉ giữ địa bàn ", area,
                                     ". Hãy chọn một địa bàn thuộc đó."),
                  .en = absl::StrCat("This server holds area ", area,
                                     " only. Choose an area in it.")});
}

absl::Status Repeated(const std::string& name) {
  return Refused(absl::StatusCode::kInvalidArgument,
                 {.field = "standards",
                  .rule = "STANDARD_REPEATED",
                  .vi = absl::StrCat("Tên “", name,
                                     "” có hai lần. Hãy đặt cho mỗi chuẩn và "
                                     "bản thử một tên riêng."),
                  .en = absl::StrCat("The name '", name,
                                     "' is given twice. Give every standard "
                                     "and draft a name of its own.")});
}

/// A failure in words for whoever chose the standards.
absl::Status InWords(const absl::Status& failure) {
  if (ReasonOf(failure) != "STANDARD_TOO_LARGE") return failure;
  return Refused(
      failure.code(),
      {.field = "standards",
       .rule = "STANDARD_TOO_LARGE",
       .vi = "Các chuẩn này đọc quá nhiều câu hỏi để thử cùng một lần. Hãy thử "
             "từng chuẩn một.",
       .en = "Together these standards read too many questions to be tried at "
             "once. Try them one by one."});
}

absl::Status Malformed(const v1::Standard& draft,
                       const std::vector<Fault>& faults) {
  std::vector<Violation> violations;
  for (const Fault& fault : faults) {
    violations.push_back(
        {.field = absl::StrCat("drafts[", draft.name(), "].", fault.place),
         .rule = "STANDARD_MALFORMED",
         .vi = absl::StrCat("Chuẩn thử có lỗi tại “", fault.place,
                            "”: ", fault.vi, ". Hãy sửa rồi thử lại."),
         .en = absl::StrCat("The draft has a fault at '", fault.place,
                            "': ", fault.what, ". Correct it and try again.")});
  }
  return Invalid(std::move(violations));
}

std::vector<Dimension> DimensionsOf(const v1::SimulateRequest& request) {
  std::vector<Dimension> dimensions;
  for (int dimension : request.dimensions()) {
    dimensions.push_back(static_cast<Dimension>(dimension));
  }
  if (dimensions.empty()) {
    dimensions = {Dimension::kDistrict,   Dimension::kRegion,
                  Dimension::kSettlement, Dimension::kEthnicGroup,
                  Dimension::kHeadSex,    Dimension::kHouseholdSize};
  }
  std::sort(dimensions.begin(), dimensions.end());
  dimensions.erase(std::unique(dimensions.begin(), dimensions.end()),
                   dimensions.end());
  return dimensions;
}

absl::Status CheckDimensions(const v1::SimulateRequest& request) {
  for (int dimension : request.dimensions()) {
    if (dimension != v1::SIMULATION_DIMENSION_UNSPECIFIED &&
        v1::SimulationDimension_IsValid(dimension)) {
      continue;
    }
    return Refused(absl::StatusCode::kInvalidArgument,
                   {.field = "dimensions",
                    .rule = "DIMENSION_UNKNOWN",
                    .vi = "Không có cách phân nhóm này. Hãy chọn trong danh "
                          "sách SimulationDimension.",
                    .en = "There is no such dimension. Choose one of "
                          "SimulationDimension."});
  }
  return absl::OkStatus();
}

absl::Status CheckBenefits(const v1::SimulateRequest& request) {
  std::vector<int> seen;
  for (const v1::SimulatedBenefit& benefit : request.benefits()) {
    const int which = benefit.household_class();
    const bool wrong =
        which == v1::HOUSEHOLD_CLASS_UNSPECIFIED ||
        !v1::HouseholdClass_IsValid(which) || benefit.household_amount() < 0 ||
        benefit.household_amount() > kMostAmount ||
        benefit.member_amount() < 0 || benefit.member_amount() > kMostAmount ||
        std::find(seen.begin(), seen.end(), which) != seen.end();
    seen.push_back(which);
    if (!wrong) continue;
    return Refused(absl::StatusCode::kInvalidArgument,
                   {.field = "benefits",
                    .rule = "BENEFIT_MALFORMED",
                    .vi = "Mỗi loại hộ có nhiều nhất một mức hỗ trợ, từ 0 đến "
                          "một tỷ đồng. Hãy kiểm tra lại.",
                    .en = "A class has at most one benefit, of 0 to a thousand "
                          "million dong. Check them."});
  }
  return absl::OkStatus();
}

}  // namespace

/// One simulation: what it tries, then message by message.
class SimulationService::Run {
 public:
  Run(const Parts& parts, const v1::SimulateRequest& request)
      : parts_(parts), request_(request) {}

  absl::StatusOr<bool> Next(const rpc::Call& call,
                            v1::SimulateResponse& response) {
    if (kept_ == nullptr) RASOAT_RETURN_IF_ERROR(Begin(call));
    if (!simulated_) {
      const KeptRound::State state = kept_->WaitFor(kPatience);
      RASOAT_RETURN_IF_ERROR(state.failure);
      if (!state.ready) {
        response.mutable_progress()->set_households(state.households);
        return true;
      }
      RASOAT_RETURN_IF_ERROR(TryOut());
    }
    if (next_ == simulated_->size()) return false;
    v1::SimulationResult& result = *response.mutable_result();
    FillSimulation(*standards_[next_], (*simulated_)[next_], request_, result);
    result.set_position(position_);
    ++next_;
    return true;
  }

 private:
  absl::Status Begin(const rpc::Call& call) {
    RASOAT_RETURN_IF_ERROR(CheckDimensions(request_));
    RASOAT_RETURN_IF_ERROR(CheckBenefits(request_));
    RASOAT_RETURN_IF_ERROR(ReadArea());
    RASOAT_RETURN_IF_ERROR(ReadStandards());
    RASOAT_ASSIGN_OR_RETURN(const std::string round,
                            ParseIdName(request_.round(), "rounds", "round"));
    RASOAT_ASSIGN_OR_RETURN(const std::optional<RoundRow> row,
                            parts_.store.FindRound(round, call.deadline));
    if (!row) return RoundStandardsNotFound("round");
    // Read with all that is known as well, so that the next question about the
    // round finds it ready.
    std::vector<const Standard*> read = standards_;
    for (const KnownStandard* known : parts_.catalogue.all()) {
      read.push_back(&known->standard);
    }
    absl::StatusOr<std::shared_ptr<const KeptRound>> kept =
        parts_.keeper.Want(*row, read);
    if (!kept.ok()) kept = parts_.keeper.Want(*row, standards_);
    RASOAT_RETURN_IF_ERROR(InWords(kept.status()));
    kept_ = *std::move(kept);
    return absl::OkStatus();
  }

  absl::Status ReadArea() {
    if (request_.area().empty()) {
      return parts_.area.empty() ? absl::OkStatus()
                                 : AreaElsewhere(parts_.area);
    }
    RASOAT_ASSIGN_OR_RETURN(area_,
                            ParseIdName(request_.area(), "areas", "area"));
    if (!parts_.area.empty() && !parts_.tree.Contains(parts_.area, area_)) {
      return AreaElsewhere(parts_.area);
    }
    return absl::OkStatus();
  }

  absl::Status ReadStandards() {
    const int count = request_.standards_size() + request_.drafts_size();
    if (count < 1 || count > kMostStandards) return StandardsCount();
    for (const std::string& name : request_.standards()) {
      RASOAT_ASSIGN_OR_RETURN(const KnownStandard* known,
                              parts_.catalogue.Need(name, "standards"));
      standards_.push_back(&known->standard);
    }
    drafts_.reserve(request_.drafts_size());
    for (const v1::Standard& draft : request_.drafts()) {
      RASOAT_RETURN_IF_ERROR(
          ParseIdName(draft.name(), "standards", "drafts.name").status());
      JudgedStandard judged = parts_.catalogue.Judge(draft);
      if (!judged.faults.empty()) return Malformed(draft, judged.faults);
      drafts_.push_back(std::move(judged.known.standard));
      standards_.push_back(&drafts_.back());
    }
    std::set<std::string> names;
    for (const Standard* standard : standards_) {
      if (!names.insert(standard->name).second) return Repeated(standard->name);
      if (IsComplete(*standard)) continue;
      return StandardIncomplete(*standard, "standards");
    }
    return absl::OkStatus();
  }

  absl::Status TryOut() {
    absl::StatusOr<std::vector<Simulated>> simulated;
    kept_->Look([&](const Census& census, const AreaLines& areas,
                    std::int64_t position) {
      SimulationPlan plan = {.standards = standards_,
                             .dimensions = DimensionsOf(request_),
                             .threads = parts_.threads};
      for (const std::string& village : census.villages()) {
        plan.villages.push_back(area_.empty() ||
                                parts_.tree.Contains(area_, village));
      }
      position_ = position;
      simulated = scoring::Simulate(census, areas, plan);
    });
    RASOAT_RETURN_IF_ERROR(InWords(simulated.status()));
    simulated_ = *std::move(simulated);
    return absl::OkStatus();
  }

  const Parts& parts_;
  const v1::SimulateRequest& request_;
  std::string area_;
  std::vector<Standard> drafts_;
  std::vector<const Standard*> standards_;
  std::shared_ptr<const KeptRound> kept_;
  std::optional<std::vector<Simulated>> simulated_;
  std::int64_t position_ = 0;
  std::size_t next_ = 0;
};

grpc::ServerWriteReactor<v1::SimulateResponse>* SimulationService::Simulate(
    grpc::CallbackServerContext* context, const v1::SimulateRequest* request) {
  return parts_.calls.Stream<v1::SimulateRequest, v1::SimulateResponse>(
      context, request,
      [run = std::make_unique<Run>(parts_, *request)](
          const rpc::Call& call, v1::SimulateResponse& response) {
        return run->Next(call, response);
      });
}

}  // namespace rasoat::scoring
