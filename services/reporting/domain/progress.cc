#include "services/reporting/domain/progress.h"

#include "absl/strings/str_cat.h"
#include "services/reporting/domain/contribution.h"

namespace rasoat::reporting {

std::int64_t AreaFigures::Amount(const std::string& measure) const {
  return Of(measure).amount;
}

Figure AreaFigures::Of(const std::string& measure) const {
  auto it = figures.find(measure);
  return it == figures.end() ? Figure{} : it->second;
}

AreaFigures Remainder(const Figures& figures) {
  AreaFigures rest;
  rest.code = figures.total.code;
  rest.display_name = absl::StrCat(figures.total.display_name, " (trực thuộc)");
  for (const auto& [name, whole] : figures.total.figures) {
    if (measure::IsOwn(name)) continue;
    Figure left = whole;
    for (const AreaFigures& part : figures.parts) {
      left.amount -= part.Amount(name);
    }
    if (left.amount != 0) rest.figures[name] = left;
  }
  return rest;
}

}  // namespace rasoat::reporting
