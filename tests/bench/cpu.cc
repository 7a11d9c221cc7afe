#include "tests/bench/cpu.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/reader.h"

namespace rasoat::bench {
namespace {

constexpr char kPidFile[] =
    "SELECT IF(@@pid_file LIKE '/%', @@pid_file,"
    " CONCAT(@@datadir, @@pid_file))";

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

double OwnCpu() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  return Seconds(use.ru_utime) + Seconds(use.ru_stime);
}

double ServerCpu(mysql::Pool& pool) {
  const auto file = mysql::Read(
      pool, SystemClock().Now() + absl::Seconds(5), [](mysql::Reader& reader) {
        return reader.QueryOne(
            kPidFile, [](const mysql::Row& row) { return row.Text(0); });
      });
  if (!file.ok() || !*file) return 0;
  std::int64_t pid = 0;
  std::ifstream(**file) >> pid;
  std::ifstream stat(absl::StrCat("/proc/", pid, "/stat"));
  const std::string line((std::istreambuf_iterator<char>(stat)), {});
  const std::vector<std::string> words =
      absl::StrSplit(line.substr(line.rfind(')') + 1), ' ');
  double ticks = 0;
  for (std::size_t i : {12U, 13U}) {
    double some = 0;
    if (i < words.size() && absl::SimpleAtod(words[i], &some)) ticks += some;
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace rasoat::bench
