// Files of surveys and households in memory: what the handlers are tested with,
// kept honest by tests/contract/registry/store/attachment_test.cc.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "services/registry/store/attachment_store.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// Keeps files in memory. Thread safe; the stores of the parents must outlive
/// it.
class MemoryAttachments final : public AttachmentStore {
 public:
  MemoryAttachments(SurveyStore& surveys, HouseholdStore& households)
      : surveys_(surveys), households_(households) {}

  absl::StatusOr<Attachment> Begin(const Attachment& attachment,
                                   absl::Time deadline) override;
  absl::StatusOr<Attachment> Append(const AttachmentId& id, std::int64_t offset,
                                    absl::string_view bytes, absl::Time now,
                                    absl::Time deadline) override;
  absl::StatusOr<Attachment> Finish(const AttachmentId& id, Verify verify,
                                    absl::Time now,
                                    absl::Time deadline) override;
  absl::StatusOr<Attachment> Get(const AttachmentId& id, absl::Time now,
                                 absl::Time deadline) override;
  absl::StatusOr<std::vector<Attachment>> List(const AttachmentParent& parent,
                                               const AttachmentId& after,
                                               int limit,
                                               absl::Time deadline) override;
  absl::StatusOr<std::string> Read(const Attachment& attachment,
                                   std::int64_t offset,
                                   absl::Time deadline) override;
  absl::Status Delete(const AttachmentId& id, absl::Time deadline) override;
  absl::StatusOr<AttachmentParent> ParentOf(const AttachmentId& id,
                                            absl::Time deadline) override;

 private:
  struct Held {
    Attachment file;
    std::string content;
  };

  absl::Status CheckOpen(const AttachmentParent& parent, absl::Time deadline);
  absl::Status CheckNotCarried(const AttachmentParent& parent,
                               absl::Time deadline);
  Held* Find(const AttachmentId& id, absl::Time now);

  SurveyStore& surveys_;
  HouseholdStore& households_;
  std::mutex mu_;
  std::map<AttachmentId, Held> files_;
};

}  // namespace rasoat::registry
