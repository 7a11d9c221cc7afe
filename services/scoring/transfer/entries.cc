#include "services/scoring/transfer/entries.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_split.h"
#include "services/scoring/transfer/cell_text.h"

namespace rasoat::scoring {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::vector<std::string> Steps(const char* path) {
  return absl::StrSplit(path, '.');
}

void Collect(const Message& message, const FieldDescriptor& list,
             const std::string& owner, std::vector<SheetEntry>& entries) {
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &list); ++i) {
    entries.push_back(
        {owner, &reflection.GetRepeatedMessage(message, &list, i)});
  }
}

}  // namespace

const Descriptor& EntryType(const SheetTable& table) {
  const Descriptor* at = v1::Standard::descriptor();
  if (table.owner != nullptr) {
    at = at->FindFieldByName(table.owner)->message_type();
  }
  for (const std::string& step : Steps(table.list)) {
    at = at->FindFieldByName(step)->message_type();
  }
  return *at;
}

std::vector<SheetEntry> EntriesOf(const v1::Standard& standard,
                                  const SheetTable& table) {
  std::vector<SheetEntry> entries;
  if (table.owner != nullptr) {
    std::vector<SheetEntry> owners;
    Collect(standard, *standard.GetDescriptor()->FindFieldByName(table.owner),
            "", owners);
    for (const SheetEntry& owner : owners) {
      Collect(*owner.entry,
              *owner.entry->GetDescriptor()->FindFieldByName(table.list),
              CellText(*owner.entry, "code"), entries);
    }
    return entries;
  }
  const std::vector<std::string> steps = Steps(table.list);
  const Message* at = &standard;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    at = &at->GetReflection()->GetMessage(
        *at, at->GetDescriptor()->FindFieldByName(steps[i]));
  }
  Collect(*at, *at->GetDescriptor()->FindFieldByName(steps.back()), "",
          entries);
  return entries;
}

Message* AddEntry(v1::Standard& standard, const SheetTable& table,
                  const std::string& owner) {
  Message* at = &standard;
  if (table.owner != nullptr) {
    const FieldDescriptor* owners =
        standard.GetDescriptor()->FindFieldByName(table.owner);
    const auto& reflection = *standard.GetReflection();
    at = nullptr;
    for (int i = 0; i < reflection.FieldSize(standard, owners); ++i) {
      Message* one = reflection.MutableRepeatedMessage(&standard, owners, i);
      if (CellText(*one, "code") == owner) at = one;
    }
    if (at == nullptr) return nullptr;
  }
  const std::vector<std::string> steps = Steps(table.list);
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    at = at->GetReflection()->MutableMessage(
        at, at->GetDescriptor()->FindFieldByName(steps[i]));
  }
  return at->GetReflection()->AddMessage(
      at, at->GetDescriptor()->FindFieldByName(steps.back()));
}

}  // namespace rasoat::scoring
