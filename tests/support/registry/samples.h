// Good records that a test spoils in one place.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/registry/domain/area.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/survey.h"

namespace rasoat::registry {

/// The id with this number.
template <class AnyId>
AnyId IdNumber(std::uint64_t number) {
  AnyId id;
  for (int i = 15; number != 0; --i, number >>= 8) {
    id.bytes[i] = static_cast<std::uint8_t>(number);
  }
  return id;
}

/// Rules with the provinces 024 and 001, the centuries 1900 and 2000 and the
/// ethnic groups 01 and 02.
PersonRules SampleRules();

/// Province 24, its district 213, commune 07207 (rural) and the villages
/// 07207001 and 07207002, the second one made up, all from 2021-01-01 on.
std::vector<Area> SampleAreas();

/// A head born 1980-05-06 (`01`, male), with a citizen id that ends with the
/// number, and a child born 2015-02-03 (`02`).
Household SampleHousehold(std::uint64_t number = 1);

/// `house.wall` (choice of durable, weak), `house.area` (10 to 20,000),
/// `assets` (choices of tv, phone), `assets.tv_age` (number, asked with a tv),
/// `note` (optional text); of members from 6 to below 15 `school` (yes or no),
/// and `school.why_not` (choice of far, work) if not at school.
/// Declared: job, water; B1 up to 400.
Form SampleForm();

/// A right answer to everything SampleForm asks of SampleHousehold on
/// 2021-10-01.
Survey SampleSurvey(std::uint64_t number = 1, std::uint64_t household = 1);

/// SampleForm in the text format of a forms file.
std::string SampleFormText();

}  // namespace rasoat::registry
