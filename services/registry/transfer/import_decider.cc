#include "services/registry/transfer/import_decider.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/ids/ulid.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/areas_within.h"
#include "services/registry/load/content_hash.h"

namespace rasoat::registry {
namespace {

/// For a few villages.
constexpr absl::Duration kRollTime = absl::Seconds(30);

bool Good(const ImportedHousehold& household) {
  return !household.household.members.empty() && !household.Refused() &&
         !IsDuplicate(household);
}

void AddToEveryRow(ImportedHousehold& household, absl::string_view rule,
                   int column) {
  for (ImportRow& row : household.rows) {
    row.findings.push_back(Found(rule, column));
  }
}

ImportFinding FoundAlike(const LookAlike& alike, int column) {
  if (alike.row.number > 0) {
    ImportFinding finding = Found("PERSON_LOOKS_REPEATED", column);
    finding.text = {
        absl::StrCat("Giống người của hộ ở dòng ", alike.row.number,
                     " trong tệp (họ tên, ngày sinh); hãy kiểm tra xem có "
                     "ghi hai lần không."),
        absl::StrCat("Looks like somebody of the household in row ",
                     alike.row.number,
                     " (name, date of birth); check whether the person is "
                     "listed twice.")};
    return finding;
  }
  ImportFinding finding = Found("PERSON_LOOKS_KNOWN", column);
  finding.related = alike.household;
  const std::string name =
      absl::StrCat("households/", Ulid{alike.household.bytes}.ToString());
  finding.text = {
      absl::StrCat("Giống người đã có trong sổ: ", name, ", thôn ",
                   alike.village.value,
                   "; hãy kiểm tra trước khi nhập, hộ mới sẽ được ghi là nghi "
                   "trùng."),
      absl::StrCat("Looks like somebody of ", name, " in village ",
                   alike.village.value,
                   "; check before the run, which will raise it as a possible "
                   "duplicate.")};
  return finding;
}

/// The villages of the province that the import's area lies in.
VillageSet VillagesAround(const AreaBook& areas, const AreaCode& area,
                          absl::CivilDay today) {
  const Area* top = areas.FindLatest(area, today);
  while (top != nullptr && !top->parent.value.empty()) {
    const Area* above = areas.FindLatest(top->parent, today);
    if (above == nullptr) break;
    top = above;
  }
  VillageSet villages;
  if (top == nullptr) return villages;
  for (const AreaCode& village : VillagesWithin(areas, top->code)) {
    villages.codes.push_back(village.value);
  }
  std::sort(villages.codes.begin(), villages.codes.end());
  return villages;
}

FindingKind WorstOf(const ImportRow& row) {
  FindingKind worst = FindingKind::kUnspecified;
  for (const ImportFinding& finding : row.findings) {
    worst = std::max(worst, finding.kind);
  }
  return worst;
}

}  // namespace

bool IsDuplicate(const ImportedHousehold& household) {
  for (const ImportRow& row : household.rows) {
    for (const ImportFinding& finding : row.findings) {
      if (finding.kind == FindingKind::kDuplicate) return true;
    }
  }
  return false;
}

void CountRows(const ImportedHousehold& household, ImportCounts& counts) {
  const bool people = !household.household.members.empty();
  for (const ImportRow& row : household.rows) {
    counts.rows += people;
    switch (WorstOf(row)) {
      case FindingKind::kError:
        ++counts.error_rows;
        break;
      case FindingKind::kDuplicate:
        ++counts.duplicate_rows;
        break;
      case FindingKind::kWarning:
        ++counts.warning_rows;
        break;
      default:
        break;
    }
  }
  counts.households += people;
}

void ImportDecider::Skip(std::vector<ImportedHousehold>& households) {
  for (ImportedHousehold& household : households) {
    if (!Good(household) || !seen_.Mark(household)) continue;
    household.household.id = IdFor(household.rows.front().at);
    FindAlike(household);
  }
}

absl::Status ImportDecider::CallTheRoll() {
  if (grounds_.roll == nullptr || grounds_.marks == nullptr) {
    return absl::OkStatus();
  }
  look_alikes_.emplace(*grounds_.marks);
  return grounds_.roll->Read(
      VillagesAround(grounds_.areas, import_.area, grounds_.today),
      [&](const Person& person) { look_alikes_->Add(person); }, kRollTime);
}

void ImportDecider::FindAlike(ImportedHousehold& imported) {
  if (!look_alikes_) return;
  const std::vector<Person> people =
      grounds_.roll->PeopleOf(imported.household);
  imported.alike = look_alikes_->Of(people);
  look_alikes_->Add(people, imported.rows.front().at);
}

/// The same for every run over the file, so that a step that was written
/// although its commit's answer was lost cannot be written twice.
HouseholdId ImportDecider::IdFor(const ImportRowAt& at) const {
  const std::string text = absl::StrCat(
      absl::string_view(reinterpret_cast<const char*>(import_.id.bytes.data()),
                        import_.id.bytes.size()),
      "/", at.sheet, "/", at.number);
  const std::string hash = Sha256(text);
  HouseholdId id;
  // Time first, as in every id: rows of one import lie together.
  std::copy_n(import_.id.bytes.begin(), 6, id.bytes.begin());
  const auto row = static_cast<std::uint32_t>(at.number);
  id.bytes[6] = static_cast<std::uint8_t>(at.sheet);
  id.bytes[7] = static_cast<std::uint8_t>(row >> 16);
  id.bytes[8] = static_cast<std::uint8_t>(row >> 8);
  id.bytes[9] = static_cast<std::uint8_t>(row);
  std::copy_n(hash.begin(), 6, id.bytes.begin() + 10);
  return id;
}

void ImportDecider::Prepare(std::vector<ImportedHousehold>& households) {
  for (ImportedHousehold& imported : households) {
    if (Good(imported)) {
      seen_.Mark(imported);
      Household& household = imported.household;
      household.id = IdFor(imported.rows.front().at);
      household.revision = 1;
      household.create_time = grounds_.now;
      household.update_time = grounds_.now;
      household.register_date = grounds_.today;
      household.event = {.kind = EventKind::kRegistered,
                         .date = grounds_.today,
                         .actor = import_.creator};
      if (!IsDuplicate(imported)) FindAlike(imported);
    }
    for (ImportRow& row : imported.rows) row.from_file = row.findings.size();
  }
}

absl::StatusOr<ImportDecider::Known> ImportDecider::LookUp(
    const std::vector<ImportedHousehold>& households, bool look_for_people,
    absl::Time deadline) const {
  Known known;
  std::map<std::string, std::vector<std::int64_t>> numbers;
  std::vector<std::string> ids;
  for (const ImportedHousehold& imported : households) {
    if (!Good(imported)) continue;
    numbers[imported.household.village.value].push_back(
        imported.household.number);
    for (const Member& member : imported.household.members) {
      if (look_for_people && member.identity_kind == IdentityKind::kCitizenId) {
        ids.push_back(member.identity_number);
      }
    }
  }
  std::map<std::pair<std::string, std::int64_t>, Household> found;
  for (const auto& [village, wanted] : numbers) {
    RASOAT_ASSIGN_OR_RETURN(
        std::vector<Household> there,
        grounds_.store.AtNumbers(AreaCode{village}, wanted, deadline));
    for (Household& household : there) {
      const auto key = std::pair(village, household.number);
      found.emplace(key, std::move(household));
    }
  }
  for (std::size_t i = 0; i < households.size() && !found.empty(); ++i) {
    const Household& household = households[i].household;
    if (!Good(households[i])) continue;
    auto at = found.find({household.village.value, household.number});
    if (at != found.end()) known.by_place.emplace(i, std::move(at->second));
  }
  if (!ids.empty()) {
    RASOAT_ASSIGN_OR_RETURN(const auto holders,
                            grounds_.people.HoldersOf(ids, deadline));
    for (const PersonLookup::Holder& holder : holders) {
      known.holders.emplace(holder.citizen_id, holder.household);
    }
  }
  return known;
}

absl::StatusOr<ImportDecision> ImportDecider::Decide(
    std::vector<ImportedHousehold>& households, bool look_for_people,
    absl::Time deadline) const {
  for (ImportedHousehold& imported : households) {
    for (ImportRow& row : imported.rows) row.findings.resize(row.from_file);
  }
  RASOAT_ASSIGN_OR_RETURN(const Known known,
                          LookUp(households, look_for_people, deadline));
  ImportDecision decision;
  for (std::size_t i = 0; i < households.size(); ++i) {
    ImportedHousehold& imported = households[i];
    auto at = known.by_place.find(i);
    DecideOne(imported, at == known.by_place.end() ? nullptr : &at->second,
              known, decision);
    CountRows(imported, decision.counts);
    for (const ImportRow& row : imported.rows) {
      if (!row.findings.empty()) decision.rows.push_back(&row);
    }
  }
  return decision;
}

void ImportDecider::DecideOne(ImportedHousehold& imported,
                              const Household* known, const Known& all,
                              ImportDecision& decision) const {
  if (imported.household.members.empty()) return;
  if (!Good(imported) || MarkHeldElsewhere(imported, known, all)) {
    ++decision.counts.refused;
    return;
  }
  const bool suspected = WarnOfAlike(imported, known);
  if (known == nullptr) {
    decision.created.push_back(&imported.household);
    if (suspected) decision.suspected.push_back(&imported.household);
    ++decision.counts.created;
    return;
  }
  const bool same = SameContent(*known, Merged(*known, imported.household));
  const int column = grounds_.layout.Find(ImportField::kHouseholdNumber);
  if (!same && import_.options.known == ImportKnown::kUpdate) {
    Change(imported, *known, decision);
    return;
  }
  if (import_.options.known == ImportKnown::kReport) {
    AddToEveryRow(imported, "HOUSEHOLD_IN_REGISTER", column);
  } else if (!same) {
    imported.rows.front().findings.push_back(
        Found("HOUSEHOLD_IN_REGISTER", column));
  }
  ++decision.counts.known;
}

bool ImportDecider::WarnOfAlike(ImportedHousehold& imported,
                                const Household* known) const {
  bool warned = false;
  for (const LookAlike& alike : imported.alike) {
    if (known != nullptr && alike.household == known->id) continue;
    ImportRow& row = imported.rows[imported.row_of_member[alike.member]];
    row.findings.push_back(
        FoundAlike(alike, grounds_.layout.Find(ImportField::kMemberName)));
    warned = true;
  }
  return warned;
}

bool ImportDecider::MarkHeldElsewhere(ImportedHousehold& imported,
                                      const Household* known,
                                      const Known& all) const {
  if (all.holders.empty()) return false;
  bool elsewhere = false;
  for (std::size_t i = 0; i < imported.household.members.size(); ++i) {
    auto holder =
        all.holders.find(imported.household.members[i].identity_number);
    if (holder == all.holders.end()) continue;
    if (known != nullptr && holder->second == known->id) continue;
    imported.rows[imported.row_of_member[i]].findings.push_back(
        Found("PERSON_IN_REGISTER",
              grounds_.layout.Find(ImportField::kIdentityNumber)));
    elsewhere = true;
  }
  return elsewhere;
}

void ImportDecider::Change(ImportedHousehold& imported, const Household& known,
                           ImportDecision& decision) const {
  Household next = Merged(known, imported.household);
  const Area* village = grounds_.areas.FindLatest(next.village, grounds_.today);
  const auto faults = CheckHousehold(
      next, {.rules = grounds_.rules,
             .today = grounds_.today,
             .training = village != nullptr && village->synthetic,
             .before = &known});
  for (const Violation& fault : faults) {
    imported.rows.front().findings.push_back({.kind = FindingKind::kError,
                                              .rule = fault.rule,
                                              .text = {fault.vi, fault.en}});
  }
  if (!faults.empty()) {
    ++decision.counts.refused;
    return;
  }
  next.update_time = grounds_.now;
  next.event = {.kind = EventKind::kCorrected,
                .date = grounds_.today,
                .actor = import_.creator};
  decision.changed.push_back(std::move(next));
  ++decision.counts.updated;
}

}  // namespace rasoat::registry
