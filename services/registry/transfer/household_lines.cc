#include "services/registry/transfer/household_lines.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::registry {
namespace {

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
    if (head.as_of) Field("asOf", absl::FormatCivilTime(*head.as_of), out);
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
      if (member.ethnic_code_system() == v1::ETHNIC_CODE_SYSTEM_CENSUS) {
        Field("ethnicCodeSystem", "ETHNIC_CODE_SYSTEM_CENSUS", out);
      }
      Field("identityKind", v1::IdentityKind_Name(member.identity_kind()), out);
      Field("identityNumber", member.identity_number(), out);
      Close("},", out);
    }
    members_ += household.members_size();
    Close("],\"listing\":[", out);
    for (const v1::ListedValue& listed : household.listing()) {
      out.push_back('{');
      Field("column", listed.column(), out);
      Field("value", listed.value(), out);
      Close("},", out);
    }
    Close("]}\n", out);
    file_.Flush();
    ++written_;
    return absl::OkStatus();
  }

  absl::StatusOr<sheet::FileSource> Finish() override {
    if (written_ != expected_) return ExportIncomplete();
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

}  // namespace

std::unique_ptr<HouseholdExport> HouseholdLines(ScratchFile file,
                                                const ExportHead& head) {
  return std::make_unique<Lines>(std::move(file), head);
}

}  // namespace rasoat::registry
