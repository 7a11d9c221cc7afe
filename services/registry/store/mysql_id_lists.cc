#include "services/registry/store/mysql_id_lists.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::registry {
namespace {

using Each = absl::FunctionRef<absl::Status(const mysql::Row&)>;

std::string WithList(absl::string_view head, std::size_t ids,
                     absl::string_view tail) {
  std::string sql = absl::StrCat(head, " IN (");
  for (std::size_t i = 0; i < ids; ++i) sql += i == 0 ? "?" : ",?";
  absl::StrAppend(&sql, ") ", tail);
  return sql;
}

/// Asks for N ids; the last is repeated where there are fewer.
template <std::size_t... I>
absl::Status Ask(mysql::Reader& reader, absl::string_view head,
                 absl::Span<const Ulid> ids, absl::string_view tail, Each each,
                 std::index_sequence<I...>) {
  return reader.ForEach(WithList(head, sizeof...(I), tail), each,
                        ids[std::min(I, ids.size() - 1)]...);
}

/// The same for a statement that changes, with values before the ids.
template <std::size_t... I, class... Values>
absl::Status Run(mysql::Transaction& tx, absl::string_view head,
                 absl::Span<const Ulid> ids, std::index_sequence<I...>,
                 const Values&... values) {
  return tx
      .Execute(WithList(head, sizeof...(I), ""), values...,
               ids[std::min(I, ids.size() - 1)]...)
      .status();
}

constexpr std::size_t kAtOnce = 50;

}  // namespace

absl::Status ForEachById(mysql::Reader& reader, absl::string_view head,
                         absl::Span<const Ulid> ids, absl::string_view tail,
                         Each each) {
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

absl::Status ExecuteById(mysql::Transaction& tx, absl::string_view head,
                         absl::Span<const Ulid> ids,
                         std::optional<std::int64_t> value) {
  constexpr auto kOne = std::make_index_sequence<1>();
  constexpr auto kMany = std::make_index_sequence<kAtOnce>();
  while (!ids.empty()) {
    const auto some = ids.subspan(0, kAtOnce);
    const bool one = some.size() == 1;
    if (value) {
      RASOAT_RETURN_IF_ERROR(one ? Run(tx, head, some, kOne, *value)
                                 : Run(tx, head, some, kMany, *value));
    } else {
      RASOAT_RETURN_IF_ERROR(one ? Run(tx, head, some, kOne)
                                 : Run(tx, head, some, kMany));
    }
    ids.remove_prefix(some.size());
  }
  return absl::OkStatus();
}

}  // namespace rasoat::registry
