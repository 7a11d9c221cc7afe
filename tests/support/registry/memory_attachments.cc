#include "tests/support/registry/memory_attachments.h"

#include <set>

#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"

namespace rasoat::registry {
namespace {

using Lock = std::lock_guard<std::mutex>;

constexpr std::size_t kReadAtOnce = 1000;  // small, so that reading is by parts

}  // namespace

absl::Status MemoryAttachments::CheckOpen(const AttachmentParent& parent,
                                          absl::Time deadline) {
  if (parent.survey.empty()) {
    return households_.Get(parent.household, deadline).status();
  }
  RASOAT_ASSIGN_OR_RETURN(const Survey survey,
                          surveys_.Get(parent.survey, deadline));
  return survey.status == SurveyStatus::kAccepted ? AttachmentsClosed()
                                                  : absl::OkStatus();
}

absl::Status MemoryAttachments::CheckNotCarried(const AttachmentParent& parent,
                                                absl::Time deadline) {
  if (parent.survey.empty()) return absl::OkStatus();
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<Survey> versions,
      surveys_.Versions(parent.survey, parent.survey, 1000, deadline));
  for (const Survey& later : versions) {
    if (later.status == SurveyStatus::kAccepted) return AttachmentsClosed();
  }
  return absl::OkStatus();
}

MemoryAttachments::Held* MemoryAttachments::Find(const AttachmentId& id,
                                                 absl::Time now) {
  auto found = files_.find(id);
  if (found == files_.end()) return nullptr;
  const auto& expires = found->second.file.expire_time;
  if (expires && *expires <= now) {
    files_.erase(found);
    return nullptr;
  }
  return &found->second;
}

absl::StatusOr<Attachment> MemoryAttachments::Begin(
    const Attachment& attachment, absl::Time deadline) {
  Lock lock(mu_);
  if (const Held* there = Find(attachment.id, attachment.begin_time)) {
    if (SameAnnouncement(there->file, attachment)) return there->file;
    return AttachmentIdTaken();
  }
  RASOAT_RETURN_IF_ERROR(CheckOpen(attachment.parent, deadline));
  std::int64_t of_parent = 0;
  for (const auto& [id, held] : files_) {
    const auto& expires = held.file.expire_time;
    if (held.file.parent == attachment.parent &&
        (!expires || *expires > attachment.begin_time)) {
      ++of_parent;
    }
  }
  if (of_parent >= Attachment::kMostOfParent) return TooManyAttachments();
  files_[attachment.id] = {attachment, ""};
  return attachment;
}

absl::StatusOr<Attachment> MemoryAttachments::Append(const AttachmentId& id,
                                                     std::int64_t offset,
                                                     absl::string_view bytes,
                                                     absl::Time now,
                                                     absl::Time) {
  Lock lock(mu_);
  Held* held = Find(id, now);
  if (held == nullptr) return AttachmentNotFound();
  RASOAT_ASSIGN_OR_RETURN(const absl::string_view fresh,
                          NextBytes(held->file, offset, bytes));
  held->content.append(fresh.data(), fresh.size());
  held->file.received = static_cast<std::int64_t>(held->content.size());
  return held->file;
}

absl::StatusOr<Attachment> MemoryAttachments::Finish(const AttachmentId& id,
                                                     Verify verify,
                                                     absl::Time now,
                                                     absl::Time deadline) {
  Lock lock(mu_);
  Held* held = Find(id, now);
  if (held == nullptr) return AttachmentNotFound();
  if (held->file.finished()) return held->file;
  if (held->file.received != held->file.size) return UploadIncomplete();
  RASOAT_RETURN_IF_ERROR(CheckOpen(held->file.parent, deadline));
  if (absl::Status verdict = verify(held->content, held->file); !verdict.ok()) {
    files_.erase(id);
    return verdict;
  }
  held->file.finish_time = now;
  held->file.expire_time.reset();
  return held->file;
}

absl::StatusOr<Attachment> MemoryAttachments::Get(const AttachmentId& id,
                                                  absl::Time now, absl::Time) {
  Lock lock(mu_);
  const Held* held = Find(id, now);
  if (held == nullptr) return AttachmentNotFound();
  return held->file;
}

absl::StatusOr<std::vector<Attachment>> MemoryAttachments::List(
    const AttachmentParent& parent, const AttachmentId& after, int limit,
    absl::Time deadline) {
  std::set<SurveyId> versions;
  for (SurveyId version = parent.survey; !version.empty();) {
    versions.insert(version);
    const absl::StatusOr<Survey> survey = surveys_.Get(version, deadline);
    version = survey.ok() ? survey->replaces : SurveyId();
  }
  Lock lock(mu_);
  std::vector<Attachment> found;
  for (auto it = files_.upper_bound(after);
       it != files_.end() && static_cast<int>(found.size()) < limit; ++it) {
    const Attachment& file = it->second.file;
    if (file.finished() &&
        (file.parent == parent || versions.contains(file.parent.survey))) {
      found.push_back(file);
    }
  }
  return found;
}

absl::StatusOr<std::string> MemoryAttachments::Read(
    const Attachment& attachment, std::int64_t offset, absl::Time) {
  Lock lock(mu_);
  auto found = files_.find(attachment.id);
  if (found == files_.end()) return AttachmentNotFound();
  return found->second.content.substr(static_cast<std::size_t>(offset),
                                      kReadAtOnce);
}

absl::Status MemoryAttachments::Delete(const AttachmentId& id,
                                       absl::Time deadline) {
  Lock lock(mu_);
  auto found = files_.find(id);
  if (found == files_.end()) return AttachmentNotFound();
  const AttachmentParent& parent = found->second.file.parent;
  RASOAT_RETURN_IF_ERROR(CheckOpen(parent, deadline));
  RASOAT_RETURN_IF_ERROR(CheckNotCarried(parent, deadline));
  files_.erase(found);
  return absl::OkStatus();
}

absl::StatusOr<AttachmentParent> MemoryAttachments::ParentOf(
    const AttachmentId& id, absl::Time) {
  Lock lock(mu_);
  auto found = files_.find(id);
  if (found == files_.end()) return AttachmentNotFound();
  return found->second.file.parent;
}

}  // namespace rasoat::registry
