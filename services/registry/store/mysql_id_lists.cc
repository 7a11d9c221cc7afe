#include "services/registry/store/mysql_id_lists.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::registry {
namespace {

using Each = absl::FunctionRef<absl::Status(const mysql::Row&)>;

/// Asks for N ids; the last is repeated where there are fewer.
template <std::size_t... I>
absl::Status Ask(mysql::Reader& reader, absl::string_view head,
                 absl::Span<const Ulid> ids, absl::string_view tail, Each each,
                 std::index_sequence<I...>) {
  std::string sql = absl::StrCat(head, " IN (");
  for (std::size_t i = 0; i < sizeof...(I); ++i) sql += i == 0 ? "?" : ",?";
  absl::StrAppend(&sql, ") ", tail);
  return reader.ForEach(sql, each, ids[std::min(I, ids.size() - 1)]...);
}

}  // namespace

absl::Status ForEachById(mysql::Reader& reader, absl::string_view head,
                         absl::Span<const Ulid> ids, absl::string_view tail,
                         Each each) {
  constexpr std::size_t kAtOnce = 50;
  while (!ids.empty()) {
    if (ids.size() == 1) {
      return Ask(reader, head, ids, tail, each, std::make_index_sequence<1>());
    }
    const auto some = ids.subspan(0, kAtOnce);
    RASOAT_RETURN_IF_ERROR(Ask(reader, head, some, tail, each,
                               std::make_index_sequence<kAtOnce>()));
    ids.remove_prefix(some.size());
  }
  return absl::OkStatus();
}

}  // namespace rasoat::registry
