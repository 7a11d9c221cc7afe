#include "services/registry/store/mysql_village_words.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace rasoat::registry {

std::string VillageWords(absl::string_view column, const VillageSet& villages,
                         std::vector<mysql::Param>& params) {
  if (villages.all) return "";
  const std::vector<std::string>& codes = villages.codes;
  if (codes.empty()) return " AND 0";
  std::size_t places = 8;
  while (places < codes.size()) places *= 8;
  std::string words = absl::StrCat(" AND ", column, " IN (");
  for (std::size_t i = 0; i < places; ++i) {
    words += i == 0 ? "?" : ",?";
    params.emplace_back(codes[std::min(i, codes.size() - 1)]);
  }
  return words + ")";
}

}  // namespace rasoat::registry
