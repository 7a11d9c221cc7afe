#include "services/workflow/sign_in/sign_in.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::workflow {
namespace {

absl::Status Failed() {
  return Refused(
      absl::StatusCode::kUnauthenticated,
      {"password", "SIGN_IN_FAILED",
       "Tên đăng nhập hoặc mật khẩu không đúng; hãy thử lại hoặc nhờ "
       "người quản trị cấp mật khẩu mới.",
       "The account or the password is wrong; try again, or ask an "
       "administrator for a new password."});
}

absl::Status Locked(absl::Duration wait) {
  const std::int64_t minutes =
      absl::ToInt64Minutes(absl::Ceil(wait, absl::Minutes(1)));
  return Refused(
      absl::StatusCode::kResourceExhausted,
      {"account", "TOO_MANY_ATTEMPTS",
       absl::StrCat("Đã nhập sai mật khẩu quá nhiều lần; hãy thử lại sau ",
                    minutes, " phút."),
       absl::StrCat("Too many wrong passwords; try again in ", minutes,
                    minutes == 1 ? " minute." : " minutes.")});
}

}  // namespace

absl::StatusOr<Staff> SignIn::Verify(absl::string_view account,
                                     absl::string_view password, absl::Time now,
                                     absl::Time deadline) {
  // No account has such a name or such a password: nothing to learn, to count.
  if (!IsAccountName(account) || password.size() > 4 * Passwords::kLongest) {
    passwords_.PretendToMatch("");
    return Failed();
  }
  RASOAT_ASSIGN_OR_RETURN(absl::Duration wait,
                          accounts_.Locked(account, now, deadline));
  if (wait > absl::ZeroDuration()) return Locked(wait);

  RASOAT_ASSIGN_OR_RETURN(std::optional<Account> found,
                          accounts_.Find(account, deadline));
  bool right = false;
  if (found) {
    right = passwords_.Matches(found->password, password);
  } else {
    passwords_.PretendToMatch(password);
  }
  RASOAT_ASSIGN_OR_RETURN(wait,
                          accounts_.Conclude(account, right, now, deadline));
  if (wait > absl::ZeroDuration()) return Locked(wait);
  if (!right) return Failed();
  return staff_.Get(found->staff, deadline);
}

bool IsAccountName(absl::string_view text) {
  return text.size() >= 2 && text.size() <= 60 &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                  c == '.' || c == '-';
         });
}

absl::StatusOr<bool> MakeFirstAccount(AccountStore& accounts,
                                      Passwords& passwords,
                                      absl::string_view account,
                                      absl::string_view password,
                                      absl::Time deadline) {
  if (!IsAccountName(account)) return AccountMalformed();
  RASOAT_ASSIGN_OR_RETURN(std::string hash, passwords.Hash(password));
  const Staff administrator{.id = {"administrator"},
                            .full_name = "Quản trị hệ thống",
                            .area = {"*"},
                            .position = Position::kAdministrator,
                            .grants = {{StaffRole::kAdministrator, {"*"}}}};
  return accounts.AddFirst(
      administrator, {std::string(account), administrator.id, std::move(hash)},
      deadline);
}

absl::Status AccountMalformed() {
  return Invalid(Violation{
      "account", "ACCOUNT_MALFORMED",
      "Tên đăng nhập không hợp lệ; hãy dùng 2 đến 60 chữ thường không dấu, chữ "
      "số, dấu chấm và dấu gạch nối.",
      "The account's name is not valid; use 2 to 60 lower-case letters, "
      "digits, "
      "dots and hyphens."});
}

}  // namespace rasoat::workflow
