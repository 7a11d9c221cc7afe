#include "services/registry/load/area_history.h"

#include <fstream>
#include <map>
#include <set>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

// The units of the list of 1/11/2021, taken as true from the year's first day.
constexpr absl::CivilDay kBase(2021, 1, 1);
constexpr absl::CivilDay kReform(2025, 7, 1);
constexpr char kReformSource[] =
    "Sắp xếp đơn vị hành chính 1/7/2025; bảng đối chiếu của "
    "thanglequoc/vietnamese-provinces-database (MIT)";

using Fields = std::vector<std::string>;

absl::Status Faulty(absl::string_view file, int line, absl::string_view fault) {
  return Error(absl::StatusCode::kFailedPrecondition, "AREA_FILE_FAULTY",
               absl::StrCat(file, ", line ", line, ": ", fault));
}

/// Calls `each` with the fields of every row after the header.
absl::Status ForEachRow(
    const std::string& directory, const std::string& file, int columns,
    absl::FunctionRef<absl::Status(const Fields&, int)> each) {
  std::ifstream in(directory + "/" + file);
  std::string text;
  int line = 0;
  while (std::getline(in, text)) {
    ++line;
    if (line == 1) continue;
    const Fields fields = absl::StrSplit(absl::StripSuffix(text, "\r"),
                                         absl::MaxSplits(',', columns - 1));
    if (static_cast<int>(fields.size()) != columns) {
      return Faulty(file, line, "it has too few columns");
    }
    RASOAT_RETURN_IF_ERROR(each(fields, line));
  }
  if (line < 2) return Faulty(file, line, "the file is missing or empty");
  return absl::OkStatus();
}

Settlement SettlementOf(const std::string& text) {
  if (text == "rural") return Settlement::kRural;
  if (text == "urban") return Settlement::kUrban;
  return Settlement::kUnspecified;
}

/// Reads the files one after the other, keeping what the units are by then.
class Reading {
 public:
  explicit Reading(std::string directory) : directory_(std::move(directory)) {}

  absl::StatusOr<AreaHistory> Run() {
    RASOAT_RETURN_IF_ERROR(ReadUnits("units_2021.csv", kBase, then_));
    RASOAT_RETURN_IF_ERROR(ReadUnits("units_2025.csv", kReform, now_));
    RASOAT_RETURN_IF_ERROR(ReadSuccessions());
    RASOAT_RETURN_IF_ERROR(MakeBase());
    RASOAT_RETURN_IF_ERROR(ReadChanges());
    RASOAT_RETURN_IF_ERROR(MakeReform());
    RASOAT_RETURN_IF_ERROR(ReadUnresolved());
    for (auto& [key, reform] : steps_) {
      history_.steps.push_back({{key.second}, std::move(reform)});
    }
    return std::move(history_);
  }

 private:
  using Units = std::map<std::string, Area>;

  absl::Status ReadUnits(const std::string& file, absl::CivilDay day,
                         Units& units) {
    return ForEachRow(
        directory_, file, 5, [&](const Fields& row, int line) -> absl::Status {
          Area area{.code = {row[0]},
                    .parent = {row[1]},
                    .tier = TierOfCode({row[0]}),
                    .name = row[4],
                    .settlement = SettlementOf(row[2]),
                    .valid_from = day};
          int region = 0;
          if (!row[3].empty() &&
              (!absl::SimpleAtoi(row[3], &region) || region < 1 ||
               region > static_cast<int>(Region::kMekongRiverDelta))) {
            return Faulty(file, line, "the region is not 1 to 6");
          }
          area.region = static_cast<Region>(region);
          if (area.tier == Tier::kUnspecified ||
              (!row[1].empty() && !units.contains(row[1]))) {
            return Faulty(file, line, "the code or the parent is wrong");
          }
          if (!units.emplace(row[0], std::move(area)).second) {
            return Faulty(file, line, "the code stands twice");
          }
          return absl::OkStatus();
        });
  }

  absl::Status ReadSuccessions() {
    constexpr char kFile[] = "successions_2025.csv";
    return ForEachRow(
        directory_, kFile, 4, [&](const Fields& row, int line) -> absl::Status {
          if (row[2] != "whole" && row[2] != "part") {
            return Faulty(kFile, line, "the extent is neither whole nor part");
          }
          if (!now_.contains(row[1])) {
            return Faulty(kFile, line, "there is no such successor");
          }
          if (row[0].size() == 2) heirs_[row[0]] = row[1];
          successions_.push_back(
              {.predecessor = {row[0]},
               .successor = {row[1]},
               .day = kReform,
               .extent = row[2] == "whole" ? Extent::kWhole : Extent::kPart,
               .source = kReformSource,
               .note = row[3]});
          return absl::OkStatus();
        });
  }

  /// The province of 2025 in whose ground a unit lies, or "".
  std::string ProvinceOf(const Units& units, std::string code) const {
    for (int step = 0; step < 4; ++step) {
      auto found = units.find(code);
      if (found == units.end()) return "";
      if (found->second.parent.empty()) {
        auto heir = heirs_.find(code);
        return heir == heirs_.end() ? "" : heir->second;
      }
      code = found->second.parent.value;
    }
    return "";
  }

  Reform& StepOf(absl::CivilDay day, const std::string& province) {
    Reform& reform = steps_[{day, province}];
    reform.day = day;
    return reform;
  }

  absl::Status MakeBase() {
    std::map<std::string, Reform> base;
    for (const auto& [code, area] : then_) {
      const std::string province = ProvinceOf(then_, code);
      if (province.empty()) {
        return Faulty("units_2021.csv", 0,
                      absl::StrCat(code, " lies in no province of 2025"));
      }
      ground_[code] = province;
      base[province].day = kBase;
      base[province].begun.push_back(area);
    }
    for (auto& [province, reform] : base) {
      history_.base.push_back({{province}, std::move(reform)});
    }
    return absl::OkStatus();
  }

  absl::Status ReadChanges() {
    constexpr char kFile[] = "changes_2022_2025.csv";
    return ForEachRow(
        directory_, kFile, 7, [&](const Fields& row, int line) -> absl::Status {
          absl::CivilDay day;
          const std::string& code = row[2];
          const std::string& change = row[3];
          if (!absl::ParseCivilTime(row[0], &day)) {
            return Faulty(kFile, line, "the day cannot be read");
          }
          const bool ends = change == "ended" || change == "changed";
          const bool begins = change == "begun" || change == "changed";
          if ((!ends && !begins) || ends != then_.contains(code) ||
              (begins && !row[4].empty() && !then_.contains(row[4]))) {
            return Faulty(kFile, line, "it does not go with what is there");
          }
          // Where it began, since what it lies in may have ended before it in
          // the file.
          std::string& province = ground_[code];
          Area area = ends ? then_[code] : Area{.code = {code}};
          if (ends) then_.erase(code);
          if (begins) {
            area.parent.value = row[4];
            area.tier = TierOfCode(area.code);
            area.settlement = SettlementOf(row[5]);
            area.name = row[6];
            area.valid_from = day;
            then_[code] = area;
            if (province.empty()) province = ProvinceOf(then_, code);
          }
          if (province.empty()) {
            return Faulty(kFile, line, "it lies in no province");
          }
          Reform& step = StepOf(day, province);
          if (ends) step.ended.push_back({code});
          if (begins) step.begun.push_back(area);
          if (ends && begins) {
            step.successions.push_back(
                {.predecessor = {code},
                 .successor = {code},
                 .day = day,
                 .extent = Extent::kWhole,
                 .source = absl::StrCat(
                     "Danh mục của cơ quan thống kê; đổi tên hoặc đổi đơn vị "
                     "cấp trên từ sau ",
                     row[1], " đến ", row[0])});
          }
          return absl::OkStatus();
        });
  }

  absl::Status MakeReform() {
    for (const auto& [code, area] : then_) {
      StepOf(kReform, ProvinceOf(then_, code)).ended.push_back({code});
    }
    for (const auto& [code, area] : now_) {
      const std::string& province =
          area.parent.empty() ? code : area.parent.value;
      StepOf(kReform, province).begun.push_back(area);
    }
    for (Succession& one : successions_) {
      const std::string province = ProvinceOf(then_, one.predecessor.value);
      if (province.empty()) {
        return Faulty(
            "successions_2025.csv", 0,
            absl::StrCat("there is no predecessor ", one.predecessor.value));
      }
      StepOf(kReform, province).successions.push_back(std::move(one));
    }
    return absl::OkStatus();
  }

  absl::Status ReadUnresolved() {
    constexpr char kFile[] = "unresolved_2025.csv";
    return ForEachRow(
        directory_, kFile, 5, [&](const Fields& row, int line) -> absl::Status {
          auto unit = now_.find(row[0]);
          if (unit == now_.end()) {
            return Faulty(kFile, line, "there is no such unit");
          }
          UnresolvedLine& one = history_.unresolved.emplace_back();
          one.province = unit->second.parent;
          one.successor.value = row[0];
          one.extent = row[1];
          one.match = row[2];
          for (absl::string_view code :
               absl::StrSplit(row[3], '|', absl::SkipEmpty())) {
            one.candidates.push_back({std::string(code)});
          }
          one.text = row[4];
          return absl::OkStatus();
        });
  }

  const std::string directory_;
  Units then_;  ///< As they are by the row that is read.
  Units now_;   ///< Of the reform.
  std::map<std::string, std::string> heirs_;   ///< Of provinces.
  std::map<std::string, std::string> ground_;  ///< Province of 2025, by code.
  std::vector<Succession> successions_;
  std::map<std::pair<absl::CivilDay, std::string>, Reform> steps_;
  AreaHistory history_;
};

}  // namespace

absl::StatusOr<AreaHistory> ReadAreaHistory(const std::string& directory) {
  return Reading(directory).Run();
}

}  // namespace rasoat::registry
