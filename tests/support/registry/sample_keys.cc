#include "tests/support/registry/sample_keys.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace rasoat::registry {
namespace {

std::string Secret(char fill) {
  return absl::Base64Escape(std::string(32, fill));
}

}  // namespace

crypto::KeyRing SampleKeys() {
  auto ring = crypto::KeyRing::Parse(
      absl::StrCat("2:", Secret('b'), ",1:", Secret('a')));
  if (!ring.ok()) std::abort();
  return *std::move(ring);
}

crypto::BlindIndex SampleIndex() {
  auto index = crypto::BlindIndex::Parse(Secret('i'));
  if (!index.ok()) std::abort();
  return *std::move(index);
}

}  // namespace rasoat::registry
