#pragma once

#include <cstdint>
#include <string>

#include "rasoat/registry/v1/households.pb.h"
#include "tests/census/world.h"

namespace rasoat::census {

/// A ULID that depends on the seed, what it is for and its number alone, so
/// that a census played again makes the same names.
std::string SeededUlid(std::uint64_t seed, absl::string_view what,
                       std::uint64_t index);

/// A full name: surname, middle word, given name.
std::string FullName(const World& world, std::uint64_t seed,
                     absl::string_view what, std::uint64_t index, bool male);

/// The `index`th household of the census, the `number`th of its village:
/// members of plausible ages and relations. Sizes are ours (no distribution
/// was found), ethnic groups follow the province's share of minority
/// households. Citizen ids carry a century digit nobody living has.
registry::v1::Household MakeHousehold(const World& world, std::uint64_t seed,
                                      const Unit& village, int number,
                                      std::uint64_t index);

}  // namespace rasoat::census
