#include "services/scoring/rpc/draft_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "rasoat/api/v1/attachment.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/transfer/judge_workbook.h"
#include "services/scoring/transfer/write_workbook.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

constexpr char kXlsx[] =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::size_t kMostBytes = 3 << 20;
constexpr std::size_t kMostReason = 500;

absl::Status AreaDiffers(absl::string_view made_for) {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "area",
                  .rule = "STANDARD_AREA_DIFFERS",
                  .vi = absl::StrCat("Chuẩn dành cho địa bàn ", made_for,
                                     ". Hãy ghi đúng địa bàn đó."),
                  .en = absl::StrCat("The standard is made for the area ",
                                     made_for, ". Give that area.")});
}

/// `area` of a request says for whom a standard is made: the guard let the
/// caller in by it.
absl::Status CheckArea(const std::string& area, const v1::Standard& standard) {
  const absl::string_view code = absl::StripPrefix(area, "areas/");
  if (standard.area() == (area.empty() ? "*" : code)) return absl::OkStatus();
  return AreaDiffers(standard.area());
}

absl::Status HashMissing() {
  return Invalid({.field = "content_hash",
                  .rule = "CONTENT_HASH_MISSING",
                  .vi = "Chưa ghi content_hash của bản đã xem. Hãy lấy từ danh "
                        "sách bản dự thảo.",
                  .en = "The content_hash of what was looked at is missing. "
                        "Take it from the list of drafts."});
}

absl::Status CheckReason(const std::string& reason) {
  if (absl::StripAsciiWhitespace(reason).empty()) {
    return Invalid({.field = "reason",
                    .rule = "REASON_MISSING",
                    .vi = "Chưa ghi lý do từ chối. Hãy ghi lý do.",
                    .en = "There is no reason. Say why it is rejected."});
  }
  const auto characters = std::count_if(
      reason.begin(), reason.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  if (characters <= static_cast<std::ptrdiff_t>(kMostReason)) {
    return absl::OkStatus();
  }
  return Invalid({.field = "reason",
                  .rule = "REASON_LONG",
                  .vi = absl::StrCat("Lý do dài quá ", kMostReason,
                                     " ký tự. Hãy viết ngắn lại."),
                  .en = absl::StrCat("The reason is longer than ", kMostReason,
                                     " characters. Shorten it.")});
}

absl::Status Faulty(const std::vector<SheetFault>& faults) {
  std::vector<Violation> violations;
  for (const SheetFault& fault : faults) {
    violations.push_back(
        {.field = absl::StrCat(fault.sheet, "!", fault.cell),
         .rule = "STANDARD_SHEET_FAULTY",
         .vi = absl::StrCat("Ô ", fault.cell, " trang “", fault.sheet,
                            "”: ", fault.vi, ". Hãy sửa ô này."),
         .en = absl::StrCat("Cell ", fault.cell, " of '", fault.sheet,
                            "': ", fault.en, ". Correct it.")});
  }
  return Refused(absl::StatusCode::kInvalidArgument, "STANDARD_SHEET_FAULTY",
                 std::move(violations));
}

absl::Status TooLarge() {
  return Invalid({.field = "body",
                  .rule = "SHEET_TOO_LARGE",
                  .vi = "Tệp lớn hơn 3 MiB. Hãy bỏ bớt hình và trang tính "
                        "không cần.",
                  .en = "The file is larger than 3 MiB. Leave out pictures and "
                        "sheets that are not needed."});
}

absl::Status Unfit(const std::vector<Fault>& faults) {
  std::vector<Violation> violations;
  for (const Fault& fault : faults) {
    violations.push_back(
        {.field = "name",
         .rule = "STANDARD_MALFORMED",
         .vi = absl::StrCat(fault.place, ": ", fault.vi,
                            ". Hãy sửa tệp và nhập lại."),
         .en = absl::StrCat(fault.place, ": ", fault.what,
                            ". Correct the file and import it again.")});
  }
  return Refused(absl::StatusCode::kInvalidArgument, "STANDARD_MALFORMED",
                 std::move(violations));
}

/// Without what is no part of the content.
std::string ContentOf(v1::Standard standard) {
  standard.clear_name();
  standard.clear_content_hash();
  standard.clear_state();
  standard.clear_import();
  return standard.SerializeAsString();
}

}  // namespace

grpc::ServerUnaryReactor* DraftService::ExportStandard(
    grpc::CallbackServerContext* context,
    const v1::ExportStandardRequest* request, google::api::HttpBody* response) {
  return calls_.Unary(
      context, request, response,
      [request,
       this](const rpc::Call&) -> absl::StatusOr<google::api::HttpBody> {
        RASOAT_ASSIGN_OR_RETURN(
            const v1::Standard standard,
            FindStandard(catalogue_, watcher_, request->name(), "name"));
        RASOAT_ASSIGN_OR_RETURN(sheet::FileSource file,
                                WriteWorkbook(standard));
        google::api::HttpBody body;
        body.set_content_type(kXlsx);
        std::string& data = *body.mutable_data();
        data.resize(static_cast<std::size_t>(file.size()));
        RASOAT_ASSIGN_OR_RETURN(const std::size_t got,
                                file.ReadAt(0, data.data(), data.size()));
        data.resize(got);
        api::v1::Attachment attachment;
        attachment.set_file_name(absl::StrCat(
            absl::StripPrefix(standard.name(), "standards/"), ".xlsx"));
        body.add_extensions()->PackFrom(attachment);
        return body;
      });
}

grpc::ServerUnaryReactor* DraftService::ImportStandard(
    grpc::CallbackServerContext* context,
    const v1::ImportStandardRequest* request,
    v1::ImportStandardResponse* response) {
  return calls_.Unary(context, request, response,
                      [request, this](const rpc::Call& call) {
                        return Import(*request, call);
                      });
}

absl::StatusOr<v1::ImportStandardResponse> DraftService::Import(
    const v1::ImportStandardRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const std::string id,
                          ParseIdName(request.name(), "standards", "name"));
  if (request.body().data().size() > kMostBytes) return TooLarge();
  sheet::MemorySource source(request.body().data());
  RASOAT_ASSIGN_OR_RETURN(JudgedWorkbook judged,
                          JudgeWorkbook(source, request.name(), catalogue_));
  if (!request.dry_run() && !judged.faults.empty()) {
    return Faulty(judged.faults);
  }
  if (judged.faults.empty()) {
    RASOAT_RETURN_IF_ERROR(CheckArea(request.area(), judged.standard));
  }
  v1::ImportStandardResponse response;
  for (const SheetFault& fault : judged.faults) {
    v1::SheetFault& told = *response.add_faults();
    told.set_sheet(fault.sheet);
    told.set_cell(fault.cell);
    told.set_vi(fault.vi);
    told.set_en(fault.en);
  }
  judged.standard.clear_state();
  judged.standard.clear_import();
  if (const KnownStandard* known = catalogue_.Find(request.name());
      known != nullptr && !known->proto.has_import()) {
    return Refused(absl::StatusCode::kAlreadyExists,
                   {.field = "name",
                    .rule = "STANDARD_EXISTS",
                    .vi = "Đã có chuẩn đang dùng mang tên này. Hãy đặt tên "
                          "khác cho chuẩn mới.",
                    .en = "An active standard has this name. Give the new one "
                          "a name of its own."});
  }
  if (request.dry_run()) {
    *response.mutable_standard() = std::move(judged.standard);
    return response;
  }
  // Nobody writes over the draft of another area.
  RASOAT_RETURN_IF_ERROR(watcher_.Refresh(call.deadline));
  for (const v1::Standard& draft : *watcher_.Seen()) {
    if (draft.name() != request.name()) continue;
    RASOAT_RETURN_IF_ERROR(CheckArea(request.area(), draft));
  }
  RASOAT_ASSIGN_OR_RETURN(const StandardDraft kept,
                          store_.Keep({.standard = id,
                                       .hash = judged.standard.content_hash(),
                                       .content = ContentOf(judged.standard),
                                       .imported_by = call.identity->subject,
                                       .import_time = call.now},
                                      call.deadline));
  RASOAT_RETURN_IF_ERROR(watcher_.Refresh(call.deadline));
  RASOAT_ASSIGN_OR_RETURN(*response.mutable_standard(), ShownDraft(kept));
  response.set_kept(true);
  return response;
}

absl::StatusOr<v1::Standard> DraftService::Draft(const std::string& name,
                                                 const std::string& area,
                                                 const rpc::Call& call) {
  RASOAT_RETURN_IF_ERROR(watcher_.Refresh(call.deadline));
  for (const v1::Standard& draft : *watcher_.Seen()) {
    if (draft.name() != name) continue;
    RASOAT_RETURN_IF_ERROR(CheckArea(area, draft));
    return draft;
  }
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "name",
                  .rule = "STANDARD_NOT_FOUND",
                  .vi = "Không có bản dự thảo chuẩn này. Hãy kiểm tra tên.",
                  .en = "There is no draft of this name. Check it."});
}

absl::StatusOr<v1::Standard> DraftService::Decide(const std::string& name,
                                                  const std::string& hash,
                                                  DraftState state,
                                                  const std::string& reason,
                                                  const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(
      const StandardDraft decided,
      store_.Decide(
          {.standard = std::string(absl::StripPrefix(name, "standards/")),
           .state = state,
           .hash = hash,
           .decided_by = call.identity->subject,
           .decide_time = call.now,
           .reason = reason},
          call.deadline));
  RASOAT_RETURN_IF_ERROR(watcher_.Refresh(call.deadline));
  return ShownDraft(decided);
}

grpc::ServerUnaryReactor* DraftService::ApproveStandard(
    grpc::CallbackServerContext* context,
    const v1::ApproveStandardRequest* request, v1::Standard* response) {
  return calls_.Unary(
      context, request, response,
      [request, this](const rpc::Call& call) -> absl::StatusOr<v1::Standard> {
        RASOAT_ASSIGN_OR_RETURN(const v1::Standard draft,
                                Draft(request->name(), request->area(), call));
        // What was looked at and judged is what is decided on.
        if (request->content_hash().empty()) return HashMissing();
        if (draft.content_hash() != request->content_hash()) {
          return StandardDraftStale();
        }
        // Its parent may have come to be another since.
        const JudgedStandard judged = catalogue_.Judge(draft);
        if (!judged.faults.empty()) return Unfit(judged.faults);
        return Decide(request->name(), request->content_hash(),
                      DraftState::kActive, "", call);
      });
}

grpc::ServerUnaryReactor* DraftService::RejectStandard(
    grpc::CallbackServerContext* context,
    const v1::RejectStandardRequest* request, v1::Standard* response) {
  return calls_.Unary(
      context, request, response,
      [request, this](const rpc::Call& call) -> absl::StatusOr<v1::Standard> {
        RASOAT_RETURN_IF_ERROR(CheckReason(request->reason()));
        RASOAT_ASSIGN_OR_RETURN(const v1::Standard draft,
                                Draft(request->name(), request->area(), call));
        if (request->content_hash().empty()) return HashMissing();
        if (draft.content_hash() != request->content_hash()) {
          return StandardDraftStale();
        }
        return Decide(request->name(), request->content_hash(),
                      DraftState::kRejected, request->reason(), call);
      });
}

}  // namespace rasoat::scoring
