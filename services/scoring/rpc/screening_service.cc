#include "services/scoring/rpc/screening_service.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/domain/screen.h"
#include "services/scoring/engine/screen_household.h"
#include "services/scoring/wire/facts_proto.h"

namespace rasoat::scoring {
namespace {

constexpr std::ptrdiff_t kLongestReason = 500;  // characters

absl::Status ScreeningMissing(const Standard& standard) {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "standard",
                  .rule = "SCREENING_MISSING",
                  .vi = absl::StrCat("Chuẩn “", standard.title.vi,
                                     "” không có phiếu nhận dạng nhanh. Hãy "
                                     "chuyển hộ sang khảo sát Phiếu B."),
                  .en = absl::StrCat("The standard '", standard.title.en,
                                     "' has no quick identification. Take the "
                                     "household to the survey.")});
}

absl::Status LimitUnknown(const Standard& standard) {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "standard",
                  .rule = "STANDARD_INCOMPLETE",
                  .vi = absl::StrCat("Chuẩn “", standard.title.vi,
                                     "” chưa có ngưỡng nhận dạng nhanh. Hãy bổ "
                                     "sung từ văn bản."),
                  .en = absl::StrCat("The limit of the quick identification of "
                                     "'",
                                     standard.title.en,
                                     "' is not known. Add it from the "
                                     "gazette.")});
}

absl::Status CheckReason(const v1::ScreenHouseholdRequest& request) {
  const auto characters = std::count_if(
      request.reason().begin(), request.reason().end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  const bool fits = !absl::StripAsciiWhitespace(request.reason()).empty() &&
                    characters <= kLongestReason;
  if (!request.survey_anyway() || fits) return absl::OkStatus();
  return Refused(
      absl::StatusCode::kInvalidArgument,
      {.field = "reason",
       .rule = "REASON_MISSING",
       .vi = "Đưa hộ vào danh sách khảo sát cần lý do từ 1 đến 500 "
             "ký tự. Hãy ghi lý do.",
       .en = "To survey a household all the same needs a reason of 1 "
             "to 500 characters. Give it."});
}

}  // namespace

grpc::ServerUnaryReactor* ScreeningService::ScreenHousehold(
    grpc::CallbackServerContext* context,
    const v1::ScreenHouseholdRequest* request, v1::ScreeningResult* response) {
  return calls_.UnaryInline(
      context, request, response, [&](const rpc::Call& call) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(
            const KnownStandard* known,
            catalogue_.Need(request->standard(), "standard"));
        const Standard& standard = known->standard;
        if (!standard.screening) return ScreeningMissing(standard);
        if (standard.screening->origin.mark == Mark::kUnknown) {
          return LimitUnknown(standard);
        }
        RASOAT_RETURN_IF_ERROR(CheckReason(*request));
        RASOAT_ASSIGN_OR_RETURN(
            const std::vector<bool> found,
            FindItems(*standard.screening, ReadAnswers(request->answers())));
        const Screened screened = Screen(*standard.screening, found);
        const v1::Screening& shown = known->proto.screening();
        for (std::size_t i = 0; i < found.size(); ++i) {
          v1::ScreenedItem& item = *response->add_items();
          item.set_item(standard.screening->items[i].code);
          *item.mutable_label() = shown.items(static_cast<int>(i)).label();
          item.set_found(found[i]);
        }
        response->set_found_count(screened.found);
        response->set_surely_not_poor_from(shown.surely_not_poor_from());
        *response->mutable_origin() = shown.origin();
        response->set_training(standard.training);
        response->set_overridden(screened.surely_not_poor &&
                                 request->survey_anyway());
        response->set_outcome(screened.surely_not_poor &&
                                      !request->survey_anyway()
                                  ? v1::SCREENING_OUTCOME_SURELY_NOT_POOR
                                  : v1::SCREENING_OUTCOME_SURVEY_NEEDED);
        if (request->survey_anyway()) response->set_reason(request->reason());
        response->set_author(call.identity->subject);
        return absl::OkStatus();
      });
}

}  // namespace rasoat::scoring
