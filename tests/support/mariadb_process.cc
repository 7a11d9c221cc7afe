#include "tests/support/mariadb_process.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/ids/ulid.h"
#include "services/common/mysql/pool.h"
#include "services/common/status/status_macros.h"

namespace rasoat {
namespace {

constexpr char kUser[] = "rasoat";

std::string Owner() { return getpwuid(getuid())->pw_name; }

std::string Program(const std::string& name) {
  for (const char* folder : {"/usr/bin/", "/usr/sbin/", "/usr/local/bin/"}) {
    if (std::filesystem::exists(folder + name)) return folder + name;
  }
  return name;
}

}  // namespace

MariaDbProcess::MariaDbProcess() : port_(FreePort()) {
  char name[] = "/tmp/rasoat-mariadb-XXXXXX";
  if (mkdtemp(name) == nullptr) std::abort();
  folder_ = name;
  const SystemClock clock;
  password_ = RandomIdSource(clock).Next().ToString();
  std::ofstream(folder_ + "/init.sql")
      << "CREATE USER IF NOT EXISTS '" << kUser << "'@'%' IDENTIFIED BY '"
      << password_ << "';\nGRANT ALL ON *.* TO '" << kUser
      << "'@'%' WITH GRANT OPTION;\n";
}

MariaDbProcess::~MariaDbProcess() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

absl::StatusOr<std::unique_ptr<MariaDbProcess>> MariaDbProcess::Start() {
  std::unique_ptr<MariaDbProcess> server(new MariaDbProcess);
  const std::string& folder = server->folder_;
  ChildProcess install;
  RASOAT_RETURN_IF_ERROR(install.Start(
      {Program("mariadb-install-db"), "--no-defaults", "--user=" + Owner(),
       "--basedir=/usr", "--datadir=" + folder + "/data", "--skip-test-db",
       "--skip-name-resolve"},
      {}, folder + "/log"));
  if (install.Join() != 0) {
    return absl::UnavailableError("mariadb-install-db failed: " +
                                  EndOf(folder + "/log"));
  }
  RASOAT_RETURN_IF_ERROR(server->Restart());
  setenv("RASOAT_TEST_MYSQL",
         absl::StrCat("tcp://127.0.0.1:", server->port_).c_str(), 1);
  setenv("RASOAT_TEST_MYSQL_USER", kUser, 1);
  setenv("RASOAT_TEST_MYSQL_PASSWORD", server->password_.c_str(), 1);
  return server;
}

absl::Status MariaDbProcess::Restart() {
  const std::string data = folder_ + "/data";
  RASOAT_RETURN_IF_ERROR(
      process_.Start({Program("mariadbd"),
                      "--no-defaults",
                      "--basedir=/usr",
                      "--user=" + Owner(),
                      "--datadir=" + data,
                      "--socket=" + folder_ + "/sock",
                      "--bind-address=127.0.0.1",
                      absl::StrCat("--port=", port_),
                      "--pid-file=" + folder_ + "/pid",
                      "--character-set-server=utf8mb4",
                      "--collation-server=utf8mb4_unicode_ci",
                      "--default-time-zone=+00:00",
                      "--skip-name-resolve",
                      "--skip-log-bin",
                      "--max-connections=300",
                      "--max-allowed-packet=64M",
                      "--innodb-buffer-pool-size=128M",
                      "--innodb-log-file-size=64M",
                      "--innodb-flush-log-at-trx-commit=1",
                      "--init-file=" + folder_ + "/init.sql"},
                     {}, folder_ + "/log"));
  const SystemClock clock;
  const absl::Time until = clock.Now() + absl::Seconds(60);
  mysql::Pool pool({.url = absl::StrCat("tcp://127.0.0.1:", port_),
                    .user = kUser,
                    .password = password_,
                    .max_sessions = 1});
  absl::Status answers = absl::UnavailableError("not asked");
  while (!answers.ok() && clock.Now() < until && process_.Alive()) {
    answers = pool.Check(until);
    if (!answers.ok()) usleep(20'000);
  }
  if (answers.ok()) return answers;
  return absl::UnavailableError(
      absl::StrCat("MariaDB does not answer: ", answers.message(), "\n",
                   EndOf(folder_ + "/log")));
}

}  // namespace rasoat
