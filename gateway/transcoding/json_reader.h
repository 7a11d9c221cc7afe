#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace rasoat::gateway {

/// Reads JSON (RFC 8259) from front to back, strictly: no comments, no
/// trailing commas, no duplicate roots, only valid UTF-8.
///
/// Every function that reads returns false when the text is not JSON, and from
/// then on all of them do; `ok()` tells that from "no more members". Numbers
/// are handed out as text, since the reader does not know how wide they may
/// be. Objects and arrays nest at most 64 deep. Not thread safe.
class JsonReader {
 public:
  /// What stands next.
  enum class Kind { kObject, kArray, kString, kNumber, kBool, kNull, kBad };

  /// Where and why the text stopped being JSON.
  struct Fault {
    /// Offset in bytes, 0-based.
    std::size_t offset = 0;
    /// Line, 1-based, and column in bytes, 1-based.
    int line = 1;
    int column = 1;
    /// What was wanted, in English, without a final stop.
    absl::string_view wanted;
  };

  /// `text` must outlive the reader.
  explicit JsonReader(absl::string_view text) : text_(text) {}

  /// Looks at the next value without taking it.
  Kind Peek();

  /// Takes the opening bracket of an object or an array.
  bool BeginObject();
  bool BeginArray();

  /// Takes the next member's name; false after taking the closing bracket.
  bool NextMember(std::string& name);
  /// Stands before the next element; false after taking the closing bracket.
  bool NextElement();

  bool ReadString(std::string& text);
  /// Takes a number; `digits` is its text within the input.
  bool ReadNumber(absl::string_view& digits);
  bool ReadBool(bool& value);
  bool ReadNull();
  /// Takes any value; `raw` is its text within the input.
  bool Skip(absl::string_view& raw);
  /// True if nothing but white space is left.
  bool AtEnd();

  bool ok() const { return wanted_.empty(); }
  /// Meaningful only when not ok().
  Fault fault() const;

 private:
  static constexpr std::size_t kMaxDepth = 64;

  bool Fail(absl::string_view wanted);
  void SkipSpace();
  bool Open(char bracket);
  bool Next(char closing, bool& more);
  bool Literal(absl::string_view word);
  bool Escape(std::string& text);
  bool Hex4(unsigned& code);

  absl::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::array<bool, kMaxDepth> first_{};
  absl::string_view wanted_;
};

}  // namespace rasoat::gateway
