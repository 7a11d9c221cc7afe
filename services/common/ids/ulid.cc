#include "services/common/ids/ulid.h"

#include <sys/random.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace rasoat {
namespace {

constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kTextSize = 26;
constexpr std::int64_t kLatestMs = (std::int64_t{1} << 48) - 1;

int ValueOf(char c) {
  const char* found = c == '\0' ? nullptr : std::strchr(kAlphabet, c);
  return found == nullptr ? -1 : static_cast<int>(found - kAlphabet);
}

void FillRandom(std::uint8_t* bytes, std::size_t size) {
  // The kernel gives up to 256 bytes at once or nothing, once it is seeded.
  if (getentropy(bytes, size) != 0) std::abort();
}

void SetTime(Ulid& id, std::int64_t ms) {
  for (int i = 5; i >= 0; --i, ms >>= 8) {
    id.bytes[i] = static_cast<std::uint8_t>(ms);
  }
}

/// Adds `step` to the 80 bits of chance; false when they overflow.
bool AddToChance(Ulid& id, std::uint32_t step) {
  std::uint64_t carry = step;
  for (int i = 15; i >= 6 && carry != 0; --i) {
    carry += id.bytes[i];
    id.bytes[i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  return carry == 0;
}

}  // namespace

std::string Ulid::ToString() const {
  // 26 characters of 5 bits hold 130: the first two bits are zero.
  std::string text(kTextSize, '0');
  unsigned held = 0;
  int bits = 0;
  std::size_t at = kTextSize;
  for (int i = 15; i >= 0; --i) {
    held |= static_cast<unsigned>(bytes[i]) << bits;
    for (bits += 8; bits >= 5; bits -= 5, held >>= 5) {
      text[--at] = kAlphabet[held & 31];
    }
  }
  text[0] = kAlphabet[held & 31];
  return text;
}

std::string Ulid::ToBytes() const {
  return std::string(bytes.begin(), bytes.end());
}

absl::StatusOr<Ulid> Ulid::FromBytes(absl::string_view bytes) {
  Ulid id;
  if (bytes.size() != id.bytes.size()) {
    return Error(
        absl::StatusCode::kInvalidArgument, "ULID_MALFORMED",
        absl::StrCat("an identifier has 16 bytes, not ", bytes.size()));
  }
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return id;
}

absl::Time Ulid::Time() const {
  std::int64_t ms = 0;
  for (int i = 0; i < 6; ++i) ms = ms << 8 | bytes[i];
  return absl::FromUnixMillis(ms);
}

bool Ulid::empty() const { return *this == Ulid{}; }

absl::StatusOr<Ulid> ParseUlid(absl::string_view text,
                               absl::string_view field) {
  bool good = text.size() == kTextSize && text[0] <= '7';
  Ulid id;
  unsigned held = 0;
  int bits = 0;
  int at = 15;
  for (std::size_t i = text.size(); good && i-- > 0;) {
    const int value = ValueOf(text[i]);
    good = value >= 0;
    held |= static_cast<unsigned>(value) << bits;
    bits += 5;
    if (bits >= 8 && at >= 0) {
      id.bytes[at--] = static_cast<std::uint8_t>(held);
      held >>= 8;
      bits -= 8;
    }
  }
  if (good) return id;
  return Invalid(
      {.field = std::string(field),
       .rule = "ULID_MALFORMED",
       .vi = "Mã không đúng dạng: mã gồm 26 chữ số và chữ in hoa. Hãy mở lại "
             "từ danh sách thay vì gõ mã.",
       .en = "The identifier is malformed: it has 26 digits and capital "
             "letters. Open it from the list instead of typing it."});
}

Ulid RandomIdSource::Next() {
  const std::int64_t now = absl::ToUnixMillis(clock_.Now());
  const std::lock_guard lock(mu_);
  const std::int64_t ms = std::clamp<std::int64_t>(now, 0, kLatestMs);
  if (ms <= last_ms_) {
    std::uint8_t chance[4];
    FillRandom(chance, sizeof chance);
    std::uint32_t step;
    std::memcpy(&step, chance, sizeof step);
    if (AddToChance(last_, step | 1)) return last_;
    ++last_ms_;
  } else {
    last_ms_ = ms;
  }
  SetTime(last_, last_ms_);
  FillRandom(&last_.bytes[6], 10);
  return last_;
}

}  // namespace rasoat
