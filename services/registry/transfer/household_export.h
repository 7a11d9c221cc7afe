// Households as a file for others.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "rasoat/registry/v1/exports.pb.h"
#include "rasoat/registry/v1/households.pb.h"
#include "services/common/clock/clock.h"
#include "services/common/sheet/source.h"
#include "services/registry/domain/area_book.h"
#include "services/registry/domain/import_layout.h"

namespace rasoat::registry {

/// What a file says of itself.
struct ExportHead {
  AreaCode area;
  absl::Time time;       ///< The moment the households are of.
  std::string exporter;  ///< `staff/{id}`
  std::string mark;      ///< By which the call is found again: its request id.
  std::int64_t households = 0;  ///< As counted at that moment.
  /// The day whose state it shows; none: of `time` itself.
  std::optional<absl::CivilDay> as_of;

  /// The day whose units are named.
  absl::CivilDay Day() const { return as_of ? *as_of : DayInVietnam(time); }
};

/// What a file takes its words from; must outlive it.
struct ExportSources {
  const AreaBook& areas;
  /// The columns, their order and headings: those that an import takes.
  const ImportLayout& layout;
};

/// Where and how it is written.
struct ExportOptions {
  std::string scratch_folder = "/tmp";
  std::int64_t most_sheet_rows = 1'048'576;
};

/// A file being written. One thread at a time.
class HouseholdExport {
 public:
  virtual ~HouseholdExport() = default;
  /// Writes a household as it is given: masked, where it is to be. A list of
  /// people leaves out one whose people were all erased.
  virtual absl::Status Add(const v1::Household& household) = 0;
  /// Errors: INTERNAL  EXPORT_INCOMPLETE  not as many as ExportHead says;
  ///         INTERNAL  EXPORT_NOT_WRITTEN, SHEET_NOT_WRITTEN
  virtual absl::StatusOr<sheet::FileSource> Finish() = 0;
};

/// Begins a file.
///
/// Errors: those of writing; INVALID_ARGUMENT  EXPORT_FORMAT_MISSING
absl::StatusOr<std::unique_ptr<HouseholdExport>> BeginHouseholdExport(
    v1::ExportFormat format, const ExportSources& sources,
    const ExportHead& head, const ExportOptions& options);

/// EXPORT_INCOMPLETE.
absl::Status ExportIncomplete();

/// What the file is called, without spaces or accents: `ho-24-20211009.csv`.
std::string ExportFileName(v1::ExportFormat format, const ExportHead& head);
/// Its media type.
std::string ExportContentType(v1::ExportFormat format);

}  // namespace rasoat::registry
