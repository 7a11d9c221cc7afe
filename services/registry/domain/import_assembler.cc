#include "services/registry/domain/import_assembler.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "services/registry/domain/text.h"
#include "services/registry/domain/vietnamese.h"

namespace rasoat::registry {
namespace {

constexpr std::size_t kLongestListed = 500;

absl::string_view TextOf(const ImportCell* cell) {
  return cell == nullptr ? absl::string_view()
                         : absl::StripAsciiWhitespace(cell->text);
}

/// Keeps the rule of a reading, if it has one, and gives the value.
template <class T>
std::optional<T> Take(Reading<T> reading, int column, ImportRow& row) {
  if (!reading.rule.empty())
    row.findings.push_back(Found(reading.rule, column));
  return std::move(reading.value);
}

/// What the first letters of a sum or of a signature are.
bool StartsAFoot(const std::string& folded) {
  for (const absl::string_view start :
       {"tong", "cong", "nguoi lap", "chu tich", "ghi chu", "tm ", "ngay "}) {
    if (absl::StartsWith(folded, start)) return true;
  }
  return false;
}

/// The sex that a citizen id says, of those that living people have.
Sex SexOf(const Member& member) {
  if (member.identity_kind != IdentityKind::kCitizenId)
    return Sex::kUnspecified;
  switch (member.identity_number[3]) {
    case '0':
    case '2':
      return Sex::kMale;
    case '1':
    case '3':
      return Sex::kFemale;
    default:
      return Sex::kUnspecified;
  }
}

}  // namespace

bool ImportedHousehold::Refused() const {
  return std::any_of(rows.begin(), rows.end(), [](const ImportRow& row) {
    return std::any_of(row.findings.begin(), row.findings.end(),
                       [](const ImportFinding& finding) {
                         return finding.kind == FindingKind::kError;
                       });
  });
}

void ImportAssembler::StartSheet(const ImportHeader& header, Emit emit) {
  Finish(emit);
  header_ = header;
  column_of_field_.fill(-1);
  for (const int column : header.column_of_cell) {
    if (column < 0) continue;
    const auto field = static_cast<std::size_t>(layout_.columns[column].field);
    if (column_of_field_[field] < 0) column_of_field_[field] = column;
  }
}

ImportAssembler::Fields ImportAssembler::FieldsOf(
    absl::Span<const ImportCell> cells, ImportRow& row) const {
  Fields fields;
  fields.column = column_of_field_;
  const std::size_t width =
      std::min(cells.size(), header_.column_of_cell.size());
  for (std::size_t i = 0; i < width; ++i) {
    const int column = header_.column_of_cell[i];
    if (column < 0 || cells[i].text.empty()) continue;
    if (cells[i].is_error) {
      row.findings.push_back(Found("CELL_IS_ERROR", column));
      continue;
    }
    if (absl::StripAsciiWhitespace(cells[i].text).empty()) continue;
    const auto field = static_cast<std::size_t>(layout_.columns[column].field);
    if (fields.cell[field] == nullptr) fields.cell[field] = &cells[i];
  }
  return fields;
}

bool ImportAssembler::IsNobody(const Fields& fields,
                               absl::Span<const ImportCell> cells) {
  const ImportCell* name = fields[ImportField::kMemberName];
  if (name == nullptr) name = fields[ImportField::kHeadName];
  if (name != nullptr) {
    // Columns may be numbered below their names.
    return std::all_of(cells.begin(), cells.end(), [](const ImportCell& cell) {
      const absl::string_view text = TextOf(&cell);
      return text.size() <= 1 ||
             (text.size() <= 4 && text.find_first_not_of("()0123456789") ==
                                      absl::string_view::npos);
    });
  }
  int filled = 0;
  bool foot = false;
  for (const ImportCell& cell : cells) {
    if (absl::StripAsciiWhitespace(cell.text).empty()) continue;
    if (++filled == 1) foot = StartsAFoot(Folded(cell.text));
  }
  return filled <= 2 || foot;
}

void ImportAssembler::Add(const ImportRowAt& at,
                          absl::Span<const ImportCell> cells,
                          absl::string_view fault, Emit emit) {
  ImportRow row{.at = at};
  if (!fault.empty()) row.findings.push_back(Found(fault));
  const Fields fields = FieldsOf(cells, row);
  if (row.findings.empty() && IsNobody(fields, cells)) {
    const bool blank =
        std::all_of(cells.begin(), cells.end(), [](const ImportCell& cell) {
          return absl::StripAsciiWhitespace(cell.text).empty();
        });
    if (blank) return;
    Finish(emit);
    row.findings.push_back(Found("ROW_LEFT_OUT"));
    ImportedHousehold nobody;
    nobody.rows.push_back(std::move(row));
    emit(std::move(nobody));
    return;
  }
  const int number_column = fields.ColumnOf(ImportField::kHouseholdNumber);
  const ImportCell* number_cell = fields[ImportField::kHouseholdNumber];
  std::optional<std::int64_t> number;
  if (number_cell != nullptr) {
    number = Take(ReadHouseholdNumber(*number_cell), number_column, row);
  }
  const Area* village = VillageOf(fields, row);
  Member member = MemberOf(fields, row);
  const bool second_head = member.relation == Relation::kHead && open_ &&
                           open_->household.Head() != nullptr;
  const bool same_number =
      number ? open_ && open_->household.number == *number
             : open_ && number_cell == nullptr && !second_head;
  const bool same_village =
      village == nullptr || (open_ && open_->household.village.empty()) ||
      (open_ && open_->household.village == village->code);
  if (!same_number || (number && !same_village)) {
    Finish(emit);
    open_.emplace();
    open_->household.number = number.value_or(0);
    if (number_cell == nullptr) {
      row.findings.push_back(Found("HOUSEHOLD_NUMBER_MISSING", number_column));
    }
    synthetic_ = village != nullptr && village->synthetic;
    if (village != nullptr) open_->household.village = village->code;
    head_name_ = Tidied(TextOf(fields[ImportField::kHeadName]));
  } else if (!same_village) {
    row.findings.push_back(
        Found("VILLAGE_DIFFERS", fields.ColumnOf(ImportField::kVillage)));
  }
  AddHouseholdFields(fields, row);
  AddListed(cells, row);
  open_->row_of_member.push_back(static_cast<int>(open_->rows.size()));
  member.id = absl::StrFormat("%02d", open_->household.members.size() + 1);
  open_->household.members.push_back(std::move(member));
  open_->rows.push_back(std::move(row));
}

const Area* ImportAssembler::VillageOf(const Fields& fields, ImportRow& row) {
  const VillageText text{
      .district = TextOf(fields[ImportField::kDistrict]),
      .district_code = TextOf(fields[ImportField::kDistrictCode]),
      .commune = TextOf(fields[ImportField::kCommune]),
      .commune_code = TextOf(fields[ImportField::kCommuneCode]),
      .village = TextOf(fields[ImportField::kVillage]),
      .village_code = TextOf(fields[ImportField::kVillageCode])};
  const bool says = !text.village.empty() || !text.village_code.empty();
  // What a merged cell says stands in its first row only.
  if (!says && last_village_.value) return *last_village_.value;
  const std::array<absl::string_view, 6> now = {
      text.district,     text.district_code, text.commune,
      text.commune_code, text.village,       text.village_code};
  if (!std::equal(now.begin(), now.end(), last_text_.begin()) ||
      (!last_village_.value && last_village_.rule.empty())) {
    last_village_ = villages_.Find(text);
    for (std::size_t i = 0; i < now.size(); ++i) {
      last_text_[i] = std::string(now[i]);
    }
  }
  if (last_village_.value) return *last_village_.value;
  const ImportField field =
      last_village_.rule == "COMMUNE_UNKNOWN" ? ImportField::kCommune
      : text.village_code.empty()             ? ImportField::kVillage
                                              : ImportField::kVillageCode;
  row.findings.push_back(Found(last_village_.rule, fields.ColumnOf(field)));
  return nullptr;
}

Member ImportAssembler::MemberOf(const Fields& fields, ImportRow& row) const {
  Member member;
  const ImportCell* name = fields[ImportField::kMemberName];
  if (name == nullptr) name = fields[ImportField::kHeadName];
  if (name != nullptr) member.full_name = Tidied(name->text);
  if (const ImportCell* cell = fields[ImportField::kIdentityNumber]) {
    auto identity = Take(ReadIdentity(*cell, layout_),
                         fields.ColumnOf(ImportField::kIdentityNumber), row);
    if (identity) {
      member.identity_kind = identity->kind;
      member.identity_number = std::move(identity->number);
    }
  }
  ReadSexAndBirth(fields, member, row);
  const int relation_column = fields.ColumnOf(ImportField::kRelation);
  if (const ImportCell* cell = fields[ImportField::kRelation]) {
    member.relation = Take(ReadRelation(*cell, layout_), relation_column, row)
                          .value_or(Relation::kUnspecified);
  } else if (fields[ImportField::kHeadName] != nullptr &&
             Tidied(TextOf(fields[ImportField::kHeadName])) ==
                 member.full_name) {
    member.relation = Relation::kHead;
    row.findings.push_back(Found("RELATION_FROM_NAME", relation_column));
  }
  if (const ImportCell* cell = fields[ImportField::kEthnicGroup]) {
    member.ethnic_group = Take(ReadEthnicGroup(*cell, layout_),
                               fields.ColumnOf(ImportField::kEthnicGroup), row)
                              .value_or("");
    member.ethnic_code_system = EthnicCodeSystemOf(*cell);
  }
  return member;
}

void ImportAssembler::ReadSexAndBirth(const Fields& fields, Member& member,
                                      ImportRow& row) const {
  const ImportCell* male = fields[ImportField::kMale];
  const ImportCell* female = fields[ImportField::kFemale];
  if (male != nullptr && female != nullptr) {
    row.findings.push_back(
        Found("SEX_TWICE", fields.ColumnOf(ImportField::kMale)));
  }
  const ImportCell* mark = male != nullptr ? male : female;
  if (const ImportCell* cell = fields[ImportField::kSex]) {
    member.sex =
        Take(ReadSex(*cell, layout_), fields.ColumnOf(ImportField::kSex), row)
            .value_or(Sex::kUnspecified);
  } else if (mark != nullptr) {
    member.sex = mark == male ? Sex::kMale : Sex::kFemale;
  } else if (const Sex said = SexOf(member); said != Sex::kUnspecified) {
    member.sex = said;
    row.findings.push_back(
        Found("SEX_FROM_IDENTITY", fields.ColumnOf(ImportField::kSex)));
  }
  const ImportCell* birth = fields[ImportField::kBirthDate];
  int column = fields.ColumnOf(ImportField::kBirthDate);
  if (birth == nullptr && mark != nullptr && TextOf(mark).size() >= 4) {
    birth = mark;
    column = fields.ColumnOf(mark == male ? ImportField::kMale
                                          : ImportField::kFemale);
  }
  if (birth == nullptr) return;
  member.birth_date =
      Take(ReadDate(*birth, today_), column, row).value_or(kNoDay);
}

void ImportAssembler::AddHouseholdFields(const Fields& fields, ImportRow& row) {
  Household& household = open_->household;
  if (const ImportCell* cell = fields[ImportField::kAddress];
      cell != nullptr && household.address.empty()) {
    household.address = Tidied(cell->text);
  }
  if (const ImportCell* cell = fields[ImportField::kPhone];
      cell != nullptr && household.phone.empty()) {
    household.phone =
        Take(ReadPhone(*cell), fields.ColumnOf(ImportField::kPhone), row)
            .value_or("");
  }
}

void ImportAssembler::AddListed(absl::Span<const ImportCell> cells,
                                ImportRow& row) {
  const std::size_t width =
      std::min(cells.size(), header_.column_of_cell.size());
  for (std::size_t i = 0; i < width; ++i) {
    const int column = header_.column_of_cell[i];
    if (column < 0 || cells[i].text.empty() || cells[i].is_error ||
        layout_.columns[column].field != ImportField::kListed) {
      continue;
    }
    std::string value = Tidied(cells[i].text);
    if (value.empty()) continue;
    while (value.size() > kLongestListed) value.pop_back();
    while (!value.empty() && PlainLength(value) < 0) value.pop_back();
    std::vector<ListedValue>& listing = open_->household.listing;
    const std::string& key = layout_.columns[column].key;
    const auto known = std::find_if(
        listing.begin(), listing.end(),
        [&](const ListedValue& listed) { return listed.column == key; });
    if (known == listing.end()) {
      listing.push_back({.column = key, .value = std::move(value)});
    } else if (known->value != value) {
      row.findings.push_back(Found("LISTING_DIFFERS", column));
    }
  }
}

}  // namespace rasoat::registry
