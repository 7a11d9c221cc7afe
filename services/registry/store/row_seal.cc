#include "services/registry/store/row_seal.h"

#include "absl/strings/str_cat.h"

namespace rasoat::registry {

std::string RowSeal(absl::string_view table, const Ulid& id,
                    std::optional<std::int64_t> number) {
  std::string row = absl::StrCat(table, id.ToBytes());
  if (number) absl::StrAppend(&row, *number);
  return row;
}

std::string RowSeal(absl::string_view table, const Ulid& id,
                    const Ulid& second_id) {
  return absl::StrCat(table, id.ToBytes(), second_id.ToBytes());
}

}  // namespace rasoat::registry
