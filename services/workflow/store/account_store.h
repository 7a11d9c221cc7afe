// Accounts, and the wrong passwords that lock them.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/workflow/domain/staff.h"

namespace rasoat::workflow {

/// An account of a person.
struct Account {
  std::string account;  ///< the name to sign in with
  StaffId staff;
  std::string password;  ///< Argon2id hash in its text form
};

/// Keeps the accounts. Thread safe. Every method may block until `deadline` and
/// may fail with what mysql/transaction.h lists.
class AccountStore {
 public:
  virtual ~AccountStore() = default;

  /// Gives a person an account, or the account another name or password; wrong
  /// passwords counted so far are forgotten.
  ///
  /// Errors:
  ///   NOT_FOUND       STAFF_NOT_FOUND
  ///   ALREADY_EXISTS  ACCOUNT_TAKEN  by another person
  virtual absl::Status Set(const Account& account, absl::Time deadline) = 0;

  /// The account of that name, if there is one.
  virtual absl::StatusOr<std::optional<Account>> Find(absl::string_view account,
                                                      absl::Time deadline) = 0;

  /// How long the name is locked at `now`; zero if it is not.
  virtual absl::StatusOr<absl::Duration> Locked(absl::string_view account,
                                                absl::Time now,
                                                absl::Time deadline) = 0;

  /// Concludes an attempt to sign in: `right` forgets the wrong passwords,
  /// otherwise one is counted. If the name has become locked since the attempt
  /// began, the verdict does not count: returns how long it is locked.
  virtual absl::StatusOr<absl::Duration> Conclude(absl::string_view account,
                                                  bool right, absl::Time now,
                                                  absl::Time deadline) = 0;

  /// Gives a person an account if there is no account at all, and adds the
  /// person if nobody has that id; tells whether it did. Of several callers at
  /// once one does.
  virtual absl::StatusOr<bool> AddFirst(const Staff& staff,
                                        const Account& account,
                                        absl::Time deadline) = 0;
};

}  // namespace rasoat::workflow
