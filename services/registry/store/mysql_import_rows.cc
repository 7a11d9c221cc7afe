#include "services/registry/store/mysql_import_rows.h"

#include "rasoat/registry/v1/import_record.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/row_seal.h"

namespace rasoat::registry {
namespace {

constexpr int kNumberBits = 32;
constexpr std::int64_t kSheet = std::int64_t{1} << kNumberBits;

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInternal, "IMPORT_UNREADABLE",
               "the stored details of an import cannot be read");
}

template <class Message>
absl::StatusOr<Message> Parsed(const std::string& bytes) {
  Message message;
  if (!message.ParseFromString(bytes)) return Unreadable();
  return message;
}

absl::StatusOr<ImportCounts> UnpackCounts(const std::string& packed) {
  RASOAT_ASSIGN_OR_RETURN(const auto record,
                          Parsed<v1::ImportCountsRecord>(packed));
  return ImportCounts{.rows = record.rows(),
                      .households = record.households(),
                      .error_rows = record.error_rows(),
                      .warning_rows = record.warning_rows(),
                      .duplicate_rows = record.duplicate_rows(),
                      .created = record.created(),
                      .updated = record.updated(),
                      .known = record.known(),
                      .refused = record.refused()};
}

}  // namespace

std::string PackCounts(const ImportCounts& counts) {
  v1::ImportCountsRecord record;
  record.set_rows(counts.rows);
  record.set_households(counts.households);
  record.set_error_rows(counts.error_rows);
  record.set_warning_rows(counts.warning_rows);
  record.set_duplicate_rows(counts.duplicate_rows);
  record.set_created(counts.created);
  record.set_updated(counts.updated);
  record.set_known(counts.known);
  record.set_refused(counts.refused);
  return record.SerializeAsString();
}

std::int64_t PlaceOf(const ImportRowAt& at) {
  return at.sheet * kSheet + at.number;
}

int KindsOf(const ImportRow& row) {
  int kinds = 0;
  for (const ImportFinding& finding : row.findings) {
    kinds |= 1 << static_cast<int>(finding.kind);
  }
  return kinds;
}

crypto::Sealed ImportSeals::Details(const Import& import) const {
  v1::ImportDetailsRecord record;
  record.set_file_name(import.file_name);
  for (const ImportFileColumn& column : import.columns) {
    v1::ImportColumnRecord& kept = *record.add_columns();
    kept.set_sheet(column.sheet);
    kept.set_sheet_place(column.sheet_place);
    kept.set_cell(column.cell);
    kept.set_header_row(column.header_row);
    kept.set_header(column.header);
    kept.set_column(column.column);
  }
  for (const Violation& fault : import.fault) {
    v1::ImportFindingRecord& kept = *record.add_faults();
    kept.set_rule(fault.rule);
    kept.set_vi(fault.vi);
    kept.set_en(fault.en);
  }
  return keys_.Seal(record.SerializeAsString(),
                    RowSeal("import", Stored(import.id)));
}

absl::StatusOr<Import> ImportSeals::ReadImport(const mysql::Row& row) const {
  Import import;
  import.id = IdOf<ImportId>(row.Id("id"));
  import.area.value = row.Text("area");
  import.state = static_cast<ImportState>(row.Int("state"));
  import.size = row.Int("size");
  import.sha256 = row.Blob("sha256");
  import.options.all_or_nothing = row.Bool("all_or_nothing");
  import.options.known = static_cast<ImportKnown>(row.Int("known"));
  import.received = row.Int("received");
  import.permille = static_cast<int>(row.Int("permille"));
  import.done = {.sheet = static_cast<int>(row.Int("done_sheet")),
                 .number = row.Int("done_row")};
  import.attempts = static_cast<int>(row.Int("attempts"));
  import.creator = row.Text("creator");
  import.create_time = row.Time("create_time");
  import.update_time = row.Time("update_time");
  import.expire_time = row.Time("expire_time");
  RASOAT_ASSIGN_OR_RETURN(import.counts, UnpackCounts(row.Blob("counts")));
  RASOAT_ASSIGN_OR_RETURN(
      const std::string packed,
      keys_.Open(static_cast<std::uint32_t>(row.Int("key_id")),
                 row.Blob("details"), RowSeal("import", Stored(import.id))));
  RASOAT_ASSIGN_OR_RETURN(const auto record,
                          Parsed<v1::ImportDetailsRecord>(packed));
  import.file_name = record.file_name();
  for (const v1::ImportColumnRecord& kept : record.columns()) {
    import.columns.push_back({.sheet = kept.sheet(),
                              .sheet_place = kept.sheet_place(),
                              .cell = kept.cell(),
                              .header_row = kept.header_row(),
                              .header = kept.header(),
                              .column = kept.column()});
  }
  for (const v1::ImportFindingRecord& kept : record.faults()) {
    import.fault.push_back({"file", kept.rule(), kept.vi(), kept.en()});
  }
  return import;
}

crypto::Sealed ImportSeals::Chunk(const ImportId& id, std::int64_t offset,
                                  absl::string_view bytes) const {
  return keys_.Seal(bytes, RowSeal("import_chunk", Stored(id), offset));
}

absl::StatusOr<std::string> ImportSeals::OpenChunk(
    const ImportId& id, std::int64_t offset, const mysql::Row& row) const {
  return keys_.Open(static_cast<std::uint32_t>(row.Int("key_id")),
                    row.Blob("content"),
                    RowSeal("import_chunk", Stored(id), offset));
}

crypto::Sealed ImportSeals::Findings(const ImportId& id,
                                     const ImportRow& row) const {
  v1::ImportRowRecord record;
  for (const ImportFinding& finding : row.findings) {
    v1::ImportFindingRecord& kept = *record.add_findings();
    kept.set_kind(static_cast<int>(finding.kind));
    kept.set_rule(finding.rule);
    // The rule's own text is not kept with every row.
    kept.set_vi(finding.text.vi);
    kept.set_en(finding.text.en);
    if (finding.column >= 0) {
      kept.set_column(layout_.columns[finding.column].key);
    }
    if (!finding.related.empty()) {
      kept.set_household(Stored(finding.related).ToBytes());
    }
  }
  return keys_.Seal(record.SerializeAsString(),
                    RowSeal("import_row", Stored(id), PlaceOf(row.at)));
}

absl::StatusOr<ImportRow> ImportSeals::ReadFindings(
    const ImportId& id, const mysql::Row& row) const {
  const std::int64_t place = row.Int("place");
  ImportRow read{.at = {.sheet = static_cast<int>(place >> kNumberBits),
                        .number = place & (kSheet - 1)}};
  RASOAT_ASSIGN_OR_RETURN(
      const std::string packed,
      keys_.Open(static_cast<std::uint32_t>(row.Int("key_id")),
                 row.Blob("content"),
                 RowSeal("import_row", Stored(id), place)));
  RASOAT_ASSIGN_OR_RETURN(const auto record,
                          Parsed<v1::ImportRowRecord>(packed));
  for (const v1::ImportFindingRecord& kept : record.findings()) {
    read.findings.push_back({.column = layout_.Find(kept.column()),
                             .kind = static_cast<FindingKind>(kept.kind()),
                             .rule = kept.rule(),
                             .text = {kept.vi(), kept.en()}});
    HouseholdId& related = read.findings.back().related;
    if (kept.household().size() == related.bytes.size()) {
      std::copy(kept.household().begin(), kept.household().end(),
                related.bytes.begin());
    }
  }
  return read;
}

}  // namespace rasoat::registry
