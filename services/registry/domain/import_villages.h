// Finds the village that a row of a list means, by code or by name.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/registry/domain/area_book.h"
#include "services/registry/domain/import_layout.h"
#include "services/registry/domain/import_values.h"

namespace rasoat::registry {

/// What a row says of where it is. Views; "" for what it does not say.
struct VillageText {
  absl::string_view district;
  absl::string_view district_code;
  absl::string_view commune;
  absl::string_view commune_code;
  absl::string_view village;
  absl::string_view village_code;

  /// True when it says nothing.
  bool empty() const;
  friend bool operator==(const VillageText&, const VillageText&) = default;
};

/// The villages of an area on a day. Immutable once made; the book must outlive
/// it.
class VillageFinder {
 public:
  /// Walks over the book once.
  VillageFinder(const AreaBook& book, const AreaCode& area, absl::CivilDay day,
                const std::vector<std::string>& village_kinds);

  /// The village; or the import rule that says why there is none:
  /// VILLAGE_MISSING, VILLAGE_UNKNOWN, VILLAGE_NOT_ONE, VILLAGE_OUTSIDE,
  /// COMMUNE_UNKNOWN. A name is looked for in the commune that is named, or
  /// else in the whole area; accents, case and the kind before it do not count
  /// where it stays the only one.
  Reading<const Area*> Find(const VillageText& text) const;
  /// How many there are.
  std::size_t size() const { return by_code_.size(); }

 private:
  using Named = absl::flat_hash_map<std::string, std::vector<const Area*>>;

  bool Inside(const Area& area, const AreaCode& above) const;
  void Index(const Area& area, const AreaCode& commune, Named& exactly,
             Named& loosely) const;
  Reading<const Area*> FindCommune(const VillageText& text) const;
  static const std::vector<const Area*>& In(const Named& named,
                                            const std::string& name);
  std::string Loose(const std::string& folded) const;

  const AreaBook& book_;
  const absl::CivilDay day_;
  const std::vector<std::string>& kinds_;
  absl::flat_hash_map<std::string, const Area*> by_code_;
  absl::flat_hash_map<std::string, const Area*> communes_;
  Named commune_names_;
  /// By the commune's code (or "" for the whole area), a slash, and the name.
  Named exactly_;
  Named loosely_;
};

}  // namespace rasoat::registry
