#include "services/registry/rpc/import_proto.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/ids/ulid.h"
#include "services/common/sheet/reader.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

constexpr absl::string_view kMiddle = "/imports/";

google::protobuf::Timestamp MomentOf(absl::Time time) {
  google::protobuf::Timestamp moment;
  moment.set_seconds(absl::ToUnixSeconds(time));
  moment.set_nanos(static_cast<std::int32_t>(absl::ToInt64Nanoseconds(
      time - absl::FromUnixSeconds(moment.seconds()))));
  return moment;
}

v1::ImportCounts ToProto(const ImportCounts& counts) {
  v1::ImportCounts shown;
  shown.set_rows(counts.rows);
  shown.set_households(counts.households);
  shown.set_error_rows(counts.error_rows);
  shown.set_warning_rows(counts.warning_rows);
  shown.set_duplicate_rows(counts.duplicate_rows);
  shown.set_created(counts.created);
  shown.set_updated(counts.updated);
  shown.set_known(counts.known);
  shown.set_refused(counts.refused);
  return shown;
}

/// The name of a sheet, as the columns found in it tell it.
std::string SheetName(const Import& import, int place) {
  for (const ImportFileColumn& column : import.columns) {
    if (column.sheet_place == place) return column.sheet;
  }
  return "";
}

}  // namespace

absl::StatusOr<ImportName> ParseImportName(absl::string_view name,
                                           absl::string_view field) {
  const std::size_t middle = name.find(kMiddle);
  if (middle != absl::string_view::npos) {
    const auto area = ParseArea(name.substr(0, middle), field);
    const auto id = ParseUlid(name.substr(middle + kMiddle.size()), field);
    if (area.ok() && id.ok() && !id->empty()) {
      return ImportName{*area, ImportId{id->bytes}};
    }
  }
  return Invalid(Violation{std::string(field), "RESOURCE_NAME_MALFORMED",
                           "Tên phải có dạng areas/{mã}/imports/{ULID}.",
                           "Write it as areas/{code}/imports/{ULID}."});
}

std::string NameOf(const Import& import) {
  return absl::StrCat(NameOf(import.area), kMiddle,
                      Ulid{import.id.bytes}.ToString());
}

v1::Import ToProto(const Import& import) {
  v1::Import shown;
  shown.set_name(NameOf(import));
  shown.set_file_name(import.file_name);
  shown.set_size_bytes(import.size);
  shown.set_sha256(absl::BytesToHexString(import.sha256));
  shown.mutable_options()->set_all_or_nothing(import.options.all_or_nothing);
  shown.mutable_options()->set_known(
      static_cast<v1::ImportKnown>(import.options.known));
  shown.set_state(static_cast<v1::ImportState>(import.state));
  shown.set_received_bytes(import.received);
  shown.set_progress_permille(import.permille);
  *shown.mutable_counts() = ToProto(import.counts);
  if (!import.fault.empty()) {
    *shown.mutable_fault() = ItemErrorOf(Invalid(import.fault));
  }
  for (const ImportFileColumn& column : import.columns) {
    v1::ImportFileColumn& out = *shown.add_columns();
    out.set_sheet(column.sheet);
    out.set_letter(sheet::ColumnName(column.cell));
    out.set_header(column.header);
    out.set_column(column.column);
  }
  shown.set_creator(import.creator);
  *shown.mutable_create_time() = MomentOf(import.create_time);
  *shown.mutable_update_time() = MomentOf(import.update_time);
  *shown.mutable_expire_time() = MomentOf(import.expire_time);
  return shown;
}

v1::ImportRow ToProto(const ImportRow& row, const Import& import,
                      const ImportLayout& layout) {
  v1::ImportRow shown;
  shown.set_sheet(SheetName(import, row.at.sheet));
  shown.set_number(row.at.number);
  for (const ImportFinding& finding : row.findings) {
    v1::ImportFinding& out = *shown.add_findings();
    out.set_kind(static_cast<v1::ImportFindingKind>(finding.kind));
    if (finding.column >= 0) {
      out.set_column(layout.columns[finding.column].key);
    }
    out.set_rule(finding.rule);
    const Label text = TextOf(finding);
    out.set_message_vi(text.vi);
    out.set_message_en(text.en);
    if (!finding.related.empty()) out.set_household(NameOf(finding.related));
  }
  return shown;
}

ImportOptions FromProto(const v1::ImportOptions& shown) {
  ImportOptions options{.all_or_nothing = shown.all_or_nothing()};
  if (shown.known() == v1::IMPORT_KNOWN_UPDATE ||
      shown.known() == v1::IMPORT_KNOWN_REPORT) {
    options.known = static_cast<ImportKnown>(shown.known());
  }
  return options;
}

Import FromProto(const v1::Import& shown) {
  Import import;
  import.file_name = shown.file_name();
  import.size = shown.size_bytes();
  // What is no hexadecimal becomes something that is not 32 bytes.
  const bool hexadecimal = shown.sha256().size() == 64 &&
                           shown.sha256().find_first_not_of(
                               "0123456789abcdefABCDEF") == std::string::npos;
  if (hexadecimal) import.sha256 = absl::HexStringToBytes(shown.sha256());
  import.options = FromProto(shown.options());
  return import;
}

}  // namespace rasoat::registry
