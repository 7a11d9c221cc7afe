#include "services/registry/load/duplicate_marks.h"

#include <google/protobuf/text_format.h>

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "rasoat/registry/v1/duplicate_marks.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

absl::Status Faulty(absl::string_view fault) {
  return Error(absl::StatusCode::kFailedPrecondition, "MARKS_FAULTY",
               absl::StrCat("the marks of duplicates: ", fault));
}

bool Within(int value, int least, int most) {
  return least <= value && value <= most;
}

}  // namespace

absl::StatusOr<MarkedReasons> ParseDuplicateMarks(absl::string_view text) {
  v1::DuplicateMarks shown;
  if (!google::protobuf::TextFormat::ParseFromString(
          std::string(text.data(), text.size()), &shown)) {
    return Faulty("not the text of a rasoat.registry.v1.DuplicateMarks");
  }
  MarkedReasons read;
  if (!Within(shown.raise_from(), 1, 100)) {
    return Faulty("raise_from must be 1 to 100");
  }
  if (!Within(shown.most_kin(), 0, 49)) {
    return Faulty("most_kin must be 0 to 49");
  }
  read.marks.raise_from = shown.raise_from();
  read.marks.most_kin = shown.most_kin();
  for (const auto& entry : shown.entries()) {
    const int reason = entry.reason();
    const std::string name = v1::DuplicateReason_Name(entry.reason());
    if (!Within(reason, 1, kDuplicateReasons - 1)) {
      return Faulty("an entry without a reason");
    }
    MarkedReasons::Words& words = read.words[reason];
    if (!words.vi.empty()) return Faulty(absl::StrCat(name, " stands twice"));
    if (!Within(entry.points(), -100, 100)) {
      return Faulty(absl::StrCat(name, ": points must be -100 to 100"));
    }
    if (entry.label().vi().empty() || entry.label().en().empty()) {
      return Faulty(absl::StrCat(name, ": a label is empty"));
    }
    words = {.vi = entry.label().vi(), .en = entry.label().en()};
    read.marks.points[reason] = entry.points();
  }
  for (int reason = 1; reason < kDuplicateReasons; ++reason) {
    if (read.words[reason].vi.empty()) {
      return Faulty(absl::StrCat(
          v1::DuplicateReason_Name(static_cast<v1::DuplicateReason>(reason)),
          " is missing"));
    }
  }
  return read;
}

absl::StatusOr<MarkedReasons> ReadDuplicateMarks(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Faulty(absl::StrCat("cannot read ", path));
  const std::string text(std::istreambuf_iterator<char>(in), {});
  return ParseDuplicateMarks(text);
}

}  // namespace rasoat::registry
