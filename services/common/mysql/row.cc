#include "services/common/mysql/row.h"

#include <cppconn/resultset.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/mysql/guarded.h"

namespace rasoat::mysql {

unsigned Row::Place(Column column) const {
  std::size_t place = names_.size();
  if (column.place_ >= 0) {
    place = static_cast<std::size_t>(column.place_);
  } else {
    place =
        std::find(names_.begin(), names_.end(), column.name_) - names_.begin();
  }
  if (place >= names_.size()) {
    throw RowMisread(absl::StrCat("no column ", Name(column)));
  }
  return static_cast<unsigned>(place + 1);
}

std::string Row::Name(Column column) const {
  return column.place_ >= 0 ? absl::StrCat("number ", column.place_)
                            : std::string(column.name_);
}

unsigned Row::Filled(Column column) const {
  const unsigned at = Place(column);
  if (rows_.isNull(at)) {
    throw RowMisread(absl::StrCat("column ", Name(column), " is NULL"));
  }
  return at;
}

bool Row::IsNull(Column column) const { return rows_.isNull(Place(column)); }

std::int64_t Row::Int(Column column) const {
  return rows_.getInt64(Filled(column));
}

double Row::Double(Column column) const {
  return static_cast<double>(rows_.getDouble(Filled(column)));
}

std::string Row::Text(Column column) const {
  return rows_.getString(Filled(column)).asStdString();
}

std::string Row::Blob(Column column) const { return Text(column); }

absl::Time Row::Time(Column column) const {
  const std::string text = Text(column);
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d %H:%M:%E*S", text, absl::UTCTimeZone(), &time,
                       &error)) {
    throw RowMisread(absl::StrCat("column ", Name(column), " is no DATETIME"));
  }
  return time;
}

absl::CivilDay Row::Day(Column column) const {
  const std::string text = Text(column);
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) {
    throw RowMisread(absl::StrCat("column ", Name(column), " is no DATE"));
  }
  return day;
}

Ulid Row::Id(Column column) const {
  absl::StatusOr<Ulid> id = Ulid::FromBytes(Text(column));
  if (!id.ok()) {
    throw RowMisread(absl::StrCat("column ", Name(column), " is no Ulid"));
  }
  return *id;
}

std::optional<std::int64_t> Row::MaybeInt(Column column) const {
  if (IsNull(column)) return std::nullopt;
  return Int(column);
}
std::optional<double> Row::MaybeDouble(Column column) const {
  if (IsNull(column)) return std::nullopt;
  return Double(column);
}
std::optional<std::string> Row::MaybeText(Column column) const {
  if (IsNull(column)) return std::nullopt;
  return Text(column);
}
std::optional<std::string> Row::MaybeBlob(Column column) const {
  return MaybeText(column);
}
std::optional<absl::Time> Row::MaybeTime(Column column) const {
  if (IsNull(column)) return std::nullopt;
  return Time(column);
}
std::optional<absl::CivilDay> Row::MaybeDay(Column column) const {
  if (IsNull(column)) return std::nullopt;
  return Day(column);
}
std::optional<Ulid> Row::MaybeId(Column column) const {
  if (IsNull(column)) return std::nullopt;
  return Id(column);
}

}  // namespace rasoat::mysql
