#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rasoat::rpc {

/// How many rows a page has when nobody says, and at most.
struct PageLimits {
  int usual = 50;
  int most = 1000;
};

/// The rows to give for `requested`: 0 is the usual number, too many are cut to
/// the most there may be (AIP-158).
///
/// Errors: INVALID_ARGUMENT  PAGE_SIZE_NEGATIVE
absl::StatusOr<int> PageSize(std::int32_t requested, PageLimits limits = {});

/// One column of the key of the last row of a page.
using PageKeyPart = std::variant<std::int64_t, std::string>;

/// The token that continues `request` after the row with this key. Opaque to
/// clients. Bound to the request's other fields (all but `page_size` and
/// `page_token`), so that it cannot be used with another filter or order; not
/// secret and not signed, since a key only says where to go on.
std::string EncodePageToken(const google::protobuf::Message& request,
                            const std::vector<PageKeyPart>& key);

/// The key in the `page_token` of `request`; empty when it asks for the first
/// page.
///
/// Errors: INVALID_ARGUMENT  PAGE_TOKEN_WRONG  not one of ours, or made for
///                                             other fields
absl::StatusOr<std::vector<PageKeyPart>> DecodePageToken(
    const google::protobuf::Message& request);

/// PAGE_TOKEN_WRONG, for whoever finds a key of the wrong shape.
absl::Status PageTokenWrong();

/// EncodePageToken() of a typed key: each part std::int64_t or std::string.
template <class... Parts>
std::string NextPageToken(const google::protobuf::Message& request,
                          Parts... parts) {
  return EncodePageToken(request, {PageKeyPart(std::move(parts))...});
}

/// The typed key after which the page of `request` starts; nullopt for the
/// first page. Errors as DecodePageToken().
///
///     RASOAT_ASSIGN_OR_RETURN(auto after,
///     (rpc::PageStart<std::string>(*request)));
template <class... Parts>
absl::StatusOr<std::optional<std::tuple<Parts...>>> PageStart(
    const google::protobuf::Message& request) {
  using Key = std::tuple<Parts...>;
  absl::StatusOr<std::vector<PageKeyPart>> key = DecodePageToken(request);
  if (!key.ok()) return key.status();
  if (key->empty()) return std::optional<Key>();
  if (key->size() != sizeof...(Parts)) return PageTokenWrong();
  return [&]<std::size_t... I>(std::index_sequence<I...>)
      ->absl::StatusOr<std::optional<Key>> {
    if (!(std::holds_alternative<Parts>((*key)[I]) && ...)) {
      return PageTokenWrong();
    }
    return std::optional<Key>(Key(std::get<Parts>(std::move((*key)[I]))...));
  }
  (std::index_sequence_for<Parts...>());
}

}  // namespace rasoat::rpc
