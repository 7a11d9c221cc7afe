#include "services/registry/domain/text.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"

namespace rasoat::registry {

int PlainLength(absl::string_view text) {
  int length = 0;
  for (std::size_t i = 0; i < text.size(); ++length) {
    const auto lead = static_cast<std::uint8_t>(text[i++]);
    if (lead < 0x20 || lead == 0x7F) return -1;
    if (lead < 0x80) continue;
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4) return -1;
    std::uint32_t point = lead & (0x3Fu >> more);
    for (int k = 0; k < more; ++k, ++i) {
      if (i == text.size()) return -1;
      const auto byte = static_cast<std::uint8_t>(text[i]);
      if ((byte & 0xC0) != 0x80) return -1;
      point = point << 6 | (byte & 0x3F);
    }
    constexpr std::uint32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
    if (point < kLeast[more] || point > 0x10FFFF) return -1;
    if (point >= 0xD800 && point <= 0xDFFF) return -1;
    if (point < 0xA0 || point == 0x2028 || point == 0x2029) return -1;
  }
  return length;
}

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  });
}

std::vector<Violation> Prefixed(absl::string_view prefix,
                                std::vector<Violation> faults) {
  for (Violation& fault : faults)
    fault.field.insert(0, prefix.data(), prefix.size());
  return faults;
}

void Add(std::vector<Violation>& faults, std::string field,
         absl::string_view rule, std::string vi, std::string en) {
  faults.push_back(Violation{std::move(field), std::string(rule), std::move(vi),
                             std::move(en)});
}

}  // namespace rasoat::registry
