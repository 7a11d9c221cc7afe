#include "services/workflow/store/mysql_account_store.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/workflow/domain/lock_out.h"
#include "services/workflow/store/mysql_staff_store.h"

namespace rasoat::workflow {
namespace {

// The person's row holds up others who give the same person an account.
constexpr char kLockStaff[] = R"sql(
  SELECT id FROM staff WHERE id = ? FOR UPDATE)sql";

constexpr char kDeleteAccountOf[] = R"sql(
  DELETE FROM account WHERE staff = ?)sql";

constexpr char kInsertAccount[] = R"sql(
  INSERT INTO account (account, staff, password) VALUES (?, ?, ?))sql";

constexpr char kSelectAccount[] = R"sql(
  SELECT account, staff, password FROM account WHERE account = ?)sql";

constexpr char kSelectAny[] = R"sql(
  SELECT account FROM account ORDER BY account LIMIT 1)sql";

constexpr char kSelectWrong[] = R"sql(
  SELECT times FROM wrong_password WHERE account = ?)sql";

// Makes sure there is a row, and locks it.
constexpr char kLockWrong[] = R"sql(
  INSERT INTO wrong_password (account, times, latest) VALUES (?, '', ?)
  ON DUPLICATE KEY UPDATE account = wrong_password.account)sql";

constexpr char kUpdateWrong[] = R"sql(
  UPDATE wrong_password SET times = ?, latest = ? WHERE account = ?)sql";

constexpr char kDeleteWrong[] = R"sql(
  DELETE FROM wrong_password WHERE account = ?)sql";

constexpr char kSweepWrong[] = R"sql(
  DELETE FROM wrong_password
   WHERE latest < ? AND account <> ?
   ORDER BY latest, account
   LIMIT 20)sql";

Account ReadAccount(const mysql::Row& row) {
  return {.account = row.Text("account"),
          .staff = {row.Text("staff")},
          .password = row.Text("password")};
}

LockOut ReadLockOut(const mysql::Row& row) {
  std::vector<absl::Time> times;
  const std::string text = row.Text("times");
  for (absl::string_view part : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    std::int64_t micros = 0;
    if (absl::SimpleAtoi(part, &micros)) {
      times.push_back(absl::FromUnixMicros(micros));
    }
  }
  return LockOut(std::move(times));
}

std::string TimesText(const LockOut& lock_out) {
  return absl::StrJoin(lock_out.wrong(), ",",
                       [](std::string* out, absl::Time time) {
                         absl::StrAppend(out, absl::ToUnixMicros(time));
                       });
}

}  // namespace

absl::Status MySqlAccountStore::Set(const Account& account,
                                    absl::Time deadline) {
  absl::Status set = mysql::InTransaction(
      pool_, deadline, [&](mysql::Transaction& tx) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(
            std::optional<std::string> person,
            tx.QueryOne(
                kLockStaff,
                [](const mysql::Row& row) { return row.Text("id"); },
                account.staff.value));
        if (!person) return StaffNotFound();
        RASOAT_RETURN_IF_ERROR(
            tx.Execute(kDeleteAccountOf, account.staff.value).status());
        RASOAT_RETURN_IF_ERROR(tx.Execute(kInsertAccount, account.account,
                                          account.staff.value, account.password)
                                   .status());
        return tx.Execute(kDeleteWrong, account.account).status();
      });
  if (ReasonOf(set) != "DUPLICATE_KEY") return set;
  return Refused(absl::StatusCode::kAlreadyExists,
                 {"account", "ACCOUNT_TAKEN",
                  "Tên đăng nhập này đã có người dùng; hãy chọn tên khác.",
                  "Somebody else signs in by that name; choose another one."});
}

absl::StatusOr<std::optional<Account>> MySqlAccountStore::Find(
    absl::string_view account, absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.QueryOne(kSelectAccount, ReadAccount, account);
  });
}

absl::StatusOr<absl::Duration> MySqlAccountStore::Locked(
    absl::string_view account, absl::Time now, absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<absl::Duration> {
        RASOAT_ASSIGN_OR_RETURN(
            std::optional<LockOut> lock_out,
            reader.QueryOne(kSelectWrong, ReadLockOut, account));
        return lock_out.value_or(LockOut()).Wait(now);
      });
}

absl::StatusOr<absl::Duration> MySqlAccountStore::Conclude(
    absl::string_view account, bool right, absl::Time now,
    absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<absl::Duration> {
        RASOAT_RETURN_IF_ERROR(tx.Execute(kLockWrong, account, now).status());
        RASOAT_ASSIGN_OR_RETURN(
            std::optional<LockOut> lock_out,
            tx.QueryOne(kSelectWrong, ReadLockOut, account));
        if (!lock_out) lock_out = LockOut();
        if (const absl::Duration wait = lock_out->Wait(now);
            wait > absl::ZeroDuration()) {
          return wait;
        }
        if (right) {
          RASOAT_RETURN_IF_ERROR(tx.Execute(kDeleteWrong, account).status());
          return absl::ZeroDuration();
        }
        lock_out->CountWrong(now);
        RASOAT_RETURN_IF_ERROR(
            tx.Execute(kUpdateWrong, TimesText(*lock_out), now, account)
                .status());
        RASOAT_RETURN_IF_ERROR(
            tx.Execute(kSweepWrong, now - LockOut::kWithin, account).status());
        return absl::ZeroDuration();
      });
}

absl::StatusOr<bool> MySqlAccountStore::AddFirst(const Staff& staff,
                                                 const Account& account,
                                                 absl::Time deadline) {
  absl::StatusOr<bool> added = mysql::InTransaction(
      pool_, deadline, [&](mysql::Transaction& tx) -> absl::StatusOr<bool> {
        RASOAT_ASSIGN_OR_RETURN(
            std::optional<std::string> any,
            tx.QueryOne(kSelectAny, [](const mysql::Row& row) {
              return row.Text("account");
            }));
        if (any) return false;
        RASOAT_ASSIGN_OR_RETURN(
            std::optional<std::string> person,
            tx.QueryOne(
                kLockStaff,
                [](const mysql::Row& row) { return row.Text("id"); },
                staff.id.value));
        const Staff* const people[] = {&staff};
        if (!person) RASOAT_RETURN_IF_ERROR(InsertStaff(tx, people));
        RASOAT_RETURN_IF_ERROR(tx.Execute(kInsertAccount, account.account,
                                          account.staff.value, account.password)
                                   .status());
        return true;
      });
  // Another replica was first: what it added is what we would have.
  if (ReasonOf(added.status()) == "DUPLICATE_KEY") return false;
  return added;
}

}  // namespace rasoat::workflow
