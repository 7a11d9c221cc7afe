#include "services/registry/load/import_areas.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/area_lineage.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kStepLimit = absl::Minutes(5);

std::string Joined(const std::vector<AreaCode>& codes) {
  return absl::StrJoin(codes, " ", [](std::string* out, const AreaCode& code) {
    out->append(code.value);
  });
}

/// Takes the steps one by one, and remembers what is to be told at the end.
class Import {
 public:
  Import(AreaStore& store, const Clock& clock,
         const ImportAreasOptions& options, std::ostream& report)
      : store_(store), clock_(clock), options_(options), report_(report) {}

  absl::Status Run(AreaHistory history) {
    if (options_.dry_run) {
      RASOAT_ASSIGN_OR_RETURN(AreaSnapshot all, store_.Load(Soon()));
      book_ = std::move(all.book);
    }
    for (HistoryStep& step : history.base) {
      RASOAT_RETURN_IF_ERROR(Take(std::move(step)));
    }
    for (HistoryStep& step : history.steps) {
      RASOAT_RETURN_IF_ERROR(Take(std::move(step)));
    }
    RASOAT_RETURN_IF_ERROR(TellLoose());
    for (const UnresolvedLine& line : history.unresolved) {
      if (!Wanted(line.province)) continue;
      report_ << "line\t" << line.province.value << '\t' << line.successor.value
              << '\t' << line.match << '\t' << line.extent << '\t'
              << Joined(line.candidates) << '\t' << line.text << '\n';
    }
    if (refused_.empty()) return absl::OkStatus();
    return Error(
        absl::StatusCode::kFailedPrecondition, "PROVINCES_REFUSED",
        absl::StrCat("not all steps were taken; see the lines `refused` for ",
                     absl::StrJoin(refused_, ", ")));
  }

 private:
  absl::Time Soon() const { return clock_.Now() + kStepLimit; }

  bool Wanted(const AreaCode& province) const {
    return options_.provinces.empty() ||
           std::find(options_.provinces.begin(), options_.provinces.end(),
                     province.value) != options_.provinces.end();
  }

  absl::Status Take(HistoryStep step) {
    if (!Wanted(step.province) || step.reform.day > options_.until ||
        refused_.contains(step.province.value)) {
      return absl::OkStatus();
    }
    for (Area& area : step.reform.begun) Decide(area);
    const auto plan = [&](const AreaBook& book) {
      return PlanReform(book, step.reform);
    };
    absl::StatusOr<ImportPlan> done =
        options_.dry_run ? plan(book_) : store_.Import(plan, Soon());
    if (!done.ok()) return Refuse(step, done.status());
    if (options_.dry_run) Apply(*done, book_);
    report_ << "step\t" << step.province.value << '\t' << step.reform.day
            << "\tended " << done->ended.size() << "\tbegun "
            << done->created.size() << "\tvillages " << done->moved_villages
            << "\tsuccessions " << done->successions.size() << "\tunchanged "
            << done->unchanged << '\n';
    for (Area& area : done->loose) loose_.push_back(std::move(area));
    return absl::OkStatus();
  }

  /// A step that says something wrong is told, with all of it, and the province
  /// goes no further; anything else ends the import.
  absl::Status Refuse(const HistoryStep& step, const absl::Status& status) {
    const std::vector<Violation> faults = ViolationsOf(status);
    if (faults.empty()) return status;
    refused_.insert(step.province.value);
    for (const Violation& fault : faults) {
      report_ << "refused\t" << step.province.value << '\t' << step.reform.day
              << '\t' << UnitOf(step.reform, fault.field) << '\t' << fault.rule
              << '\t' << fault.en << '\n';
    }
    return absl::OkStatus();
  }

  /// The code that a fault's field `begun[12].region` is about.
  static std::string UnitOf(const Reform& reform, absl::string_view field) {
    const std::vector<absl::string_view> parts =
        absl::StrSplit(field, absl::ByAnyChar("[]"));
    std::size_t i = 0;
    if (parts.size() < 2 || !absl::SimpleAtoi(parts[1], &i)) return "";
    if (parts[0] == "begun" && i < reform.begun.size()) {
      return reform.begun[i].code.value;
    }
    if (parts[0] == "ended" && i < reform.ended.size()) {
      return reform.ended[i].value;
    }
    if (parts[0] == "successions" && i < reform.successions.size()) {
      return reform.successions[i].predecessor.value;
    }
    return "";
  }

  void Decide(Area& area) const {
    auto found = options_.decisions.find(area.code.value);
    if (found == options_.decisions.end()) return;
    if (area.settlement == Settlement::kUnspecified) {
      area.settlement = found->second.settlement;
    }
    if (area.region == Region::kUnspecified) {
      area.region = found->second.region;
    }
  }

  /// Districts pass to nobody where their tier is removed; what matters is what
  /// people live in.
  absl::Status TellLoose() {
    if (!options_.dry_run) {
      RASOAT_ASSIGN_OR_RETURN(AreaSnapshot all, store_.Load(Soon()));
      book_ = std::move(all.book);
    }
    for (const Area& area : loose_) {
      if (area.tier == Tier::kDistrict) continue;
      const Area* version = book_.Find(area.code, *area.valid_to - 1);
      if (version == nullptr || FateOf(book_, *version) == Fate::kPassed) {
        continue;
      }
      std::vector<AreaCode> parts;
      for (const Succession& one : book_.successions().From(area.code)) {
        if (one.day == *area.valid_to) parts.push_back(one.successor);
      }
      report_ << "loose\t" << *area.valid_to << '\t' << area.code.value << '\t'
              << area.name << '\t' << Joined(parts) << '\n';
    }
    return absl::OkStatus();
  }

  AreaStore& store_;
  const Clock& clock_;
  const ImportAreasOptions& options_;
  std::ostream& report_;
  AreaBook book_;
  std::vector<Area> loose_;
  std::set<std::string> refused_;
};

}  // namespace

absl::Status ImportAreas(AreaStore& store, const Clock& clock,
                         AreaHistory history, const ImportAreasOptions& options,
                         std::ostream& report) {
  return Import(store, clock, options, report).Run(std::move(history));
}

}  // namespace rasoat::registry
