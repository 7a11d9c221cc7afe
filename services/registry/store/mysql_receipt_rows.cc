#include "services/registry/store/mysql_receipt_rows.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

#define RASOAT_RECEIPT_COLUMNS                                            \
  "item_id, print, outcome, household_id, revision, survey_id, refusal, " \
  "device_id, sequence, device_time, corrected_time, clock_offset_ms, "   \
  "clock_wrong, clock_jumped, reviewer, receive_time, "                   \
  "draft_id, draft_revision"

constexpr char kSelect[] =
    "SELECT " RASOAT_RECEIPT_COLUMNS " FROM field_receipt WHERE item_id";

constexpr char kInsert[] =
    "INSERT INTO field_receipt (" RASOAT_RECEIPT_COLUMNS ") VALUES";
constexpr std::size_t kColumns = 18;

#undef RASOAT_RECEIPT_COLUMNS

constexpr char kForget[] =
    "UPDATE field_receipt SET print = ?"
    " WHERE household_id = ? AND revision <= ?";

constexpr char kForgetNameless[] =
    "UPDATE field_receipt SET print = ?"
    " WHERE household_id IS NULL AND print <> ?";

constexpr char kLeaveAlone[] = "ON DUPLICATE KEY UPDATE item_id = item_id";

template <class AnyId>
std::optional<Ulid> Nullable(const AnyId& id) {
  if (id.empty()) return std::nullopt;
  return Stored(id);
}

absl::StatusOr<FieldReceipt> ReadReceipt(const mysql::Row& row,
                                         const RecordCodec& codec) {
  FieldReceipt receipt;
  receipt.item = IdOf<ItemId>(row.Id("item_id"));
  receipt.print = row.Blob("print");
  receipt.outcome = static_cast<ItemOutcome>(row.Int("outcome"));
  if (const auto id = row.MaybeId("household_id")) {
    receipt.household = IdOf<HouseholdId>(*id);
  }
  receipt.revision = row.Int("revision");
  if (const auto id = row.MaybeId("survey_id")) {
    receipt.survey = IdOf<SurveyId>(*id);
  }
  if (const auto id = row.MaybeId("draft_id")) {
    receipt.draft = IdOf<DraftId>(*id);
  }
  receipt.draft_revision = row.Int("draft_revision");
  if (const auto packed = row.MaybeBlob("refusal")) {
    RASOAT_RETURN_IF_ERROR(codec.UnpackRefusal(*packed, receipt.refusal));
  }
  receipt.device = IdOf<DeviceId>(row.Id("device_id"));
  receipt.stamp = {.sequence = row.Int("sequence"),
                   .time = row.MaybeTime("device_time")};
  receipt.corrected_time = row.MaybeTime("corrected_time");
  receipt.clock = {.offset = absl::Milliseconds(row.Int("clock_offset_ms")),
                   .wrong = row.Bool("clock_wrong")};
  receipt.jumped = row.Bool("clock_jumped");
  receipt.reviewer = row.Text("reviewer");
  receipt.receive_time = row.Time("receive_time");
  return receipt;
}

}  // namespace

absl::Status InsertReceipts(mysql::Transaction& tx,
                            absl::Span<const FieldReceipt* const> receipts,
                            const RecordCodec& codec, OnKept on_kept) {
  return tx
      .InsertRows(
          kInsert, receipts.size(), kColumns,
          [&](std::size_t row, mysql::Params& out) {
            const FieldReceipt& receipt = *receipts[row];
            const std::string packed = codec.PackRefusal(receipt.refusal);
            std::optional<mysql::Blob> refusal;
            if (!packed.empty()) refusal = mysql::Blob{packed};
            out.AddAll(Stored(receipt.item), mysql::Blob{receipt.print},
                       static_cast<int>(receipt.outcome),
                       Nullable(receipt.household), receipt.revision,
                       Nullable(receipt.survey), refusal,
                       Stored(receipt.device), receipt.stamp.sequence,
                       receipt.stamp.time, receipt.corrected_time,
                       absl::ToInt64Milliseconds(receipt.clock.offset),
                       receipt.clock.wrong, receipt.jumped, receipt.reviewer,
                       receipt.receive_time, Nullable(receipt.draft),
                       receipt.draft_revision);
          },
          on_kept == OnKept::kKeep ? kLeaveAlone : "")
      .status();
}

absl::StatusOr<absl::flat_hash_map<ItemId, FieldReceipt>> ReadReceipts(
    mysql::Reader& reader, absl::Span<const ItemId> items,
    const RecordCodec& codec) {
  std::vector<Ulid> ids;
  for (const ItemId& item : items) ids.push_back(Stored(item));
  absl::flat_hash_map<ItemId, FieldReceipt> receipts;
  RASOAT_RETURN_IF_ERROR(ForEachById(
      reader, kSelect, ids, "", [&](const mysql::Row& row) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(FieldReceipt receipt, ReadReceipt(row, codec));
        const ItemId item = receipt.item;
        receipts.emplace(item, std::move(receipt));
        return absl::OkStatus();
      }));
  return receipts;
}

absl::Status ForgetNamelessPrints(mysql::Transaction& tx) {
  const std::string nothing(FieldReceipt::kPrintSize, '\0');
  return tx.Execute(kForgetNameless, mysql::Blob{nothing}, mysql::Blob{nothing})
      .status();
}

absl::Status ForgetPrints(mysql::Transaction& tx, const HouseholdId& household,
                          std::int64_t revision) {
  const std::string nothing(FieldReceipt::kPrintSize, '\0');
  return tx.Execute(kForget, mysql::Blob{nothing}, Stored(household), revision)
      .status();
}

}  // namespace rasoat::registry
