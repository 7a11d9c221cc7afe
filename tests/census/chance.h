#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace rasoat::census {

/// Chance that is the same on every machine for the same seed: SplitMix64, and
/// our own arithmetic on it, since the standard library's distributions differ
/// between implementations.
///
/// A chance is cheap; make one for each thing by its name, so that a change in
/// how one thing is drawn does not move all the others.
class Chance {
 public:
  Chance(std::uint64_t seed, absl::string_view what, std::uint64_t index);

  std::uint64_t Next();
  /// 0 … below - 1; `below` must be positive.
  int Below(int below);
  /// from … to, both included.
  int Between(int from, int to) { return from + Below(to - from + 1); }
  /// True in `percent` of 100 cases.
  bool Percent(int percent) { return Below(100) < percent; }
  /// An index into `weights`, drawn by weight; at least one must be positive.
  int Weighted(const std::vector<int>& weights);

 private:
  std::uint64_t state_;
};

/// 0 … n - 1 in an order that depends on the seed.
std::vector<int> Shuffled(std::uint64_t seed, absl::string_view what, int n);

}  // namespace rasoat::census
