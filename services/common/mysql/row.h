// One row of a result, read by column name or by place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/ids/ulid.h"

namespace sql {
class ResultSet;
}

namespace rasoat::mysql {

/// The current row of a running query; lives only during the reader's call.
///
/// A column is named as the SELECT names it (its alias if it has one), letter
/// for letter, or counted from 0. Names are found by walking the list: cheap
/// for tens of columns. Asking for a column that is not there, for a time, day
/// or Id that the column does not hold, or for a NULL by a getter that cannot
/// say so is a mistake in the program: the query fails with INTERNAL
/// ROW_MISREAD, and its message names the column.
class Row {
 public:
  /// A column by name or by place.
  class Column {
   public:
    Column(const char* name) : name_(name) {}
    Column(absl::string_view name) : name_(name) {}
    Column(int place) : place_(place) {}

   private:
    friend class Row;
    absl::string_view name_;
    int place_ = -1;
  };

  /// True when the column is NULL.
  bool IsNull(Column column) const;
  /// A whole number (every integer type; DECIMAL sums included).
  std::int64_t Int(Column column) const;
  /// A whole number that is not 0.
  bool Bool(Column column) const { return Int(column) != 0; }
  /// A fraction.
  double Double(Column column) const;
  /// UTF-8 text.
  std::string Text(Column column) const;
  /// Bytes as stored. BINARY(n) comes with its padding.
  std::string Blob(Column column) const;
  /// A DATETIME(6), read as UTC.
  absl::Time Time(Column column) const;
  /// A DATE.
  absl::CivilDay Day(Column column) const;
  /// A BINARY(16) holding a Ulid.
  Ulid Id(Column column) const;

  /// As above, with nullopt for NULL.
  std::optional<std::int64_t> MaybeInt(Column column) const;
  std::optional<double> MaybeDouble(Column column) const;
  std::optional<std::string> MaybeText(Column column) const;
  std::optional<std::string> MaybeBlob(Column column) const;
  std::optional<absl::Time> MaybeTime(Column column) const;
  std::optional<absl::CivilDay> MaybeDay(Column column) const;
  std::optional<Ulid> MaybeId(Column column) const;

  /// Made by Reader. Both must outlive the row.
  Row(sql::ResultSet& rows, const std::vector<std::string>& names)
      : rows_(rows), names_(names) {}
  Row(const Row&) = delete;

 private:
  unsigned Place(Column column) const;
  unsigned Filled(Column column) const;
  std::string Name(Column column) const;

  sql::ResultSet& rows_;
  const std::vector<std::string>& names_;
};

}  // namespace rasoat::mysql
