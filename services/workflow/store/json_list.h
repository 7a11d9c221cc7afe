// Lists as one value of a statement, so that a statement's text does not change
// with their length: SELECT … FROM JSON_TABLE(?, '$[*]' COLUMNS (…)) ….
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace rasoat::workflow {

/// Builds a JSON array of ids: letters, digits, `-`, `.` and `*` only, which
/// need no escaping.
class JsonList {
 public:
  /// Adds one; ids only.
  void Add(absl::string_view id) {
    text_.append(text_.empty() ? "[\"" : ",\"").append(id.data(), id.size());
    text_ += '"';
  }
  /// The array.
  std::string Text() const { return text_.empty() ? "[]" : text_ + "]"; }

 private:
  std::string text_;
};

}  // namespace rasoat::workflow
