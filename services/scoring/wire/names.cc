#include "services/scoring/wire/names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::scoring {
namespace {

absl::Status Malformed(absl::string_view form, absl::string_view field) {
  return Invalid(
      {.field = std::string(field),
       .rule = "NAME_MALFORMED",
       .vi = absl::StrCat("Tên không đúng dạng ", form, ". Hãy kiểm tra lại."),
       .en =
           absl::StrCat("The name is not of the form ", form, ". Check it.")});
}

bool IsIdCharacter(char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
}

bool TakeCollection(absl::string_view& name, absl::string_view collection) {
  return absl::ConsumePrefix(&name, collection) &&
         absl::ConsumePrefix(&name, "/");
}

}  // namespace

absl::StatusOr<Ulid> ParseUlidName(absl::string_view name,
                                   absl::string_view collection,
                                   absl::string_view field) {
  if (TakeCollection(name, collection)) {
    if (absl::StatusOr<Ulid> id = ParseUlid(name, field); id.ok()) return id;
  }
  return Malformed(absl::StrCat(collection, "/{ULID}"), field);
}

absl::StatusOr<std::string> ParseIdName(absl::string_view name,
                                        absl::string_view collection,
                                        absl::string_view field) {
  if (!TakeCollection(name, collection) || name.empty() || name.size() > 64 ||
      !std::all_of(name.begin(), name.end(), IsIdCharacter)) {
    return Malformed(absl::StrCat(collection, "/{id}"), field);
  }
  return std::string(name);
}

absl::StatusOr<AssessmentName> ParseAssessmentName(absl::string_view name,
                                                   absl::string_view field) {
  constexpr absl::string_view kMiddle = "/assessments/";
  const std::size_t middle = name.find(kMiddle);
  if (middle != absl::string_view::npos) {
    absl::StatusOr<Ulid> survey =
        ParseUlidName(name.substr(0, middle), "surveys", field);
    absl::StatusOr<std::string> standard =
        ParseIdName(name.substr(middle + 1), "assessments", field);
    if (survey.ok() && standard.ok()) {
      return AssessmentName{*survey, *std::move(standard)};
    }
  }
  return Malformed("surveys/{ULID}/assessments/{standard}", field);
}

std::string NameOf(absl::string_view collection, const Ulid& id) {
  return absl::StrCat(collection, "/", id.ToString());
}

}  // namespace rasoat::scoring
