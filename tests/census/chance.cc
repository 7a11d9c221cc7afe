#include "tests/census/chance.h"

#include <numeric>
#include <utility>

namespace rasoat::census {

Chance::Chance(std::uint64_t seed, absl::string_view what, std::uint64_t index)
    : state_(seed * 0x9E3779B97F4A7C15ULL + index) {
  for (char c : what) {
    state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  Next();
}

std::uint64_t Chance::Next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

int Chance::Below(int below) {
  return static_cast<int>(Next() % static_cast<std::uint64_t>(below));
}

int Chance::Weighted(const std::vector<int>& weights) {
  int at = Below(std::accumulate(weights.begin(), weights.end(), 0));
  int i = 0;
  while (at >= weights[i]) at -= weights[i++];
  return i;
}

std::vector<int> Shuffled(std::uint64_t seed, absl::string_view what, int n) {
  std::vector<int> order(n);
  std::iota(order.begin(), order.end(), 0);
  Chance chance(seed, what, n);
  for (int i = n - 1; i > 0; --i)
    std::swap(order[i], order[chance.Below(i + 1)]);
  return order;
}

}  // namespace rasoat::census
