// Which households and people a file has named already.
#pragma once

#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "services/registry/domain/import_assembler.h"

namespace rasoat::registry {

/// Remembers numbers and identity numbers as numbers: some 20 bytes each, so a
/// province's people take 50 MiB. One thread at a time.
class SeenInFile {
 public:
  explicit SeenInFile(const ImportLayout& layout) : layout_(layout) {}

  /// Adds to a good household what an earlier one has named as well
  /// (NUMBER_REPEATED_IN_FILE, PERSON_REPEATED_IN_FILE), or else remembers it.
  /// True when nothing was.
  bool Mark(ImportedHousehold& household);

 private:
  const ImportLayout& layout_;
  absl::flat_hash_set<std::uint64_t> numbers_;
  absl::flat_hash_set<std::uint64_t> people_;
};

}  // namespace rasoat::registry
