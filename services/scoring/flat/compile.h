// Makes a program of a standard.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/flat/codebook.h"
#include "services/scoring/flat/program.h"

namespace rasoat::scoring::flat {

/// A program and the memory it lies in. Immutable, thread safe.
class Compiled {
 public:
  explicit Compiled(std::vector<std::int32_t> words)
      : words_(std::move(words)) {}

  Program program() const { return Program(words_.data()); }
  /// As it is given to devices: little-endian, 32 bits a word.
  const std::vector<std::int32_t>& words() const { return words_; }

 private:
  std::vector<std::int32_t> words_;
};

/// The program of `standard`, a valid one, for households encoded by
/// `codebook`, which was made of this standard among others. The same input
/// gives the same words.
///
/// Errors: FAILED_PRECONDITION STANDARD_TOO_LARGE, more than the packed results
/// have room for (program.h): such a standard is left to the readable engine;
/// FAILED_PRECONDITION STANDARD_INCOMPLETE, a number that decides is not known.
absl::StatusOr<Compiled> Compile(const Standard& standard,
                                 const Codebook& codebook);

/// A day as programs count it: days from 1970-01-01.
std::int32_t DayNumber(absl::CivilDay day);

}  // namespace rasoat::scoring::flat
