// The standards a running service knows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rasoat/scoring/v1/standards.pb.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// A standard ready for use, and as it is shown.
struct KnownStandard {
  Standard standard;
  v1::Standard proto;  ///< With name and hash.
};

/// Every standard of a folder, read once. Immutable and thread safe; what it
/// hands out lives as long as it does.
class Catalogue {
 public:
  /// Reads every `*.txtpb` of `directory`: the file `national-2022.txtpb` is
  /// `standards/national-2022`.
  ///
  /// Errors:
  ///   NOT_FOUND         STANDARDS_MISSING   no such folder, or no file in it
  ///   INVALID_ARGUMENT  STANDARD_MALFORMED  every fault of every file, one a
  ///                                         line: file, place, what
  static absl::StatusOr<Catalogue> Load(const std::string& directory);

  /// From messages with names, for tests and tools. Errors as Load().
  static absl::StatusOr<Catalogue> Of(std::vector<v1::Standard> standards);

  /// The standard of that name, `standards/{id}`; null if there is none.
  const KnownStandard* Find(absl::string_view name) const;

  /// The same; a name nobody knows is
  ///   NOT_FOUND  STANDARD_NOT_FOUND
  /// told at `field` of the request.
  absl::StatusOr<const KnownStandard*> Need(absl::string_view name,
                                            absl::string_view field) const;

  /// All, by name.
  const std::vector<std::unique_ptr<const KnownStandard>>& all() const {
    return standards_;
  }

 private:
  std::vector<std::unique_ptr<const KnownStandard>> standards_;
};

}  // namespace rasoat::scoring
