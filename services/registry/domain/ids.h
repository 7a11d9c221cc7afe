// What things are called inside the registry. Each kind of name has a type of
// its own, so that a village cannot be passed where a round is meant.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/time/civil_time.h"

namespace rasoat::registry {

/// A 128-bit identifier that sorts by the time it was made; all zero means
/// "none".
template <class Kind>
struct Id {
  std::array<std::uint8_t, 16> bytes{};

  /// True for "none".
  bool empty() const { return *this == Id{}; }
  friend auto operator<=>(const Id&, const Id&) = default;
  template <class H>
  friend H AbslHashValue(H h, const Id& id) {
    return H::combine(std::move(h), id.bytes);
  }
};

/// Names a household.
using HouseholdId = Id<struct HouseholdKind>;
/// Names a survey, one version of a filled form.
using SurveyId = Id<struct SurveyKind>;
/// Names the import of a file.
using ImportId = Id<struct ImportKind>;
/// Names a device in the field.
using DeviceId = Id<struct DeviceKind>;
/// Names one thing that was done on a device.
using ItemId = Id<struct ItemKind>;

/// Names a form that is being filled in.
using DraftId = Id<struct DraftKind>;
/// Names a file that belongs to a survey or household.
using AttachmentId = Id<struct AttachmentTag>;
/// A request that somebody's data be erased, chosen by who asks.
using ErasureId = Id<struct ErasureKind>;
/// Names an act of a client, so that its repeat is known.
using RequestId = Id<struct RequestKind>;

/// A short text that names something; empty means "none".
template <class Kind>
struct Code {
  std::string value;

  /// True for "none".
  bool empty() const { return value.empty(); }
  friend auto operator<=>(const Code&, const Code&) = default;
  template <class H>
  friend H AbslHashValue(H h, const Code& code) {
    return H::combine(std::move(h), code.value);
  }
};

/// Names an administrative unit: the digits of its code.
using AreaCode = Code<struct AreaKind>;
/// Names a round of the review, which workflow owns.
using RoundId = Code<struct RoundKind>;
/// Names a questionnaire.
using FormId = Code<struct FormTag>;

/// Stands for a day that was not given or could not be read. The checks report
/// it; nothing that is stored holds it.
inline constexpr absl::CivilDay kNoDay = absl::CivilDay::min();

}  // namespace rasoat::registry
