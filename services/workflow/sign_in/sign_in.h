// Who proves to be whom by a password.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/workflow/domain/staff.h"
#include "services/workflow/sign_in/password.h"
#include "services/workflow/store/account_store.h"
#include "services/workflow/store/staff_store.h"

namespace rasoat::workflow {

/// Signs people in. Thread safe. What is referred to must outlive it.
class SignIn {
 public:
  SignIn(AccountStore& accounts, StaffStore& staff, Passwords& passwords)
      : accounts_(accounts), staff_(staff), passwords_(passwords) {}

  /// The person whose account and password these are. Costs one hash whether
  /// or not there is such an account. Wrong passwords are counted at `now`.
  ///
  /// Errors: those of the stores;
  ///   UNAUTHENTICATED     SIGN_IN_FAILED     no such account, or not its
  ///                                          password: it does not say which
  ///   RESOURCE_EXHAUSTED  TOO_MANY_ATTEMPTS  see LockOut; says how long to
  ///   wait
  absl::StatusOr<Staff> Verify(absl::string_view account,
                               absl::string_view password, absl::Time now,
                               absl::Time deadline);

 private:
  AccountStore& accounts_;
  StaffStore& staff_;
  Passwords& passwords_;
};

/// True for what an account may be called: 2 to 60 lower-case letters, digits,
/// dots and hyphens.
bool IsAccountName(absl::string_view text);

/// Makes the first account, for an administrator of the whole tree, if there is
/// no account yet: the way into an empty system. `staff/administrator` is who
/// it belongs to. Tells whether it did.
///
/// Errors: those of Passwords::Hash() and of the store;
///   INVALID_ARGUMENT  ACCOUNT_MALFORMED
absl::StatusOr<bool> MakeFirstAccount(AccountStore& accounts,
                                      Passwords& passwords,
                                      absl::string_view account,
                                      absl::string_view password,
                                      absl::Time deadline);

/// ACCOUNT_MALFORMED, blaming `account`.
absl::Status AccountMalformed();

}  // namespace rasoat::workflow
