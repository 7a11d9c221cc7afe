#include "services/common/access/verifier.h"

#include <sodium.h>

#include <algorithm>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "rasoat/api/v1/identity.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::access {
namespace {

constexpr absl::string_view kPrefix = "rasoat1.";

absl::Status Invalid() {
  return Refused(absl::StatusCode::kUnauthenticated,
                 {.field = "",
                  .rule = "TOKEN_INVALID",
                  .vi = "Phiên làm việc không hợp lệ. Hãy đăng nhập lại.",
                  .en = "The session is not valid. Sign in again."});
}

absl::Status CheckTimes(const Identity& identity, absl::Time now) {
  if (now < identity.issue_time) return Invalid();
  if (now < identity.expire_time) return absl::OkStatus();
  return Refused(absl::StatusCode::kUnauthenticated,
                 {.field = "",
                  .rule = "TOKEN_EXPIRED",
                  .vi = "Phiên làm việc đã hết hạn. Hãy đăng nhập lại.",
                  .en = "The session has expired. Sign in again."});
}

/// Strict: no padding, no white space, no left-over bits, nothing after it.
std::optional<std::string> FromBase64Url(absl::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()),
                        bytes.size(), text.data(), text.size(), nullptr, &size,
                        nullptr,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

bool SignedBy(const Trust::PublicKey& key, absl::string_view bytes,
              absl::string_view signature) {
  return crypto_sign_verify_detached(
             reinterpret_cast<const unsigned char*>(signature.data()),
             reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
             key.data()) == 0;
}

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

/// True when the issuer may say this of the subject.
bool MaySay(const api::v1::Identity& said) {
  for (const api::v1::Grant& grant : said.grants()) {
    const bool service = grant.role() == api::v1::ROLE_SERVICE;
    if (service == (said.issuer() == kPeople)) return false;
    if (grant.role() == api::v1::ROLE_UNSPECIFIED || grant.area().empty()) {
      return false;
    }
  }
  if (said.issuer() != kPeople) {
    return said.subject() == absl::StrCat("services/", said.issuer());
  }
  absl::string_view id = said.subject();
  return absl::ConsumePrefix(&id, "staff/") && !id.empty();
}

}  // namespace

absl::StatusOr<Trust> Trust::Parse(absl::string_view text) {
  Trust trust;
  for (absl::string_view entry : absl::StrSplit(text, ',')) {
    entry = absl::StripAsciiWhitespace(entry);
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(entry, absl::MaxSplits(':', 1));
    std::string bytes;
    PublicKey key;
    if (parts.first.empty() ||
        (!absl::Base64Unescape(parts.second, &bytes) &&
         !absl::WebSafeBase64Unescape(parts.second, &bytes)) ||
        bytes.size() != key.size() || sodium_init() < 0) {
      return Error(absl::StatusCode::kFailedPrecondition, "TRUST_WRONG",
                   absl::StrCat("RASOAT_TRUST: entry '", entry,
                                "' is not issuer:base64 of 32 bytes"));
    }
    std::copy(bytes.begin(), bytes.end(), key.begin());
    trust.keys_[std::string(parts.first)].push_back(key);
  }
  return trust;
}

const std::vector<Trust::PublicKey>& Trust::KeysOf(
    absl::string_view issuer) const {
  static const auto& nobody = *new std::vector<PublicKey>();
  auto found = keys_.find(std::string(issuer));
  return found == keys_.end() ? nobody : found->second;
}

Verifier::Verifier(Trust trust, std::size_t remembered)
    : trust_(std::move(trust)),
      half_(std::max<std::size_t>(remembered / 2, 1)) {}

absl::StatusOr<std::shared_ptr<const Identity>> Verifier::Verify(
    absl::string_view token, absl::Time now) const {
  if (token.size() > kMaxTokenBytes) return Invalid();
  if (std::shared_ptr<const Identity> known = Recall(token)) {
    RASOAT_RETURN_IF_ERROR(CheckTimes(*known, now));
    return known;
  }
  RASOAT_ASSIGN_OR_RETURN(std::shared_ptr<const Identity> proven, Prove(token));
  RASOAT_RETURN_IF_ERROR(CheckTimes(*proven, now));
  Remember(token, proven);
  return proven;
}

absl::StatusOr<std::shared_ptr<const Identity>> Verifier::Prove(
    absl::string_view token) const {
  if (!absl::ConsumePrefix(&token, kPrefix)) return Invalid();
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(token, absl::MaxSplits('.', 1));
  const std::optional<std::string> bytes = FromBase64Url(parts.first);
  const std::optional<std::string> signature = FromBase64Url(parts.second);
  api::v1::Identity said;
  if (!bytes || !signature || signature->size() != crypto_sign_BYTES ||
      !said.ParseFromString(*bytes)) {
    return Invalid();
  }
  // The key follows from the issuer alone: the token has no say in how it is
  // checked.
  const std::vector<Trust::PublicKey>& keys = trust_.KeysOf(said.issuer());
  if (std::none_of(keys.begin(), keys.end(), [&](const Trust::PublicKey& key) {
        return SignedBy(key, *bytes, *signature);
      })) {
    return Invalid();
  }
  if (said.grants_size() > static_cast<int>(kMaxGrants) ||
      !said.has_issue_time() || !said.has_expire_time() || !MaySay(said)) {
    return Invalid();
  }
  auto identity = std::make_shared<Identity>(
      Identity{.issuer = said.issuer(),
               .subject = said.subject(),
               .grants = {},
               .issue_time = TimeOf(said.issue_time()),
               .expire_time = TimeOf(said.expire_time())});
  for (const api::v1::Grant& grant : said.grants()) {
    identity->grants.push_back({grant.role(), grant.area()});
  }
  return std::shared_ptr<const Identity>(std::move(identity));
}

std::shared_ptr<const Identity> Verifier::Recall(
    absl::string_view token) const {
  {
    absl::ReaderMutexLock lock(&mu_);
    if (auto found = young_.find(token); found != young_.end()) {
      return found->second;
    }
    auto found = old_.find(token);
    if (found == old_.end()) return nullptr;
  }
  absl::MutexLock lock(&mu_);
  auto found = old_.find(token);
  if (found == old_.end()) return nullptr;
  std::shared_ptr<const Identity> identity = found->second;
  Keep(token, identity);
  return identity;
}

void Verifier::Remember(absl::string_view token,
                        const std::shared_ptr<const Identity>& identity) const {
  absl::MutexLock lock(&mu_);
  Keep(token, identity);
}

void Verifier::Keep(absl::string_view token,
                    std::shared_ptr<const Identity> identity) const {
  if (young_.size() >= half_) {
    old_ = std::move(young_);
    young_.clear();
  }
  young_.insert_or_assign(std::string(token), std::move(identity));
}

}  // namespace rasoat::access
