#include "services/registry/domain/succession.h"

#include <algorithm>
#include <tuple>

#include "services/registry/domain/area.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

absl::Span<const Succession> Look(
    const std::map<std::string, std::vector<Succession>>& book,
    const AreaCode& code) {
  auto found = book.find(code.value);
  if (found == book.end()) return {};
  return found->second;
}

void Insert(std::vector<Succession>& list, Succession succession) {
  const auto key = [](const Succession& s) {
    return std::tie(s.day, s.predecessor, s.successor);
  };
  auto at = std::upper_bound(list.begin(), list.end(), succession,
                             [&](const Succession& a, const Succession& b) {
                               return key(a) < key(b);
                             });
  list.insert(at, std::move(succession));
}

}  // namespace

std::vector<Violation> CheckSuccession(const Succession& succession) {
  std::vector<Violation> faults;
  const auto check_code = [&](const AreaCode& code, absl::string_view field) {
    if (TierOfCode(code) != Tier::kUnspecified) return;
    Add(faults, std::string(field), "SUCCESSION_CODE_MALFORMED",
        "Hãy ghi đơn vị theo dạng areas/{mã}.",
        "Write a unit as areas/{code}.");
  };
  check_code(succession.predecessor, "predecessor");
  check_code(succession.successor, "successor");
  if (succession.extent == Extent::kUnspecified) {
    Add(faults, "extent", "SUCCESSION_EXTENT_MISSING",
        "Hãy ghi toàn bộ hay một phần đơn vị được chuyển.",
        "Say whether the whole unit passes on or a part of it.");
  }
  const int source = PlainLength(succession.source);
  if (source < 1 || source > 200) {
    Add(faults, "source", "SUCCESSION_SOURCE_MALFORMED",
        "Hãy ghi nguồn (văn bản), 1 đến 200 ký tự.",
        "Name the source, such as the resolution, in 1 to 200 characters.");
  }
  const int note = PlainLength(succession.note);
  if (note < 0 || note > 300) {
    Add(faults, "note", "SUCCESSION_NOTE_MALFORMED",
        "Ghi chú dài nhất 300 ký tự, trên một dòng.",
        "A note has at most 300 characters, on one line.");
  }
  return faults;
}

void SuccessionBook::Put(Succession succession) {
  std::vector<Succession>& into = into_[succession.successor.value];
  Insert(from_[succession.predecessor.value], succession);
  Insert(into, std::move(succession));
  ++size_;
}

absl::Span<const Succession> SuccessionBook::From(const AreaCode& code) const {
  return Look(from_, code);
}

absl::Span<const Succession> SuccessionBook::Into(const AreaCode& code) const {
  return Look(into_, code);
}

const Succession* SuccessionBook::Find(const AreaCode& predecessor,
                                       const AreaCode& successor,
                                       absl::CivilDay day) const {
  for (const Succession& one : From(predecessor)) {
    if (one.day == day && one.successor == successor) return &one;
  }
  return nullptr;
}

}  // namespace rasoat::registry
