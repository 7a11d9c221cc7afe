// Every service's migrations, on a real server: from nothing, again, and the
// feed's tables the same everywhere.
#include "services/common/mysql/migrate.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/mysql/transaction.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat {
namespace {

namespace fs = std::filesystem;

std::string FolderOf(const std::string& service) {
  return absl::StrCat(SourceDir(), "/services/", service, "/migrations");
}

std::string TextOf(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<fs::path> FilesOf(const std::string& folder) {
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    files.insert(entry.path());
  }
  return files;
}

class MigrationsTest : public testing::TestWithParam<const char*> {};

TEST_P(MigrationsTest, MakeTheSchemaOnceAndAreThenCurrent) {
  ScratchSchema schema;
  ASSERT_TRUE(schema.ok());
  const std::string folder = FolderOf(GetParam());
  const absl::Time soon = absl::Now() + absl::Seconds(60);
  ASSERT_OK(mysql::Migrate(schema.pool(), folder));
  ASSERT_OK_AND_ASSIGN(const bool current,
                       mysql::SchemaIsCurrent(schema.pool(), folder, soon));
  EXPECT_TRUE(current);
  EXPECT_OK(mysql::Migrate(schema.pool(), folder));
}

TEST_P(MigrationsTest, AreNumberedWithoutGaps) {
  int number = 0;
  for (const fs::path& file : FilesOf(FolderOf(GetParam()))) {
    const std::string name = file.filename();
    EXPECT_EQ(name.substr(0, 4), absl::StrCat(1000000 + ++number).substr(3))
        << name;
  }
  EXPECT_GT(number, 0);
}

// Each service has the feed's tables as its own; a change to them is a new
// migration everywhere.
TEST_P(MigrationsTest, BeginWithTheFeedsOwnTables) {
  const std::string folder = FolderOf(GetParam());
  int found = 0;
  for (const fs::path& file : FilesOf(FolderOf("common/feed"))) {
    const fs::path copy = folder / file.filename();
    if (!fs::exists(copy)) continue;
    ++found;
    EXPECT_EQ(TextOf(copy), TextOf(file)) << copy;
  }
  EXPECT_GE(found, 2);
}

// What holds nobody's key can be sharded by none: the primary key's first
// column says where a row lives.
TEST_P(MigrationsTest, GiveEveryTableAPrimaryKey) {
  ScratchSchema schema(absl::StrCat("services/", GetParam(), "/migrations"));
  ASSERT_TRUE(schema.ok());
  ASSERT_OK_AND_ASSIGN(
      const std::vector<std::string> without,
      mysql::Read(schema.pool(), absl::Now() + absl::Seconds(60),
                  [&](mysql::Reader& reader) {
                    return reader.Query(
                        "SELECT t.table_name AS name"
                        "  FROM information_schema.tables t"
                        " WHERE t.table_schema = ? AND NOT EXISTS ("
                        "   SELECT 1 FROM information_schema.statistics s"
                        "    WHERE s.table_schema = t.table_schema"
                        "      AND s.table_name = t.table_name"
                        "      AND s.index_name = 'PRIMARY')",
                        [](const mysql::Row& row) { return row.Text("name"); },
                        schema.name());
                  }));
  EXPECT_EQ(without, std::vector<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Services, MigrationsTest,
                         testing::Values("registry", "scoring", "workflow",
                                         "reporting"),
                         [](const auto& info) {
                           return std::string(info.param);
                         });

}  // namespace
}  // namespace rasoat
