// A form that is being filled in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// A draft: one a writer, household, round and form kind. Nobody looks at what
/// is in it before it is submitted.
struct SurveyDraft {
  /// At most this many bytes of content.
  static constexpr std::size_t kMostContent = 64 * 1024;
  /// At most this many of one writer.
  static constexpr std::int64_t kMostOfWriter = 2000;

  DraftId id;
  std::string writer;  ///< `staff/{id}`.
  HouseholdId household;
  RoundId round;
  FormKind kind = FormKind::kUnspecified;
  AreaCode village;     ///< Of the household when it was saved.
  std::string content;  ///< What was filled in, as the client sent it.
  std::int64_t revision = 0;
  absl::Time save_time;
};

}  // namespace rasoat::registry
