#include "services/scoring/load/inherit.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::scoring {
namespace {

/// Puts the parts of `own` over those of `inherited` that `same` finds alike,
/// and the others behind them.
template <class Parts, class Same>
void Overlay(const Parts& own, Parts& inherited, Same same) {
  for (const auto& part : own) {
    const auto found =
        std::find_if(inherited.begin(), inherited.end(),
                     [&](const auto& other) { return same(part, other); });
    if (found == inherited.end()) {
      *inherited.Add() = part;
    } else {
      *found = part;
    }
  }
}

/// Takes the parts of these settlements out.
template <class Parts>
void Remove(const std::set<int>& settlements, Parts& parts) {
  parts.erase(std::remove_if(parts.begin(), parts.end(),
                             [&](const auto& part) {
                               return settlements.count(part.settlement()) > 0;
                             }),
              parts.end());
}

/// All lines of a settlement that has lines of its own give way to these, and
/// the band above them with them.
void OverlayLines(const v1::Standard& own, v1::Standard& whole) {
  std::set<int> given;
  for (const v1::IncomeLine& line : own.income_lines()) {
    given.insert(line.settlement());
  }
  Remove(given, *whole.mutable_income_lines());
  whole.mutable_income_lines()->MergeFrom(own.income_lines());
  for (const v1::AverageBand& band : own.average_bands()) {
    given.insert(band.settlement());
  }
  Remove(given, *whole.mutable_average_bands());
  whole.mutable_average_bands()->MergeFrom(own.average_bands());
}

v1::Standard Derive(const v1::Standard& own, const v1::Standard& parent) {
  v1::Standard whole = parent;
  whole.set_name(own.name());
  whole.set_parent(own.parent());
  whole.clear_content_hash();
  if (own.has_title()) *whole.mutable_title() = own.title();
  if (!own.area().empty()) whole.set_area(own.area());
  if (!own.valid_from().empty()) whole.set_valid_from(own.valid_from());
  if (!own.valid_to().empty()) whole.set_valid_to(own.valid_to());
  whole.set_training(own.training() || parent.training());
  // Who brings a table no longer needs totals.
  whole.set_declared_only(own.declared_only() ||
                          (parent.declared_only() && own.indicators().empty()));
  const auto code = [](const auto& a, const auto& b) {
    return a.code() == b.code();
  };
  Overlay(own.indicators(), *whole.mutable_indicators(), code);
  Overlay(own.deprivations(), *whole.mutable_deprivations(), code);
  Overlay(own.contradictions(), *whole.mutable_contradictions(), code);
  Overlay(own.class_rules(), *whole.mutable_class_rules(),
          [](const v1::ClassRule& a, const v1::ClassRule& b) {
            return a.settlement() == b.settlement();
          });
  OverlayLines(own, whole);
  if (own.points_per_deprivation() != 0) {
    whole.set_points_per_deprivation(own.points_per_deprivation());
  }
  if (own.has_points_per_deprivation_origin()) {
    *whole.mutable_points_per_deprivation_origin() =
        own.points_per_deprivation_origin();
  }
  if (!own.dependants().empty()) {
    *whole.mutable_dependants() = own.dependants();
  }
  if (own.has_dependants_origin()) {
    *whole.mutable_dependants_origin() = own.dependants_origin();
  }
  if (!own.area_question().empty()) {
    whole.set_area_question(own.area_question());
  }
  if (!own.forms().empty()) *whole.mutable_forms() = own.forms();
  if (own.has_screening()) *whole.mutable_screening() = own.screening();
  return whole;
}

/// Completes standards, parents before children.
class Family {
 public:
  Family(std::vector<v1::Standard>& standards, std::vector<std::string>& faults)
      : faults_(faults) {
    for (v1::Standard& standard : standards) {
      by_name_[standard.name()] = &standard;
    }
  }

  void Complete(v1::Standard& standard) {
    if (standard.parent().empty() || !done_.insert(standard.name()).second) {
      return;
    }
    open_.insert(standard.name());
    const auto found = by_name_.find(standard.parent());
    if (found == by_name_.end()) {
      Fault(standard, absl::StrCat("is '", standard.parent(),
                                   "', which is not among the standards"));
    } else if (open_.count(standard.parent()) > 0) {
      Fault(standard, "leads in a circle back to this standard");
    } else {
      Complete(*found->second);
      // Only the country and provinces set standards, so no tree is asked.
      if (found->second->area() != "*" && !standard.area().empty() &&
          found->second->area() != standard.area()) {
        Fault(standard, "is made for an area that this one does not lie in");
      }
      standard = Derive(standard, *found->second);
    }
    open_.erase(standard.name());
  }

 private:
  void Fault(const v1::Standard& standard, absl::string_view what) {
    faults_.push_back(absl::StrCat(standard.name(), ": parent: ", what));
  }

  std::map<std::string, v1::Standard*> by_name_;
  std::set<std::string> open_;
  std::set<std::string> done_;
  std::vector<std::string>& faults_;
};

}  // namespace

void CompleteByParents(std::vector<v1::Standard>& standards,
                       std::vector<std::string>& faults) {
  Family family(standards, faults);
  for (v1::Standard& standard : standards) family.Complete(standard);
}

}  // namespace rasoat::scoring
