// SELECT … WHERE id IN (…) for any number of ids.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/common/ids/ulid.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// Calls `each` with every row of `head` + " IN (…) " + `tail`. Asks for fifty
/// ids at a time, so that there are only two texts of the statement to prepare;
/// each row comes once as long as `ids` has no id twice.
absl::Status ForEachById(
    mysql::Reader& reader, absl::string_view head, absl::Span<const Ulid> ids,
    absl::string_view tail,
    absl::FunctionRef<absl::Status(const mysql::Row&)> each);

/// Runs `head` + " IN (…)", fifty ids at a time; a `value` is bound before
/// them.
absl::Status ExecuteById(mysql::Transaction& tx, absl::string_view head,
                         absl::Span<const Ulid> ids,
                         std::optional<std::int64_t> value = std::nullopt);

/// The id as it is stored.
template <class Kind>
Ulid Stored(const Id<Kind>& id) {
  return Ulid{id.bytes};
}

/// The id of a stored one.
template <class AnyId>
AnyId IdOf(const Ulid& stored) {
  return AnyId{stored.bytes};
}

}  // namespace rasoat::registry
