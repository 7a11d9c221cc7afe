#include "services/scoring/store/standard_draft_store.h"

#include "services/common/status/error.h"

namespace rasoat::scoring {

absl::Status StandardDraftStale() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "content_hash",
                  .rule = "STANDARD_DRAFT_STALE",
                  .vi = "Bản dự thảo đã được thay bằng tệp khác. Hãy xem lại "
                        "rồi quyết định.",
                  .en = "The draft was replaced by another file. Look at it "
                        "again, then decide."});
}

}  // namespace rasoat::scoring
