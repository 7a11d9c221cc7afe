#include "services/common/mysql/guarded.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "services/common/log/log.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"

namespace rasoat::mysql {
namespace {

using absl::StatusCode;

constexpr char kKeyUrl[] = "rasoat/mysql.key";
constexpr std::size_t kLoggedSql = 200;

/// "… for key 'household.uk_citizen'" → "uk_citizen". MariaDB leaves out the
/// table. The rest of the text holds the value and goes no further.
std::string KeyIn(absl::string_view message) {
  constexpr absl::string_view kBefore = "for key '";
  const std::size_t at = message.rfind(kBefore);
  if (at == absl::string_view::npos) return "";
  message.remove_prefix(at + kBefore.size());
  absl::string_view key = message.substr(0, message.find('\''));
  const std::size_t dot = key.rfind('.');
  return std::string(dot == absl::string_view::npos ? key
                                                    : key.substr(dot + 1));
}

}  // namespace

std::string KeyOf(const absl::Status& status) {
  auto key = status.GetPayload(kKeyUrl);
  return key ? std::string(*key) : std::string();
}

bool ServerAnswered(const sql::SQLException& e) {
  const int code = e.getErrorCode();
  switch (code) {
    case 1040:  // too many connections
    case 1053:  // server shutting down
    case 1080:  // forcing close of thread
    case 1152:  // aborted connection
    case 1158:  // 1158 to 1161: reading or writing packets failed
    case 1159:
    case 1160:
    case 1161:
    case 1184:  // new aborting connection
    case 1927:  // connection killed (MariaDB)
    case 3169:  // session killed (MySQL)
    case 4031:  // idle too long (MySQL)
      return false;
    default:
      // 2000..2999 and 5000.. are the client library's own numbers.
      return (code >= 1000 && code < 2000) || (code >= 3000 && code < 5000);
  }
}

absl::Status StatusFrom(const sql::SQLException& e, absl::string_view sql) {
  const int code = e.getErrorCode();
  switch (code) {
    case 1062: {
      absl::Status status = Error(StatusCode::kAlreadyExists, "DUPLICATE_KEY",
                                  "a row with that key exists");
      status.SetPayload(kKeyUrl, absl::Cord(KeyIn(e.what())));
      return status;
    }
    case 1451:
    case 1452:
      return Error(StatusCode::kFailedPrecondition, "REFERENCE_BROKEN",
                   "a referenced row is missing or still in use");
    case 1020:  // changed since last read (MariaDB snapshot isolation)
    case 1205:  // lock wait timeout
    case 1213:  // deadlock, and a Galera certification that failed
      return Error(StatusCode::kAborted, "LOCK_CONFLICT",
                   "another writer holds the rows");
    case 1317:  // interrupted
    case 1969:  // max_statement_time (MariaDB)
    case 3024:  // max_execution_time (MySQL)
      return Error(StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT",
                   "the statement ran for too long");
    case 1044:  // no right to the schema
    case 1045:  // no right to sign in
    case 1047:  // Galera node not ready
    case 1049:  // no such schema
    case 1129:  // host blocked
    case 1203:  // too many sessions of this user
    case 1226:  // the user's allowance is used up
    case 1290:  // read-only server
    case 1836:  // read-only mode
      return Error(StatusCode::kUnavailable, "DATABASE_UNREACHABLE",
                   absl::StrCat("the database refuses work, error ", code));
    default:
      break;
  }
  if (!ServerAnswered(e) && code != 0) {
    return Error(StatusCode::kUnavailable, "DATABASE_UNREACHABLE",
                 absl::StrCat("the database cannot be reached, error ", code));
  }
  log::Line("mysql_error", log::Level::kError)
      .Add("code", code)
      .Add("state", e.getSQLState())
      .Add("sql", sql.substr(0, kLoggedSql))
      .Write();
  return Error(StatusCode::kInternal, "DATABASE_ERROR",
               absl::StrCat("database error ", code));
}

absl::Status StatusFrom(const RowMisread& e, absl::string_view sql) {
  log::Line("mysql_row_misread", log::Level::kError)
      .Add("what", e.what())
      .Add("sql", sql.substr(0, kLoggedSql))
      .Write();
  return Error(StatusCode::kInternal, "ROW_MISREAD", e.what());
}

}  // namespace rasoat::mysql
