#include "services/registry/store/mysql_attachment_store.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/survey_state.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

// Exclusive for a new file, so that two cannot both be the last one allowed.
constexpr char kLockSurvey[] =
    "SELECT status FROM survey WHERE id = ? FOR UPDATE";
constexpr char kLockHousehold[] =
    "SELECT id FROM household WHERE id = ? FOR UPDATE";
constexpr char kHoldSurvey[] =
    "SELECT status FROM survey WHERE id = ? LOCK IN SHARE MODE";

/// All versions of the form that a survey is one of, held as they are: while
/// one is being accepted this waits, and whoever accepts one later waits for
/// this.
constexpr char kHoldVersions[] =
    "SELECT v.id, v.replaces, v.status FROM survey AS own"
    "  JOIN survey AS v ON v.household_id = own.household_id"
    "   AND v.round = own.round AND v.form_kind = own.form_kind"
    " WHERE own.id = ? LOCK IN SHARE MODE";

/// Uploads given up that an announcement removes on the way.
constexpr int kSweptAtOnce = 5;

bool GivenUp(const Attachment& file, absl::Time now) {
  return file.expire_time && *file.expire_time <= now;
}

/// Refuses what an accepted survey does not take; locks it by `sql`.
absl::Status CheckOpen(mysql::Transaction& tx, const char* sql,
                       const SurveyId& survey) {
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<std::int64_t> status,
      tx.QueryOne(
          sql, [](const mysql::Row& row) { return row.Int("status"); },
          Stored(survey)));
  if (!status) return SurveyNotFound();
  return static_cast<SurveyStatus>(*status) == SurveyStatus::kAccepted
             ? AttachmentsClosed()
             : absl::OkStatus();
}

absl::Status LockParent(mysql::Transaction& tx,
                        const AttachmentParent& parent) {
  if (!parent.survey.empty()) return CheckOpen(tx, kLockSurvey, parent.survey);
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<Ulid> household,
      tx.QueryOne(
          kLockHousehold, [](const mysql::Row& row) { return row.Id("id"); },
          Stored(parent.household)));
  return household ? absl::OkStatus() : HouseholdNotFound();
}

struct Version {
  SurveyId id;
  SurveyId replaces;
  SurveyStatus status = SurveyStatus::kUnspecified;
};

absl::StatusOr<std::vector<Version>> HoldVersions(mysql::Transaction& tx,
                                                  const SurveyId& survey) {
  return tx.Query(
      kHoldVersions,
      [](const mysql::Row& row) {
        Version version{.id = IdOf<SurveyId>(row.Id("id")),
                        .status = static_cast<SurveyStatus>(row.Int("status"))};
        if (const auto replaces = row.MaybeId("replaces")) {
          version.replaces = IdOf<SurveyId>(*replaces);
        }
        return version;
      },
      Stored(survey));
}

/// Refuses when a version that carries the file on was accepted: one that
/// replaces its survey, or replaces one that does.
absl::Status CheckNotCarried(mysql::Transaction& tx,
                             const AttachmentParent& parent) {
  if (parent.survey.empty()) return absl::OkStatus();
  RASOAT_ASSIGN_OR_RETURN(const std::vector<Version> versions,
                          HoldVersions(tx, parent.survey));
  SurveyId carrier = parent.survey;
  for (;;) {
    const auto next = std::find_if(
        versions.begin(), versions.end(),
        [&](const Version& one) { return one.replaces == carrier; });
    if (next == versions.end()) return absl::OkStatus();
    if (next->status == SurveyStatus::kAccepted) return AttachmentsClosed();
    carrier = next->id;
  }
}

absl::Status HoldOpen(mysql::Transaction& tx, const AttachmentParent& parent) {
  return parent.survey.empty() ? absl::OkStatus()
                               : CheckOpen(tx, kHoldSurvey, parent.survey);
}

}  // namespace

absl::StatusOr<Attachment> MySqlAttachmentStore::Lock(mysql::Transaction& tx,
                                                      const AttachmentId& id,
                                                      absl::Time now) const {
  RASOAT_ASSIGN_OR_RETURN(std::optional<Attachment> file,
                          rows_.FindForUpdate(tx, id));
  if (!file || GivenUp(*file, now)) return AttachmentNotFound();
  return *std::move(file);
}

absl::Status MySqlAttachmentStore::Drop(mysql::Transaction& tx,
                                        const Attachment& file) const {
  RASOAT_RETURN_IF_ERROR(rows_.Delete(tx, file.id));
  return file.finished() ? rows_.DropIfUnused(tx, file.hash)
                         : rows_.DeleteChunks(tx, file.id);
}

absl::StatusOr<Attachment> MySqlAttachmentStore::Begin(
    const Attachment& attachment, absl::Time deadline) {
  const absl::Time now = attachment.begin_time;
  absl::StatusOr<Attachment> begun = mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<Attachment> {
        RASOAT_ASSIGN_OR_RETURN(const std::vector<AttachmentId> expired,
                                rows_.Expired(tx, now, kSweptAtOnce));
        for (const AttachmentId& id : expired) {
          RASOAT_ASSIGN_OR_RETURN(const std::optional<Attachment> file,
                                  rows_.FindForUpdate(tx, id));
          if (file && GivenUp(*file, now)) {
            RASOAT_RETURN_IF_ERROR(Drop(tx, *file));
          }
        }
        RASOAT_ASSIGN_OR_RETURN(const std::optional<Attachment> there,
                                rows_.FindForUpdate(tx, attachment.id));
        if (there && !GivenUp(*there, now)) {
          if (SameAnnouncement(*there, attachment)) return *there;
          return AttachmentIdTaken();
        }
        if (there) RASOAT_RETURN_IF_ERROR(Drop(tx, *there));
        // A removed file's bytes may still be those of another.
        RASOAT_ASSIGN_OR_RETURN(const bool used,
                                rows_.HasChunks(tx, attachment.id));
        if (used) return AttachmentIdTaken();
        RASOAT_RETURN_IF_ERROR(LockParent(tx, attachment.parent));
        RASOAT_ASSIGN_OR_RETURN(const std::int64_t files,
                                rows_.Count(tx, attachment.parent, now));
        if (files >= Attachment::kMostOfParent) return TooManyAttachments();
        RASOAT_RETURN_IF_ERROR(rows_.Insert(tx, attachment));
        return attachment;
      });
  if (ReasonOf(begun.status()) != "DUPLICATE_KEY") return begun;
  // Its own repeat, or another file of that id, was quicker.
  RASOAT_ASSIGN_OR_RETURN(Attachment there, Get(attachment.id, now, deadline));
  if (!SameAnnouncement(there, attachment)) return AttachmentIdTaken();
  return there;
}

absl::StatusOr<Attachment> MySqlAttachmentStore::Append(const AttachmentId& id,
                                                        std::int64_t offset,
                                                        absl::string_view bytes,
                                                        absl::Time now,
                                                        absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<Attachment> {
        RASOAT_ASSIGN_OR_RETURN(Attachment file, Lock(tx, id, now));
        RASOAT_ASSIGN_OR_RETURN(const absl::string_view fresh,
                                NextBytes(file, offset, bytes));
        if (fresh.empty()) return file;
        RASOAT_RETURN_IF_ERROR(rows_.AddChunk(tx, id, file.received, fresh));
        file.received += static_cast<std::int64_t>(fresh.size());
        RASOAT_RETURN_IF_ERROR(rows_.Update(tx, file));
        return file;
      });
}

absl::StatusOr<Attachment> MySqlAttachmentStore::Finish(const AttachmentId& id,
                                                        Verify verify,
                                                        absl::Time now,
                                                        absl::Time deadline) {
  absl::Status verdict;
  RASOAT_ASSIGN_OR_RETURN(
      Attachment finished,
      mysql::InTransaction(
          pool_, deadline,
          [&](mysql::Transaction& tx) -> absl::StatusOr<Attachment> {
            verdict = absl::OkStatus();
            RASOAT_ASSIGN_OR_RETURN(Attachment file, Lock(tx, id, now));
            if (file.finished()) return file;
            if (file.received != file.size) return UploadIncomplete();
            RASOAT_RETURN_IF_ERROR(HoldOpen(tx, file.parent));
            RASOAT_ASSIGN_OR_RETURN(const std::string content,
                                    rows_.ReadAll(tx, id));
            verdict = verify(content, file);
            if (!verdict.ok()) {
              RASOAT_RETURN_IF_ERROR(Drop(tx, file));
              return file;
            }
            RASOAT_ASSIGN_OR_RETURN(const AttachmentId holder,
                                    rows_.Claim(tx, file.hash, id));
            if (holder != id) {
              RASOAT_RETURN_IF_ERROR(rows_.DeleteChunks(tx, id));
            }
            file.finish_time = now;
            file.expire_time.reset();
            RASOAT_RETURN_IF_ERROR(rows_.Update(tx, file));
            return file;
          }));
  if (!verdict.ok()) return verdict;
  return finished;
}

absl::StatusOr<Attachment> MySqlAttachmentStore::Get(const AttachmentId& id,
                                                     absl::Time now,
                                                     absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<Attachment> file,
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return rows_.Find(reader, id);
      }));
  if (!file || GivenUp(*file, now)) return AttachmentNotFound();
  return *std::move(file);
}

absl::StatusOr<std::vector<Attachment>> MySqlAttachmentStore::List(
    const AttachmentParent& parent, const AttachmentId& after, int limit,
    absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return rows_.List(reader, parent, after, limit);
  });
}

absl::StatusOr<std::string> MySqlAttachmentStore::Read(
    const Attachment& attachment, std::int64_t offset, absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::string> bytes,
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return rows_.ReadChunk(reader, attachment.hash, offset);
      }));
  if (!bytes) return AttachmentNotFound();
  return *std::move(bytes);
}

absl::Status MySqlAttachmentStore::Delete(const AttachmentId& id,
                                          absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline, [&](mysql::Transaction& tx) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(const Attachment file,
                                Lock(tx, id, absl::InfinitePast()));
        RASOAT_RETURN_IF_ERROR(HoldOpen(tx, file.parent));
        RASOAT_RETURN_IF_ERROR(CheckNotCarried(tx, file.parent));
        return Drop(tx, file);
      });
}

absl::StatusOr<AttachmentParent> MySqlAttachmentStore::ParentOf(
    const AttachmentId& id, absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const Attachment file,
                          Get(id, absl::InfinitePast(), deadline));
  return file.parent;
}

}  // namespace rasoat::registry
