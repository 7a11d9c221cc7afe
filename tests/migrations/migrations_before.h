// A schema as it was before a migration.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "tests/support/source_dir.h"

namespace rasoat::registry {

/// A folder with the registry's migrations before the one of this name, as
/// long as it lives.
class MigrationsBefore {
 public:
  explicit MigrationsBefore(const std::string& words)
      : folder_(std::filesystem::temp_directory_path() /
                absl::StrCat("rasoat-migrations-",
                             absl::ToUnixNanos(SystemClock().Now()))) {
    std::filesystem::create_directories(folder_);
    const std::filesystem::path all =
        std::filesystem::path(SourceDir()) / "services/registry/migrations";
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(all)) {
      files.insert(entry.path());
    }
    for (const std::filesystem::path& file : files) {
      if (file.filename().string().substr(5) == words + ".sql") return;
      std::filesystem::copy_file(file, folder_ / file.filename());
    }
  }
  ~MigrationsBefore() { std::filesystem::remove_all(folder_); }
  std::string folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace rasoat::registry
