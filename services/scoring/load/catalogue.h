// The standards a running service knows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rasoat/scoring/v1/standards.pb.h"
#include "services/scoring/domain/asked_questions.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/domain/validate.h"

namespace rasoat::scoring {

/// A standard ready for use, and as it is shown.
struct KnownStandard {
  Standard standard;
  v1::Standard proto;  ///< With name and hash.
};

/// A standard that may become known, and what is wrong with it.
struct JudgedStandard {
  KnownStandard known;
  std::vector<Fault> faults;  ///< Empty: it may be used.
};

/// Every standard of a folder, read once, and those added since. Thread safe;
/// what it hands out lives as long as it does. Nothing is ever taken out or
/// changed.
class Catalogue {
 public:
  Catalogue();
  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;
  ~Catalogue();

  /// Reads every `*.txtpb` of `directory`: the file `national-2022.txtpb` is
  /// `standards/national-2022`; and those of its folder `questions`, by which
  /// the standards are checked. One that cannot be checked so, then or when it
  /// is added, is told once in the log.
  ///
  /// Errors:
  ///   NOT_FOUND         STANDARDS_MISSING   no such folder, or no file in it
  ///   INVALID_ARGUMENT  STANDARD_MALFORMED  every fault of every file, one a
  ///                                         line: file, place, what
  static absl::StatusOr<Catalogue> Load(const std::string& directory);

  /// From messages with names, for tests and tools. Errors as Load().
  static absl::StatusOr<Catalogue> Of(std::vector<v1::Standard> standards,
                                      KnownForms forms = {});

  /// Looks at a standard with what it has from its parent, which must be known
  /// already. Adds nothing.
  JudgedStandard Judge(const v1::Standard& standard) const;

  /// Adds a standard, with what it has from its parent. One that is known
  /// already with the same content stays.
  ///
  /// Errors: INVALID_ARGUMENT STANDARD_MALFORMED; ALREADY_EXISTS
  /// STANDARD_CHANGED, another standard has its name.
  absl::Status Add(const v1::Standard& standard);

  /// The standard of that name, `standards/{id}`; null if there is none.
  const KnownStandard* Find(absl::string_view name) const;

  /// The same; a name nobody knows is
  ///   NOT_FOUND  STANDARD_NOT_FOUND
  /// told at `field` of the request.
  absl::StatusOr<const KnownStandard*> Need(absl::string_view name,
                                            absl::string_view field) const;

  /// All, by name. A later Add() leaves what was given as it is.
  const std::vector<const KnownStandard*>& all() const;

 private:
  struct Shelf;
  std::unique_ptr<Shelf> shelf_;
};

}  // namespace rasoat::scoring
