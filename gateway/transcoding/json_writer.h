#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace rasoat::gateway {

/// Appends JSON to a string, placing the commas itself.
///
/// The caller keeps the nesting right; nothing is checked. Text is written as
/// it is, UTF-8 unescaped, so it must be valid UTF-8. Not thread safe.
class JsonWriter {
 public:
  /// Appends to `out`, which must outlive the writer.
  explicit JsonWriter(std::string& out) : out_(out) {}

  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }

  /// Writes a member's name; exactly one value must follow.
  JsonWriter& Key(absl::string_view name);

  /// Writes text as a JSON string.
  void String(absl::string_view text);
  /// Writes a JSON number.
  void Int(std::int64_t number);
  void Bool(bool value) { Raw(value ? "true" : "false"); }
  /// Writes `json`, already valid, as the next value.
  void Raw(absl::string_view json);

  /// Key and string value in one.
  void Member(absl::string_view name, absl::string_view text) {
    Key(name).String(text);
  }

 private:
  void Open(char bracket);
  void Close(char bracket);
  void Separate();

  std::string& out_;
  bool comma_ = false;
};

/// Appends `text` in quotes, with what JSON wants escaped. `<` and `>` are
/// escaped too, so that the result may stand in a page.
void AppendJsonString(absl::string_view text, std::string& out);

}  // namespace rasoat::gateway
