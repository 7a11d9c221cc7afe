// A field of a message as the text of a cell, and back.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace rasoat::scoring {

/// What is wrong with a cell, in both languages; the words go on after its
/// place.
struct CellFault {
  std::string en;
  std::string vi;
};

/// The field at `path`, such as `label.vi`, of `message`: a text as it is; a
/// whole number; `x` or nothing for a flag; an enum's value without the prefix
/// of its type (`VERIFIED`); several texts separated by `, `; a message as
/// protobuf text on one line. "" for a message that is absent.
std::string CellText(const google::protobuf::Message& message,
                     absl::string_view path);

/// A whole message as protobuf text on one line, and back.
std::string MessageText(const google::protobuf::Message& message);
std::optional<CellFault> SetMessageText(google::protobuf::Message& message,
                                        absl::string_view text);

/// Whether the field at `path` of a message of this type is a whole number.
bool IsWhole(const google::protobuf::Descriptor& type, absl::string_view path);

/// Puts the text of a cell where CellText() took it from; an empty cell leaves
/// the field, and the messages around it, absent. The fault of a text that is
/// not of the field's kind.
std::optional<CellFault> SetCell(google::protobuf::Message& message,
                                 absl::string_view path,
                                 absl::string_view text);

}  // namespace rasoat::scoring
