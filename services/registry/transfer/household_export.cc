#include "services/registry/transfer/household_export.h"

#include <array>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/clock/clock.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/transfer/export_rows.h"
#include "services/registry/transfer/scratch_file.h"

namespace rasoat::registry {
namespace {

/// The columns, under headings that an import knows.
struct Column {
  const char* heading;
  double width;
};
constexpr std::array<Column, 18> kColumns = {{{"Số hộ", 8},
                                              {"Họ và tên chủ hộ", 26},
                                              {"Họ và tên thành viên", 26},
                                              {"Quan hệ với chủ hộ", 16},
                                              {"Ngày sinh", 12},
                                              {"Giới tính", 9},
                                              {"Số CCCD", 15},
                                              {"Dân tộc", 9},
                                              {"Tỉnh", 18},
                                              {"Huyện", 18},
                                              {"Mã huyện", 10},
                                              {"Xã", 18},
                                              {"Mã xã", 9},
                                              {"Thôn", 22},
                                              {"Mã thôn", 11},
                                              {"Địa chỉ", 26},
                                              {"Số điện thoại", 14},
                                              {"Số nhân khẩu", 8}}};

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

absl::Status FormatMissing() {
  return Invalid(
      Violation{"format", "EXPORT_FORMAT_MISSING",
                "Chưa chọn định dạng; hãy chọn CSV, XLSX hoặc NDJSON.",
                "No format is given; choose CSV, XLSX or NDJSON."});
}

absl::Status Incomplete() {
  return Error(absl::StatusCode::kInternal, "EXPORT_INCOMPLETE",
               "the file does not hold as many households as were counted");
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

class List final : public HouseholdExport {
 public:
  List(std::unique_ptr<ExportRows> rows, const AreaBook& areas,
       const ExportHead& head)
      : rows_(std::move(rows)),
        units_(areas, DayInVietnam(head.time)),
        expected_(head.households) {}

  absl::Status Add(const v1::Household& household) override {
    const UnitsOf& units = units_.Of(household.village());
    const v1::Member* head = HeadOf(household);
    for (const v1::Member& member : household.members()) {
      rows_->Whole(household.number());
      rows_->Text(head == nullptr ? "" : head->full_name());
      rows_->Text(member.full_name());
      rows_->Text(RelationText(member.relation()));
      Birth(member.birth_date());
      rows_->Text(SexText(member.sex()));
      rows_->Text(member.identity_number());
      rows_->Text(member.ethnic_group());
      rows_->Text(units.province_name);
      rows_->Text(units.district_name);
      rows_->Text(units.district);
      rows_->Text(units.commune_name);
      rows_->Text(units.commune);
      rows_->Text(units.village_name);
      rows_->Text(units.village);
      rows_->Text(household.address());
      rows_->Text(household.phone());
      rows_->Whole(household.members_size());
      RASOAT_RETURN_IF_ERROR(rows_->EndRow());
    }
    ++written_;
    return absl::OkStatus();
  }

  absl::StatusOr<sheet::FileSource> Finish() override {
    if (written_ != expected_) return Incomplete();
    return rows_->Finish();
  }

 private:
  void Birth(const std::string& text) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(text, &day)) {
      rows_->Day(day);
    } else {
      rows_->Text(text);
    }
  }

  const std::unique_ptr<ExportRows> rows_;
  Units units_;
  const std::int64_t expected_;
  std::int64_t written_ = 0;
};

/// Appends `"name":"text",`.
void Field(absl::string_view name, absl::string_view text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  absl::StrAppend(&out, "\"", name, "\":\"");
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      absl::StrAppend(&out, "\\u00");
      out.push_back(kHex[byte >> 4]);
      out.push_back(kHex[byte & 15]);
      continue;
    }
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.append("\",");
}

/// Puts the end in place of the comma that Field() left.
void Close(absl::string_view end, std::string& out) {
  if (out.back() == ',') out.pop_back();
  out.append(end.data(), end.size());
}

class Lines final : public HouseholdExport {
 public:
  Lines(ScratchFile file, const ExportHead& head)
      : file_(std::move(file)), expected_(head.households) {
    std::string& out = file_.text();
    out.append("{\"export\":{");
    Field("area", "areas/" + head.area.value, out);
    Field("time",
          absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", head.time,
                           absl::UTCTimeZone()),
          out);
    Field("exporter", head.exporter, out);
    Field("mark", head.mark, out);
    absl::StrAppend(&out, "\"households\":", head.households, "}}\n");
  }

  absl::Status Add(const v1::Household& household) override {
    std::string& out = file_.text();
    out.push_back('{');
    Field("name", household.name(), out);
    Field("village", household.village(), out);
    absl::StrAppend(&out, "\"number\":", household.number(), ",");
    Field("address", household.address(), out);
    Field("phone", household.phone(), out);
    out.append("\"members\":[");
    for (const v1::Member& member : household.members()) {
      out.push_back('{');
      Field("memberId", member.member_id(), out);
      Field("fullName", member.full_name(), out);
      Field("birthDate", member.birth_date(), out);
      Field("sex", api::v1::Sex_Name(member.sex()), out);
      Field("relation", v1::Relation_Name(member.relation()), out);
      Field("ethnicGroup", member.ethnic_group(), out);
      Field("identityKind", v1::IdentityKind_Name(member.identity_kind()), out);
      Field("identityNumber", member.identity_number(), out);
      Close("},", out);
    }
    members_ += household.members_size();
    Close("]}\n", out);
    file_.Flush();
    ++written_;
    return absl::OkStatus();
  }

  absl::StatusOr<sheet::FileSource> Finish() override {
    if (written_ != expected_) return Incomplete();
    absl::StrAppend(&file_.text(), "{\"end\":{\"households\":", written_,
                    ",\"members\":", members_, "}}\n");
    return std::move(file_).Finish();
  }

 private:
  ScratchFile file_;
  const std::int64_t expected_;
  std::int64_t written_ = 0;
  std::int64_t members_ = 0;
};

ListHead HeadOfList(const AreaBook& areas, const ExportHead& head) {
  const Area* area = areas.FindLatest(head.area, DayInVietnam(head.time));
  ListHead list{.sheet_name = "Danh sách hộ",
                .title = "Danh sách hộ và nhân khẩu"};
  list.notes = {
      absl::StrCat("Địa bàn: ", area == nullptr ? "" : area->name, " (",
                   head.area.value, ")"),
      absl::StrCat("Thời điểm: ", TimeText(head.time),
                   "; số hộ: ", head.households),
      absl::StrCat("Người kết xuất: ", head.exporter, "; dấu vết: ", head.mark),
      "Có dữ liệu cá nhân: chỉ dùng cho rà soát, không sao chép ra ngoài."};
  for (const Column& column : kColumns) {
    list.columns.push_back(column.heading);
    list.widths.push_back(column.width);
  }
  return list;
}

}  // namespace

absl::StatusOr<std::unique_ptr<HouseholdExport>> BeginHouseholdExport(
    v1::ExportFormat format, const AreaBook& areas, const ExportHead& head,
    const ExportOptions& options) {
  switch (format) {
    case v1::EXPORT_FORMAT_CSV: {
      RASOAT_ASSIGN_OR_RETURN(
          auto rows, CsvRows(HeadOfList(areas, head), options.scratch_folder));
      return std::make_unique<List>(std::move(rows), areas, head);
    }
    case v1::EXPORT_FORMAT_XLSX: {
      RASOAT_ASSIGN_OR_RETURN(
          auto rows, XlsxRows(HeadOfList(areas, head), options.scratch_folder,
                              options.most_sheet_rows));
      return std::make_unique<List>(std::move(rows), areas, head);
    }
    case v1::EXPORT_FORMAT_NDJSON: {
      RASOAT_ASSIGN_OR_RETURN(ScratchFile file,
                              ScratchFile::Create(options.scratch_folder));
      return std::make_unique<Lines>(std::move(file), head);
    }
    default:
      return FormatMissing();
  }
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
