#include "services/registry/transfer/household_export.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "services/common/clock/clock.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/import_values.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/transfer/export_rows.h"
#include "services/registry/transfer/household_lines.h"
#include "services/registry/transfer/scratch_file.h"

namespace rasoat::registry {
namespace {

// Columns of the layout that are written though nothing is read from them.
constexpr char kProvinceKey[] = "province";
constexpr char kSizeKey[] = "household_size";

/// Characters that a column is wide.
double WidthOf(ImportField field) {
  switch (field) {
    case ImportField::kHouseholdNumber:
    case ImportField::kSex:
    case ImportField::kEthnicGroup:
    case ImportField::kCommuneCode:
      return 9;
    case ImportField::kHeadName:
    case ImportField::kMemberName:
    case ImportField::kAddress:
      return 26;
    case ImportField::kVillage:
      return 22;
    case ImportField::kBirthDate:
    case ImportField::kVillageCode:
    case ImportField::kDistrictCode:
      return 12;
    default:
      return 17;
  }
}

/// A list made by us has the sex in one column, not in those of men and women.
bool IsWritten(const ImportColumn& column) {
  return column.field != ImportField::kMale &&
         column.field != ImportField::kFemale;
}

const char* RelationText(v1::Relation relation) {
  switch (relation) {
    case v1::RELATION_HEAD:
      return "Chủ hộ";
    case v1::RELATION_SPOUSE:
      return "Vợ/chồng";
    case v1::RELATION_CHILD:
      return "Con";
    case v1::RELATION_PARENT:
      return "Cha/mẹ";
    case v1::RELATION_GRANDCHILD:
      return "Cháu";
    case v1::RELATION_OTHER:
      return "Khác";
    default:
      return "";
  }
}

const char* SexText(api::v1::Sex sex) {
  switch (sex) {
    case api::v1::SEX_MALE:
      return "Nam";
    case api::v1::SEX_FEMALE:
      return "Nữ";
    default:
      return "";
  }
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%d/%m/%Y %H:%M:%S", time, VietnamZone());
}

std::string DayText(absl::CivilDay day) {
  return absl::StrFormat("%02d/%02d/%04d", day.day(), day.month(), day.year());
}

absl::Status FormatMissing() {
  return Invalid(
      Violation{"format", "EXPORT_FORMAT_MISSING",
                "Chưa chọn định dạng; hãy chọn CSV, XLSX hoặc NDJSON.",
                "No format is given; choose CSV, XLSX or NDJSON."});
}

/// The units above a village, by name and code.
struct UnitsOf {
  std::string village_name, village, commune_name, commune, district_name,
      district, province_name;
};

/// Looks the units up once a village.
class Units {
 public:
  Units(const AreaBook& areas, absl::CivilDay day) : areas_(areas), day_(day) {}

  const UnitsOf& Of(absl::string_view village_name) {
    const absl::string_view code = absl::StripPrefix(village_name, "areas/");
    if (code != last_.village) last_ = Find(AreaCode{std::string(code)});
    return last_;
  }

 private:
  UnitsOf Find(const AreaCode& village) const {
    UnitsOf units{.village = village.value};
    AreaCode code = village;
    // At most as many steps as there are tiers.
    for (int step = 0; step < 8 && !code.empty(); ++step) {
      const Area* area = areas_.FindLatest(code, day_);
      if (area == nullptr) break;
      switch (area->tier) {
        case Tier::kVillage:
          units.village_name = area->name;
          break;
        case Tier::kCommune:
          units.commune_name = area->name;
          units.commune = code.value;
          break;
        case Tier::kDistrict:
          units.district_name = area->name;
          units.district = code.value;
          break;
        case Tier::kProvince:
          units.province_name = area->name;
          break;
        default:
          break;
      }
      code = area->parent;
    }
    return units;
  }

  const AreaBook& areas_;
  const absl::CivilDay day_;
  UnitsOf last_;
};

const v1::Member* HeadOf(const v1::Household& household) {
  for (const v1::Member& member : household.members()) {
    if (member.relation() == v1::RELATION_HEAD) return &member;
  }
  return nullptr;
}

/// An erased household has members without names. Nobody is to be found in it.
bool HoldsNobody(const v1::Household& household) {
  return std::all_of(
      household.members().begin(), household.members().end(),
      [](const v1::Member& member) { return member.full_name().empty(); });
}

class List final : public HouseholdExport {
 public:
  List(std::unique_ptr<ExportRows> rows, const ExportSources& sources,
       const ExportHead& head)
      : rows_(std::move(rows)),
        layout_(sources.layout),
        units_(sources.areas, head.Day()),
        expected_(head.households) {}

  absl::Status Add(const v1::Household& household) override {
    ++written_;
    if (HoldsNobody(household)) return absl::OkStatus();
    const Row row{household, HeadOf(household), units_.Of(household.village())};
    for (const v1::Member& member : household.members()) {
      for (const ImportColumn& column : layout_.columns) {
        if (IsWritten(column)) Cell(column, row, member);
      }
      RASOAT_RETURN_IF_ERROR(rows_->EndRow());
    }
    return absl::OkStatus();
  }

  absl::StatusOr<sheet::FileSource> Finish() override {
    if (written_ != expected_) return ExportIncomplete();
    return rows_->Finish();
  }

 private:
  /// What the rows of a household share.
  struct Row {
    const v1::Household& household;
    const v1::Member* head;
    const UnitsOf& units;
  };

  void Cell(const ImportColumn& column, const Row& row,
            const v1::Member& member) {
    switch (column.field) {
      case ImportField::kHouseholdNumber:
        return rows_->Whole(row.household.number());
      case ImportField::kHeadName:
        return rows_->Text(row.head == nullptr ? "" : row.head->full_name());
      case ImportField::kMemberName:
        return rows_->Text(member.full_name());
      case ImportField::kRelation:
        return rows_->Text(RelationText(member.relation()));
      case ImportField::kBirthDate:
        return Birth(member.birth_date());
      case ImportField::kSex:
        return rows_->Text(SexText(member.sex()));
      case ImportField::kIdentityNumber:
        return rows_->Text(member.identity_number());
      case ImportField::kEthnicGroup:
        return EthnicGroup(member);
      case ImportField::kDistrict:
        return rows_->Text(row.units.district_name);
      case ImportField::kDistrictCode:
        return rows_->Text(row.units.district);
      case ImportField::kCommune:
        return rows_->Text(row.units.commune_name);
      case ImportField::kCommuneCode:
        return rows_->Text(row.units.commune);
      case ImportField::kVillage:
        return rows_->Text(row.units.village_name);
      case ImportField::kVillageCode:
        return rows_->Text(row.units.village);
      case ImportField::kAddress:
        return rows_->Text(row.household.address());
      case ImportField::kPhone:
        return rows_->Text(row.household.phone());
      case ImportField::kListed:
        return Listed(column.key, row.household);
      case ImportField::kDerived:
        return Derived(column.key, row);
      default:
        return rows_->Text("");
    }
  }

  void EthnicGroup(const v1::Member& member) {
    if (member.ethnic_code_system() != v1::ETHNIC_CODE_SYSTEM_CENSUS) {
      return rows_->Text(member.ethnic_group());
    }
    rows_->Text(absl::StrCat(member.ethnic_group(), " ", kCensusCodeMark));
  }
  void Listed(const std::string& key, const v1::Household& household) {
    for (const v1::ListedValue& listed : household.listing()) {
      if (listed.column() == key) return rows_->Text(listed.value());
    }
    rows_->Text("");
  }
  void Derived(const std::string& key, const Row& row) {
    if (key == kProvinceKey) return rows_->Text(row.units.province_name);
    if (key == kSizeKey) return rows_->Whole(row.household.members_size());
    rows_->Text("");
  }
  void Birth(const std::string& text) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(text, &day)) {
      rows_->Day(day);
    } else {
      rows_->Text(text);
    }
  }

  const std::unique_ptr<ExportRows> rows_;
  const ImportLayout& layout_;
  Units units_;
  const std::int64_t expected_;
  std::int64_t written_ = 0;
};

ListHead HeadOfList(const ExportSources& sources, const ExportHead& head) {
  const Area* area = sources.areas.FindLatest(head.area, head.Day());
  ListHead list{.sheet_name = "Danh sách hộ",
                .title = "Danh sách hộ và nhân khẩu"};
  list.notes = {
      absl::StrCat("Địa bàn: ", area == nullptr ? "" : area->name, " (",
                   head.area.value, ")"),
      absl::StrCat(
          "Thời điểm: ", TimeText(head.time),
          head.as_of ? absl::StrCat(", theo ngày ", DayText(*head.as_of)) : "",
          "; số hộ: ", head.households),
      absl::StrCat("Người kết xuất: ", head.exporter, "; dấu vết: ", head.mark),
      "Có dữ liệu cá nhân: chỉ dùng cho rà soát, không sao chép ra ngoài."};
  for (const ImportColumn& column : sources.layout.columns) {
    if (!IsWritten(column)) continue;
    list.columns.push_back(column.label.vi);
    list.widths.push_back(WidthOf(column.field));
  }
  return list;
}

}  // namespace

absl::StatusOr<std::unique_ptr<HouseholdExport>> BeginHouseholdExport(
    v1::ExportFormat format, const ExportSources& sources,
    const ExportHead& head, const ExportOptions& options) {
  switch (format) {
    case v1::EXPORT_FORMAT_CSV: {
      RASOAT_ASSIGN_OR_RETURN(auto rows, CsvRows(HeadOfList(sources, head),
                                                 options.scratch_folder));
      return std::make_unique<List>(std::move(rows), sources, head);
    }
    case v1::EXPORT_FORMAT_XLSX: {
      RASOAT_ASSIGN_OR_RETURN(
          auto rows, XlsxRows(HeadOfList(sources, head), options.scratch_folder,
                              options.most_sheet_rows));
      return std::make_unique<List>(std::move(rows), sources, head);
    }
    case v1::EXPORT_FORMAT_NDJSON: {
      RASOAT_ASSIGN_OR_RETURN(ScratchFile file,
                              ScratchFile::Create(options.scratch_folder));
      return HouseholdLines(std::move(file), head);
    }
    default:
      return FormatMissing();
  }
}

absl::Status ExportIncomplete() {
  return Error(absl::StatusCode::kInternal, "EXPORT_INCOMPLETE",
               "the file does not hold as many households as were counted");
}

std::string ExportFileName(v1::ExportFormat format, const ExportHead& head) {
  const char* ending = format == v1::EXPORT_FORMAT_CSV    ? ".csv"
                       : format == v1::EXPORT_FORMAT_XLSX ? ".xlsx"
                                                          : ".ndjson";
  return absl::StrCat("ho-", head.area.value, "-",
                      absl::FormatTime("%Y%m%d-%H%M", head.time, VietnamZone()),
                      ending);
}

std::string ExportContentType(v1::ExportFormat format) {
  switch (format) {
    case v1::EXPORT_FORMAT_CSV:
      return "text/csv; charset=utf-8";
    case v1::EXPORT_FORMAT_XLSX:
      return "application/"
             "vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    default:
      return "application/x-ndjson";
  }
}

}  // namespace rasoat::registry
