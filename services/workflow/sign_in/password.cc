#include "services/workflow/sign_in/password.h"

#include <sodium.h>

#include <array>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/workflow/domain/names.h"

namespace rasoat::workflow {
namespace {

std::string Computed(absl::string_view password, const PasswordCost& cost) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(),
                            cost.passes, cost.bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return "";
  }
  return text.data();
}

}  // namespace

class Passwords::Place {
 public:
  explicit Place(Passwords& owner) : owner_(owner) {
    absl::MutexLock lock(&owner_.mu_);
    owner_.mu_.Await(absl::Condition(
        +[](int* free) { return *free > 0; }, &owner_.free_));
    --owner_.free_;
  }
  ~Place() {
    absl::MutexLock lock(&owner_.mu_);
    ++owner_.free_;
  }
  Place(const Place&) = delete;

 private:
  Passwords& owner_;
};

Passwords::Passwords(PasswordCost cost, int at_once)
    : cost_(cost), free_(at_once) {
  if (sodium_init() < 0) std::abort();
  nobodys_ = Computed("the password of nobody", cost_);
}

absl::StatusOr<std::string> Passwords::Hash(absl::string_view password) {
  const std::size_t length = Characters(password);
  if (length < kShortest) {
    return Invalid(
        Violation{"password", "PASSWORD_TOO_SHORT",
                  absl::StrCat("Mật khẩu quá ngắn; hãy dùng ít nhất ",
                               kShortest, " ký tự."),
                  absl::StrCat("The password is too short; use at least ",
                               kShortest, " characters.")});
  }
  if (length > kLongest) {
    return Invalid(Violation{
        "password", "PASSWORD_TOO_LONG",
        absl::StrCat("Mật khẩu quá dài; hãy dùng tối đa ", kLongest, " ký tự."),
        absl::StrCat("The password is too long; use at most ", kLongest,
                     " characters.")});
  }
  Place place(*this);
  std::string hash = Computed(password, cost_);
  if (hash.empty()) {
    return Error(absl::StatusCode::kResourceExhausted, "PASSWORD_MEMORY",
                 "there is no memory to hash a password");
  }
  return hash;
}

bool Passwords::Matches(const std::string& hash, absl::string_view password) {
  Place place(*this);
  return crypto_pwhash_str_verify(hash.c_str(), password.data(),
                                  password.size()) == 0;
}

void Passwords::PretendToMatch(absl::string_view password) {
  Matches(nobodys_, password);
}

}  // namespace rasoat::workflow
