#include "services/registry/rpc/area_places.h"

#include "absl/strings/match.h"
#include "services/common/status/status_macros.h"
#include "services/registry/rpc/attachment_proto.h"
#include "services/registry/rpc/import_proto.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {

absl::StatusOr<std::string> AreaPlaces::AreaOf(absl::string_view name,
                                               absl::Time deadline) {
  if (absl::StartsWith(name, "attachments/")) {
    RASOAT_ASSIGN_OR_RETURN(AttachmentId id, ParseAttachment(name, "name"));
    RASOAT_ASSIGN_OR_RETURN(const AttachmentParent parent,
                            attachments_.ParentOf(id, deadline));
    return AreaOf(NameOf(parent), deadline);
  }
  // The area of `areas/{code}/imports/{id}` stands in the name.
  if (absl::StartsWith(name, "areas/")) {
    RASOAT_ASSIGN_OR_RETURN(const ImportName import,
                            ParseImportName(name, "name"));
    return import.area.value;
  }
  AreaCode village;
  if (absl::StartsWith(name, "surveys/")) {
    RASOAT_ASSIGN_OR_RETURN(SurveyId id, ParseSurvey(name, "name"));
    RASOAT_ASSIGN_OR_RETURN(village, surveys_.VillageOf(id, deadline));
  } else if (absl::StartsWith(name, "surveyDrafts/")) {
    RASOAT_ASSIGN_OR_RETURN(DraftId id, ParseDraft(name, "name"));
    RASOAT_ASSIGN_OR_RETURN(village, drafts_.VillageOf(id, deadline));
  } else {
    RASOAT_ASSIGN_OR_RETURN(HouseholdId id, ParseHousehold(name, "name"));
    RASOAT_ASSIGN_OR_RETURN(village, households_.VillageOf(id, deadline));
  }
  return village.value;
}

absl::StatusOr<std::vector<access::AreaParent>> AreaLines(AreaCatalog& areas,
                                                          absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book, areas.Fresh(deadline));
  std::vector<access::AreaParent> lines;
  lines.reserve(book->size());
  book->ForEach([&](const Area& area) {
    lines.push_back({.area = area.code.value, .parent = area.parent.value});
  });
  return lines;
}

}  // namespace rasoat::registry
