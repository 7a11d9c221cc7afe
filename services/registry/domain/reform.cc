#include "services/registry/domain/reform.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/registry/domain/area_lineage.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

/// Plans one reform on a book of its own.
class Planning {
 public:
  Planning(AreaBook book, Reform reform)
      : book_(std::move(book)), reform_(std::move(reform)) {}

  absl::StatusOr<ImportPlan> Run() {
    if (reform_.day == kNoDay) {
      return Invalid(Violation{"day", "REFORM_DAY_MALFORMED",
                               "Ngày phải có thật, dạng NĂM-THÁNG-NGÀY.",
                               "Give the day as a real date, YYYY-MM-DD."});
    }
    EndUnits();
    FindFollowers();
    BeginUnits();
    AddSuccessions();
    // What follows from the above would only repeat its faults.
    if (faults_.empty() && differs_.empty() && fixed_.empty()) {
      MoveVillages();
      CheckChildren();
      ListLoose();
    }
    if (!faults_.empty()) return Invalid(std::move(faults_));
    if (!differs_.empty()) {
      return Refused(absl::StatusCode::kAlreadyExists, differs_[0]);
    }
    if (!fixed_.empty()) {
      return Refused(absl::StatusCode::kFailedPrecondition, fixed_[0]);
    }
    return std::move(plan_);
  }

 private:
  /// Sets the end of a version that holds on the day before.
  void EndVersion(const Area& version) {
    if (version.valid_to == reform_.day) {
      ++plan_.unchanged;
      return;
    }
    Area ended = version;
    ended.valid_to = reform_.day;
    book_.End(ended.code, ended.valid_from, reform_.day);
    plan_.ended.push_back(std::move(ended));
  }

  void EndUnits() {
    for (std::size_t i = 0; i < reform_.ended.size(); ++i) {
      const AreaCode& code = reform_.ended[i];
      const std::string field = absl::StrCat("ended[", i, "]");
      const Area* version = book_.Find(code, reform_.day - 1);
      if (version == nullptr) {
        Add(faults_, field, "AREA_NOT_THEN",
            "Không có đơn vị này vào ngày trước đó; hãy kiểm tra mã và ngày.",
            "There is no such unit on the day before; check the code and the "
            "day.");
      } else if (version->valid_to && *version->valid_to > reform_.day) {
        Add(fixed_, field, "AREA_END_FIXED",
            "Đơn vị đã có ngày kết thúc khác; ngày kết thúc không đổi được.",
            "The unit has another end already, and an end is never moved.");
      } else {
        ended_.insert(code);
        EndVersion(*version);
      }
    }
  }

  /// Finds the villages below what has ended, by commune, and ends them.
  void FindFollowers() {
    std::vector<Area> villages;
    book_.ForEach([&](const Area& area) {
      if (area.tier == Tier::kVillage && ended_.contains(area.parent) &&
          !ended_.contains(area.code) && area.valid_from < reform_.day &&
          (!area.valid_to || *area.valid_to >= reform_.day)) {
        villages.push_back(area);
      }
    });
    for (Area& village : villages) {
      const bool goes_on = !village.valid_to || *village.valid_to > reform_.day;
      followers_.push_back(village);
      if (goes_on) EndVersion(village);
    }
  }

  void BeginUnits() {
    std::vector<std::pair<Area, std::size_t>> begun;
    for (std::size_t i = 0; i < reform_.begun.size(); ++i) {
      begun.emplace_back(std::move(reform_.begun[i]), i);
    }
    std::stable_sort(begun.begin(), begun.end(),
                     [](const auto& a, const auto& b) {
                       return a.first.tier < b.first.tier;
                     });
    for (auto& [area, i] : begun) {
      if (area.valid_from != reform_.day) {
        Add(faults_, absl::StrCat("begun[", i, "].valid_from"),
            "AREA_BEGINS_OTHERWISE",
            "Đơn vị mới phải bắt đầu vào ngày của lần sắp xếp.",
            "What begins with a reform begins on its day.");
        continue;
      }
      Create(std::move(area), absl::StrCat("begun[", i, "]"));
    }
  }

  void Create(Area area, const std::string& at) {
    const absl::StatusOr<bool> is_new = FitsBook(book_, area);
    if (is_new.ok()) {
      if (!*is_new) {
        ++plan_.unchanged;
        return;
      }
      plan_.created.push_back(area);
      book_.Put(std::move(area));
      return;
    }
    failed_.insert(area.code);
    auto& told = absl::IsAlreadyExists(is_new.status()) ? differs_ : faults_;
    for (Violation& fault : ViolationsOf(is_new.status())) {
      fault.field =
          absl::StrCat(at, fault.field.empty() ? "" : ".", fault.field);
      told.push_back(std::move(fault));
    }
  }

  void AddSuccessions() {
    for (std::size_t i = 0; i < reform_.successions.size(); ++i) {
      Succession& one = reform_.successions[i];
      one.day = reform_.day;
      const std::string at = absl::StrCat("successions[", i, "].");
      std::vector<Violation> faults = CheckSuccession(one);
      if (faults.empty()) faults = CheckSuccessionHere(one);
      if (!faults.empty()) {
        for (Violation& fault : Prefixed(at, std::move(faults))) {
          faults_.push_back(std::move(fault));
        }
        continue;
      }
      const Succession* there =
          book_.successions().Find(one.predecessor, one.successor, one.day);
      if (there == nullptr) {
        plan_.successions.push_back(one);
        book_.Put(one);
      } else if (there->extent != one.extent) {
        Add(differs_, at + "extent", "SUCCESSION_DIFFERS",
            "Quan hệ kế thừa này đã có với phạm vi khác; hãy xem lại dữ liệu.",
            "That succession is there with another extent; compare them.");
      }
    }
  }

  std::vector<Violation> CheckSuccessionHere(const Succession& one) const {
    std::vector<Violation> faults;
    const Area* before = book_.Find(one.predecessor, reform_.day - 1);
    const Area* after = book_.Find(one.successor, reform_.day);
    if (before == nullptr) {
      Add(faults, "predecessor", "SUCCESSION_PREDECESSOR_MISSING",
          "Không có đơn vị này vào ngày trước đó; hãy kiểm tra mã.",
          "There is no such unit on the day before; check the code.");
    }
    if (after == nullptr && !failed_.contains(one.successor)) {
      Add(faults, "successor", "SUCCESSION_SUCCESSOR_MISSING",
          "Không có đơn vị này từ ngày đó; hãy nhập nó cùng lần sắp xếp.",
          "There is no such unit on the day; let it begin with the reform.");
    }
    if (!faults.empty() || after == nullptr) return faults;
    if ((before->tier == Tier::kVillage) != (after->tier == Tier::kVillage)) {
      Add(faults, "successor", "SUCCESSION_TIERS_DIFFER",
          "Thôn chỉ kế thừa thôn; hãy sửa mã.",
          "Only a village comes after a village; correct the code.");
    }
    if (one.extent == Extent::kWhole && before->valid_to != reform_.day) {
      Add(faults, "extent", "SUCCESSION_NOT_ENDED",
          "Đơn vị vẫn tồn tại nên không thể chuyển toàn bộ; hãy kết thúc nó "
          "hoặc ghi một phần.",
          "The unit goes on, so not all of it passes; end it, or give a part.");
    }
    for (const Succession& other : book_.successions().From(one.predecessor)) {
      if (other.day == one.day && other.successor != one.successor &&
          (other.extent == Extent::kWhole || one.extent == Extent::kWhole)) {
        Add(faults, "extent", "SUCCESSION_NOT_ONE",
            "Toàn bộ đơn vị chỉ chuyển cho một đơn vị; hãy ghi từng phần.",
            "The whole of a unit passes to one; give the parts.");
        break;
      }
    }
    return faults;
  }

  /// Where all of the commune goes on that day, or null.
  const Area* HeirOf(const AreaCode& commune) const {
    for (const Succession& one : book_.successions().From(commune)) {
      if (one.day == reform_.day && one.extent == Extent::kWhole) {
        const Area* heir = book_.Find(one.successor, reform_.day);
        if (heir != nullptr && heir->tier == Tier::kCommune) return heir;
      }
    }
    return nullptr;
  }

  bool HasHeir(const Area& version) const {
    return FateOf(book_, version) == Fate::kPassed;
  }

  void MoveVillages() {
    // Those that a call before this one ended, and left without a commune, go
    // on now if theirs has got an heir since.
    absl::flat_hash_set<AreaCode> told;
    for (const Succession& one : plan_.successions) {
      told.insert(one.predecessor);
    }
    book_.ForEach([&](const Area& area) {
      if (area.tier == Tier::kVillage && area.valid_to == reform_.day &&
          told.contains(area.parent) && !ended_.contains(area.parent)) {
        followers_.push_back(area);
      }
    });
    for (const Area& village : followers_) {
      if (book_.Find(village.code, reform_.day) != nullptr) continue;
      const Area* heir = HeirOf(village.parent);
      if (heir == nullptr) continue;
      Area moved = village;
      moved.parent = heir->code;
      moved.valid_from = reform_.day;
      // One that was to end later still does; but one that ends today has said
      // so only because its commune did.
      if (moved.valid_to && *moved.valid_to <= reform_.day) {
        moved.valid_to.reset();
      }
      if (heir->valid_to &&
          (!moved.valid_to || *moved.valid_to > *heir->valid_to)) {
        moved.valid_to = heir->valid_to;
      }
      Succession itself{.predecessor = moved.code,
                        .successor = moved.code,
                        .day = reform_.day,
                        .extent = Extent::kWhole,
                        .source = SourceOf(village.parent)};
      plan_.created.push_back(moved);
      plan_.successions.push_back(itself);
      book_.Put(std::move(moved));
      book_.Put(std::move(itself));
      ++plan_.moved_villages;
    }
  }

  std::string SourceOf(const AreaCode& commune) const {
    for (const Succession& one : book_.successions().From(commune)) {
      if (one.day == reform_.day && one.extent == Extent::kWhole) {
        return one.source;
      }
    }
    return "";
  }

  /// Whatever lay below a unit that has ended must have ended with it, or find
  /// another unit of the same code.
  void CheckChildren() {
    absl::flat_hash_set<AreaCode> told;
    book_.ForEach([&](const Area& area) {
      if (!ended_.contains(area.parent)) return;
      if (area.valid_to && *area.valid_to <= reform_.day) return;
      if (Covers(book_.Versions(area.parent), area)) return;
      if (!told.insert(area.code).second) return;
      Add(faults_, "ended", "AREA_CHILD_LEFT",
          absl::StrCat("Đơn vị areas/", area.code.value,
                       " còn trực thuộc đơn vị kết thúc areas/",
                       area.parent.value,
                       "; hãy kết thúc nó hoặc cho nó đơn vị cấp trên mới."),
          absl::StrCat("areas/", area.code.value, " still lies below areas/",
                       area.parent.value,
                       ", which ends; end it too, or let it begin anew below "
                       "another."));
    });
  }

  void ListLoose() {
    std::vector<Area> ended;
    for (const AreaCode& code : reform_.ended) {
      const Area* version = book_.Find(code, reform_.day - 1);
      if (version != nullptr) ended.push_back(*version);
    }
    for (const Area& village : followers_) {
      const Area* version = book_.Find(village.code, reform_.day - 1);
      if (version != nullptr) ended.push_back(*version);
    }
    for (Area& version : ended) {
      if (!HasHeir(version)) plan_.loose.push_back(std::move(version));
    }
  }

  AreaBook book_;
  Reform reform_;
  ImportPlan plan_;
  absl::flat_hash_set<AreaCode> ended_;
  absl::flat_hash_set<AreaCode> failed_;  ///< Would begin, but for a fault.
  std::vector<Area> followers_;           ///< As they were before.
  std::vector<Violation> faults_;
  std::vector<Violation> differs_;
  std::vector<Violation> fixed_;
};

}  // namespace

absl::StatusOr<ImportPlan> PlanReform(AreaBook book, Reform reform) {
  return Planning(std::move(book), std::move(reform)).Run();
}

}  // namespace rasoat::registry
