// How fast a province's list is imported: a file of 470,000 households of four,
// as CSV and as XLSX, is checked and run against MariaDB, beside what MariaDB
// takes of the very same rows by multi-row inserts on one connection.
//
//   registry_import_bench [HOUSEHOLDS]
//
// Checks include looking for look-alikes and holders of citizen ids; runs
// include the look-alikes too. CPU times are of this process and of the server,
// where that runs on the same machine.
//
// Needs the RASOAT_TEST_MYSQL variables. Prints a JSON line a figure, with its
// goal where it has one; a goal that is missed is told, not an error.
#include <openssl/evp.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/sheet/xlsx_writer.h"
#include "tests/bench/cpu.h"
#include "tests/support/registry/import_replica.h"
#include "tests/support/scratch_schema.h"

namespace rasoat::registry {
namespace {

constexpr int kUsualHouseholds = 470'000;
constexpr int kMembers = 4;
constexpr int kVillages = 2'000;
constexpr int kPerCommune = 100;
constexpr double kImportGoal = 20'000;  // households/s
constexpr double kMemoryGoalMib = 512;
constexpr std::size_t kPiece = 1 << 20;
constexpr int kRawRows = 40'000;  // households measured as raw inserts

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "registry_import_bench: %s\n",
               status.ToString().c_str());
  std::exit(2);
}

template <class T>
T Sure(absl::StatusOr<T> value) {
  Check(value.status());
  return *std::move(value);
}

double Seconds(const std::function<void()>& work) {
  const absl::Time start = SystemClock().Now();
  work();
  return absl::ToDoubleSeconds(SystemClock().Now() - start);
}

void Print(const std::string& name, double value, const char* unit,
           double goal = 0, const char* ceiling_name = nullptr,
           double ceiling = 0) {
  std::printf("{\"name\":\"%s\",\"value\":%.1f,\"unit\":\"%s\"", name.c_str(),
              value, unit);
  if (goal > 0) std::printf(",\"goal\":%.0f", goal);
  if (ceiling_name != nullptr) {
    std::printf(",\"ceiling_name\":\"%s\",\"ceiling\":%.1f,\"ratio\":%.3f",
                ceiling_name, ceiling, value / ceiling);
  }
  std::printf("}\n");
  std::fflush(stdout);
}

/// The most memory the process has had since ForgetPeak(), in MiB.
double PeakMib() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.rfind("VmHWM:", 0) == 0) {
      return std::strtod(line.c_str() + 6, nullptr) / 1024;
    }
  }
  return 0;
}

void ForgetPeak() { std::ofstream("/proc/self/clear_refs") << 5; }

std::vector<std::string> Column(mysql::Pool& pool, const std::string& sql) {
  return Sure(mysql::Read(pool, ImportDeadline(), [&](mysql::Reader& reader) {
    return reader.Query(sql, [](const mysql::Row& row) { return row.Text(0); });
  }));
}

/// A province of made-up villages.
std::vector<Area> Province() {
  std::vector<Area> areas = SampleAreas();
  areas.resize(2);
  for (int i = 0; i < kVillages / kPerCommune; ++i) {
    Area commune = SampleAreas()[2];
    commune.code.value = absl::StrFormat("%05d", 7300 + i);
    commune.name = absl::StrCat("Xã ", i);
    areas.push_back(std::move(commune));
  }
  for (int i = 0; i < kVillages; ++i) {
    Area village = SampleAreas()[4];
    village.parent.value = absl::StrFormat("%05d", 7300 + i / kPerCommune);
    village.code.value =
        absl::StrFormat("%s%03d", village.parent.value, i % kPerCommune + 1);
    village.name = absl::StrCat("Thôn ", i % kPerCommune + 1);
    areas.push_back(std::move(village));
  }
  return areas;
}

const std::vector<std::string>& Header() {
  static const std::vector<std::string>& header = *new std::vector<std::string>{
      "Số hộ",     "Họ và tên",    "Quan hệ", "Ngày sinh",
      "Giới tính", "Số CCCD",      "Dân tộc", "Mã xã",
      "Mã thôn",   "Phân loại hộ", "Điểm B1", "Điểm B2"};
  return header;
}

/// Calls `add` with every row.
void ForEachRow(
    int households,
    const std::function<void(const std::vector<std::string>&)>& add) {
  const int per_village = (households + kVillages - 1) / kVillages;
  static constexpr const char* kRelations[] = {"Chủ hộ", "Vợ", "Con", "Con"};
  static constexpr const char* kNames[] = {"Nguyễn Văn", "Trần Thị", "Lê Hoàng",
                                           "Phạm Ngọc"};
  for (int i = 0; i < households; ++i) {
    const int village = i / per_village;
    const std::string commune =
        absl::StrFormat("%05d", 7300 + village / kPerCommune);
    for (int m = 0; m < kMembers; ++m) {
      const int year = m < 2 ? 1950 + i % 50 : 2001 + i % 20;
      add({m == 0 ? absl::StrCat(i % per_village + 1) : "",
           absl::StrCat(kNames[(i + m) % 4], " ", i / 7 % 977, " ", m),
           kRelations[m],
           absl::StrFormat("%02d/%02d/%d", i % 28 + 1, i % 12 + 1, year),
           m % 2 == 0 ? "Nam" : "Nữ",
           absl::StrFormat("024%d%02d%06d", 4 + (i * kMembers + m) / 1'000'000,
                           year % 100, (i * kMembers + m) % 1'000'000),
           i % 8 == 0 ? "Tày" : "Kinh", m == 0 ? commune : "",
           m == 0
               ? absl::StrFormat("%s%03d", commune, village % kPerCommune + 1)
               : "",
           m == 0 ? "Hộ nghèo" : "", m == 0 ? "120" : "", m == 0 ? "40" : ""});
    }
  }
}

std::string WriteCsv(int households) {
  const std::string path = absl::StrCat("/tmp/import-bench-", getpid(), ".csv");
  std::ofstream out(path, std::ios::binary);
  out << absl::StrJoin(Header(), ",") << "\n";
  ForEachRow(households, [&](const std::vector<std::string>& row) {
    out << absl::StrJoin(row, ",") << "\n";
  });
  return path;
}

sheet::FileSource WriteXlsx(int households) {
  auto book = Sure(sheet::XlsxWriter::Create({}));
  int sheet = 0;
  std::int64_t left = 0;
  const auto add = [&](const std::vector<std::string>& row) {
    for (const std::string& cell : row) book->Text(cell);
    Check(book->EndRow());
  };
  ForEachRow(households, [&](const std::vector<std::string>& row) {
    if (left == 0 && !row[0].empty()) {
      Check(book->StartSheet({.name = absl::StrCat("Trang ", ++sheet)}));
      add(Header());
      left = 1'000'000;
    }
    add(row);
    if (left > 0) --left;
  });
  return Sure(book->Finish());
}

/// Announces and uploads a file without holding it.
void Upload(ImportReplica& replica, const ImportId& id, sheet::Source& file) {
  std::string piece(kPiece, '\0');
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
  const auto each = [&](const std::function<void(std::int64_t)>& take) {
    for (std::int64_t at = 0; at < file.size();) {
      piece.resize(kPiece);
      piece.resize(Sure(file.ReadAt(at, piece.data(), piece.size())));
      take(at);
      at += static_cast<std::int64_t>(piece.size());
    }
  };
  each([&](std::int64_t) {
    EVP_DigestUpdate(context, piece.data(), piece.size());
  });
  Import import{.id = id,
                .area = {"24"},
                .file_name = "list",
                .size = file.size(),
                .sha256 = std::string(32, '\0'),
                .creator = "staff/bench",
                .create_time = SystemClock().Now(),
                .update_time = SystemClock().Now(),
                .expire_time = absl::FromUnixSeconds(4'000'000'000)};
  EVP_DigestFinal_ex(
      context, reinterpret_cast<unsigned char*>(import.sha256.data()), nullptr);
  EVP_MD_CTX_free(context);
  Sure(replica.imports().Create(import, ImportDeadline()));
  each([&](std::int64_t at) {
    Sure(replica.imports().Append(id, at, piece, ImportDeadline()));
  });
}

/// The rows of a table as literals, each `(…)`.
std::vector<std::string> Literals(mysql::Pool& pool, const std::string& table,
                                  const std::string& order, int limit) {
  const std::string list = absl::StrJoin(
      Column(pool, absl::StrCat(
                       "SELECT CASE WHEN data_type LIKE '%int' THEN "
                       "CONCAT('IFNULL(', column_name, ',\\'NULL\\')') "
                       "WHEN data_type LIKE 'date%' THEN "
                       "CONCAT('IFNULL(QUOTE(', column_name, '),\\'NULL\\')')"
                       " ELSE CONCAT('IFNULL(CONCAT(\\'x\\\\\\'\\',HEX(', "
                       "column_name, '),\\'\\\\\\'\\'),\\'NULL\\')') END "
                       "FROM information_schema.columns WHERE table_schema "
                       "= DATABASE() AND table_name = '",
                       table, "' ORDER BY ordinal_position")),
      ",");
  return Column(pool, absl::StrCat("SELECT CONCAT('(',CONCAT_WS(',',", list,
                                   "),')') FROM ", table, " ORDER BY ", order,
                                   " LIMIT ", limit));
}

/// Households/s when the rows that imports write are inserted as they are.
double RawCeiling(ScratchSchema& schema) {
  const struct {
    std::string table;
    std::string order;
    int rows_a_household;
  } kTables[] = {{"household", "id", 1},
                 {"person", "household_id, member_id", kMembers},
                 {"feed_change", "position DESC", 1}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& [table, order, count] : kTables) {
    schema.Run(absl::StrCat("CREATE TABLE raw_", table, " LIKE ", table, ";"));
    rows.push_back(Literals(schema.pool(), table, order, kRawRows * count));
  }
  const int batches = static_cast<int>(rows[0].size() / 1000);
  std::vector<std::string> texts;
  for (int batch = 0; batch < batches; ++batch) {
    std::string text = "BEGIN;\n";
    for (std::size_t t = 0; t < rows.size(); ++t) {
      const int each = 500;
      const int of_batch = 1000 * kTables[t].rows_a_household;
      for (int at = 0; at < of_batch; at += each) {
        const auto from = rows[t].begin() + batch * of_batch + at;
        absl::StrAppend(&text, "INSERT INTO raw_", kTables[t].table, " VALUES ",
                        absl::StrJoin(from, from + each, ","), ";\n");
      }
    }
    texts.push_back(text + "COMMIT;\n");
  }
  rows.clear();
  const double seconds = Seconds([&] {
    for (const std::string& text : texts) schema.Run(text);
  });
  return batches * 1000 / seconds;
}

/// Checks and runs a file, and checks it once more against what it has become.
void Measure(const std::string& kind, int households, sheet::Source& file,
             bool with_ceiling) {
  ScratchSchema schema("services/registry/migrations");
  if (!schema.ok()) std::exit(2);
  ImportReplica replica(schema.pool());
  Check(replica.AddAreas(Province()));
  const auto id = IdNumber<ImportId>(1);
  Upload(replica, id, file);
  ForgetPeak();
  Import import;
  const double check = Seconds([&] { import = Sure(replica.Check(id)); });
  if (import.counts.created != households || import.counts.error_rows != 0) {
    std::fprintf(stderr, "the check of the %s found %d of %d, %d bad rows\n",
                 kind.c_str(), static_cast<int>(import.counts.created),
                 households, static_cast<int>(import.counts.error_rows));
    std::exit(2);
  }
  const double own_before = bench::OwnCpu();
  const double server_before = bench::ServerCpu(schema.pool());
  const double run = Seconds([&] { import = Sure(replica.Run(id)); });
  const double own = (bench::OwnCpu() - own_before) * 1e6 / households;
  const double server =
      (bench::ServerCpu(schema.pool()) - server_before) * 1e6 / households;
  if (import.counts.created != households) {
    std::fprintf(stderr, "the run did not write all\n");
    std::exit(2);
  }
  const auto again = IdNumber<ImportId>(2);
  Upload(replica, again, file);
  const double recheck = Seconds([&] { import = Sure(replica.Check(again)); });
  if (import.counts.known != households) {
    std::fprintf(stderr, "the second check did not find all\n");
    std::exit(2);
  }
  const double peak = PeakMib();
  const double rate = households / run;
  Print(absl::StrCat("registry_import_check_", kind), households / check,
        "households/s");
  if (with_ceiling) {
    Print(absl::StrCat("registry_import_run_", kind), rate, "households/s",
          kImportGoal, "same rows, multi-row inserts on one connection",
          RawCeiling(schema));
  } else {
    Print(absl::StrCat("registry_import_run_", kind), rate, "households/s",
          kImportGoal);
  }
  Print(absl::StrCat("registry_import_run_cpu_service_", kind), own,
        "us/household");
  Print(absl::StrCat("registry_import_run_cpu_database_", kind), server,
        "us/household");
  Print(absl::StrCat("registry_import_check_full_register_", kind),
        households / recheck, "households/s");
  Print(absl::StrCat("registry_import_memory_", kind), peak, "MiB",
        kMemoryGoalMib);
}

int Main(int households) {
  const std::string path = WriteCsv(households);
  sheet::FileSource csv = Sure(sheet::FileSource::Open(path));
  std::remove(path.c_str());
  Measure("csv", households, csv, true);
  sheet::FileSource xlsx = WriteXlsx(households);
  Measure("xlsx", households, xlsx, false);
  return 0;
}

}  // namespace
}  // namespace rasoat::registry

int main(int argc, char** argv) {
  return rasoat::registry::Main(argc > 1 ? std::atoi(argv[1])
                                         : rasoat::registry::kUsualHouseholds);
}
