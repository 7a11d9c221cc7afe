#include "services/registry/shipped.h"

#include <string>
#include <utility>

#include "services/common/status/status_macros.h"
#include "services/registry/load/import_layout_file.h"
#include "services/registry/load/person_rule_files.h"

namespace rasoat::registry {

absl::StatusOr<Shipped> Shipped::Read(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(const std::string folder,
                          env.Require("REGISTRY_FORMS"));
  RASOAT_ASSIGN_OR_RETURN(FormShelf forms, FormShelf::Read(folder));
  // Beside the forms unless told otherwise, as in the source tree.
  const std::string identity =
      env.Get("REGISTRY_IDENTITY", folder + "/../identity");
  RASOAT_ASSIGN_OR_RETURN(PersonRules rules, ReadPersonRules(identity));
  RASOAT_ASSIGN_OR_RETURN(
      ImportLayout lists,
      ReadImportLayout(env.Get("REGISTRY_IMPORTS", folder + "/../imports"),
                       identity));
  RASOAT_ASSIGN_OR_RETURN(
      MarkedReasons reasons,
      ReadDuplicateMarks(
          env.Get("REGISTRY_DUPLICATES", folder + "/../duplicates") +
          "/marks.txtpb"));
  RASOAT_ASSIGN_OR_RETURN(
      const absl::Duration upload_kept_for,
      env.Duration("REGISTRY_UPLOAD_KEPT_FOR", absl::Hours(7 * 24)));
  return Shipped{.forms = std::move(forms),
                 .rules = std::move(rules),
                 .lists = std::move(lists),
                 .reasons = std::move(reasons),
                 .upload_kept_for = upload_kept_for};
}

absl::StatusOr<Keys> Keys::Read(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(const std::string data,
                          env.Require("REGISTRY_DATA_KEYS"));
  RASOAT_ASSIGN_OR_RETURN(const std::string index,
                          env.Require("REGISTRY_INDEX_KEY"));
  RASOAT_ASSIGN_OR_RETURN(crypto::KeyRing ring, crypto::KeyRing::Parse(data));
  RASOAT_ASSIGN_OR_RETURN(const crypto::BlindIndex blind,
                          crypto::BlindIndex::Parse(index));
  return Keys{.data = std::move(ring), .index = blind};
}

absl::StatusOr<Limits> Limits::Read(const config::Env& env) {
  // Our own choice: a network's delay and a watch that nobody set to the minute
  // are no fault, an hour or a day is. No text gives a figure.
  constexpr absl::Duration kUsual = absl::Minutes(10);
  RASOAT_ASSIGN_OR_RETURN(const absl::Duration device_clock,
                          env.Duration("REGISTRY_DEVICE_CLOCK_LIMIT", kUsual));
  // Often enough that a pair of today is found tonight, seldom enough that
  // nobody notices the reading.
  RASOAT_ASSIGN_OR_RETURN(
      const absl::Duration duplicate_scan,
      env.Duration("REGISTRY_DUPLICATE_SCAN_EVERY", absl::Hours(6)));
  return Limits{.device_clock = device_clock, .duplicate_scan = duplicate_scan};
}

}  // namespace rasoat::registry
