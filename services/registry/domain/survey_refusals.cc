// Those of refusals.h about surveys, drafts and files.
#include <utility>

#include "services/common/status/error.h"
#include "services/registry/domain/refusals.h"

namespace rasoat::registry {

absl::Status SurveyIdTaken() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {.field = "survey_id",
                  .rule = "SURVEY_ID_TAKEN",
                  .vi = "Mã phiếu này đã dùng cho phiếu khác; hãy tạo mã mới.",
                  .en = "This id is taken by another survey; make a new id."});
}

absl::Status SurveyExists() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {.field = "survey.replaces",
                  .rule = "SURVEY_EXISTS",
                  .vi = "Hộ đã có phiếu loại này trong đợt này; hãy đọc phiếu "
                        "đó và ghi nó vào mục thay thế nếu muốn sửa.",
                  .en = "The household has a survey of this kind in this "
                        "round; read it and name it in 'replaces' to take its "
                        "place."});
}

absl::Status SurveyReplaced() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "survey.replaces",
                  .rule = "SURVEY_REPLACED",
                  .vi = "Phiếu cần thay không còn là bản mới nhất; hãy đọc bản "
                        "mới nhất rồi quyết định lại.",
                  .en = "The survey to be replaced is not the newest of the "
                        "household in this round; read the newest and decide "
                        "again."});
}

absl::Status CorrectionReasonMissing() {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "survey.correction_reason",
                  .rule = "CORRECTION_REASON_MISSING",
                  .vi = "Phiếu cần thay đã được chấp nhận; hãy ghi lý do sửa.",
                  .en = "The survey to be replaced has been accepted; say why "
                        "it has to be corrected."});
}

absl::Status SurveyStands(SurveyStatus status) {
  Violation violation;
  switch (status) {
    case SurveyStatus::kSubmitted:
      violation = {.rule = "SURVEY_SUBMITTED",
                   .vi =
                       "Phiếu đã nộp và đang chờ duyệt; hãy gửi bản mới nếu "
                       "cần sửa.",
                   .en =
                       "The survey has been submitted and waits for a "
                       "supervisor; send a new version to correct it."};
      break;
    case SurveyStatus::kReturned:
      violation = {.rule = "SURVEY_RETURNED",
                   .vi =
                       "Phiếu đã được trả lại; hãy chờ bản mới của rà soát "
                       "viên.",
                   .en =
                       "The survey has been sent back; wait for the "
                       "reviewer's new version."};
      break;
    case SurveyStatus::kAccepted:
      violation = {.rule = "SURVEY_ACCEPTED",
                   .vi =
                       "Phiếu đã được chấp nhận; nếu cần sửa, hãy gửi bản mới "
                       "kèm lý do.",
                   .en =
                       "The survey has been accepted; to correct it, send a "
                       "new version with the reason."};
      break;
    case SurveyStatus::kDraft:
    case SurveyStatus::kUnspecified:
      violation = {.rule = "SURVEY_IS_DRAFT",
                   .vi = "Phiếu còn là bản nháp; hãy nộp phiếu trước.",
                   .en = "The survey is a draft; submit it first."};
      break;
  }
  return Refused(absl::StatusCode::kFailedPrecondition, std::move(violation));
}

absl::Status ReviewOfOwnSurvey() {
  return Refused(
      absl::StatusCode::kPermissionDenied,
      {.field = "",
       .rule = "REVIEW_OF_OWN_SURVEY",
       .vi = "Bạn là người nộp phiếu này; hãy nhờ cán bộ khác duyệt.",
       .en = "You submitted this survey; have another officer look "
             "at it."});
}

absl::Status SurveyOutdated() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "name",
                  .rule = "SURVEY_OUTDATED",
                  .vi = "Phiếu này đã có bản mới hơn; hãy xem bản mới nhất.",
                  .en = "There is a newer version of this survey; look at the "
                        "newest."});
}

absl::Status StaleSurvey() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "etag",
                  .rule = "STALE_SURVEY",
                  .vi = "Người khác vừa xử lý phiếu này; hãy đọc lại rồi quyết "
                        "định.",
                  .en = "Somebody else has acted on this survey; read it again "
                        "and decide."});
}

absl::Status SurveyElsewhere() {
  return Refused(absl::StatusCode::kPermissionDenied,
                 {.field = "name",
                  .rule = "SURVEY_ELSEWHERE",
                  .vi = "Phiếu không thuộc địa bàn đã nêu; hãy gửi riêng.",
                  .en = "The survey does not lie in the area named; send it "
                        "with its own."});
}

absl::Status RequestIdTaken() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {.field = "request_id",
                  .rule = "REQUEST_ID_TAKEN",
                  .vi = "Mã yêu cầu này đã dùng cho việc khác; hãy tạo mã mới.",
                  .en = "This id was used for another act; make a new one."});
}

absl::Status DraftNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "name",
                  .rule = "DRAFT_NOT_FOUND",
                  .vi = "Không có bản nháp này; có thể phiếu đã được nộp.",
                  .en = "There is no such draft; it may have been submitted."});
}

absl::Status StaleDraft() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "draft.etag",
                  .rule = "STALE_DRAFT",
                  .vi = "Bản nháp đã được lưu ở nơi khác; hãy đọc lại rồi ghép "
                        "hai bản.",
                  .en = "The draft was saved elsewhere; read it again and put "
                        "the two together."});
}

absl::Status TooManyDrafts() {
  return Refused(absl::StatusCode::kResourceExhausted,
                 {.field = "draft",
                  .rule = "TOO_MANY_DRAFTS",
                  .vi = "Bạn có quá nhiều bản nháp; hãy nộp hoặc xóa bớt.",
                  .en = "You have too many drafts; submit or delete some."});
}

absl::Status AttachmentNotFound() {
  return Refused(
      absl::StatusCode::kNotFound,
      {.field = "name",
       .rule = "ATTACHMENT_NOT_FOUND",
       .vi = "Không có tệp này, hoặc tệp đã quá hạn tải lên; hãy gửi "
             "lại.",
       .en = "There is no such file, or its upload was given up; "
             "send it again."});
}

absl::Status AttachmentIdTaken() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {.field = "attachment_id",
                  .rule = "ATTACHMENT_ID_TAKEN",
                  .vi = "Mã tệp này đã dùng cho tệp khác; hãy tạo mã mới.",
                  .en = "This id is taken by another file; make a new id."});
}

absl::Status AttachmentsClosed() {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "",
                  .rule = "ATTACHMENTS_CLOSED",
                  .vi = "Phiếu đã được chấp nhận nên không thêm hay xóa tệp "
                        "được; hãy gửi bản mới kèm lý do.",
                  .en = "The survey has been accepted, so files are neither "
                        "added nor removed; send a new version with the "
                        "reason."});
}

absl::Status AttachmentFinished() {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "name",
                  .rule = "ATTACHMENT_FINISHED",
                  .vi = "Tệp đã nhận đủ; không cần gửi thêm.",
                  .en = "The file is complete; nothing more is to be sent."});
}

absl::Status TooManyAttachments() {
  return Refused(absl::StatusCode::kResourceExhausted,
                 {.field = "attachment.parent",
                  .rule = "TOO_MANY_ATTACHMENTS",
                  .vi = "Đã có đủ 20 tệp; hãy xóa bớt trước khi thêm.",
                  .en = "There are 20 files already; remove some first."});
}

absl::Status UploadOffsetAhead() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "offset",
                  .rule = "UPLOAD_OFFSET_AHEAD",
                  .vi = "Thiếu phần trước của tệp; hãy hỏi đã nhận đến đâu rồi "
                        "gửi tiếp từ đó.",
                  .en = "Bytes before these are missing; ask how far it has "
                        "come and go on from there."});
}

absl::Status UploadIncomplete() {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "name",
                  .rule = "UPLOAD_INCOMPLETE",
                  .vi = "Tệp chưa nhận đủ; hãy gửi nốt phần còn lại.",
                  .en = "Not all of the file has come; send the rest."});
}

}  // namespace rasoat::registry
