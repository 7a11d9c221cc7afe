// The lists of a standard that a workbook has sheets for.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "rasoat/scoring/v1/standards.pb.h"
#include "services/scoring/transfer/layout.h"

namespace rasoat::scoring {

/// An entry, and the code of the entry it belongs to if its list is in another.
struct SheetEntry {
  std::string owner;
  const google::protobuf::Message* entry = nullptr;
};

/// The entries of a table, in order. They live as long as the standard.
std::vector<SheetEntry> EntriesOf(const v1::Standard& standard,
                                  const SheetTable& table);

/// The type of a table's entries.
const google::protobuf::Descriptor& EntryType(const SheetTable& table);

/// A new entry at the end; null if no entry of the owner's list has the code.
google::protobuf::Message* AddEntry(v1::Standard& standard,
                                    const SheetTable& table,
                                    const std::string& owner);

}  // namespace rasoat::scoring
