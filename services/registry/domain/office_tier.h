#pragma once

namespace rasoat::registry {

/// How high an officer stands over a place, rising. The number is stored.
enum class OfficeTier {
  kNone = 1,  ///< Holds no office there.
  kCommune = 2,
  kDistrict = 3,
  kProvince = 4,
  kAdministrator = 5,  ///< Or who runs commands on the server.
};

}  // namespace rasoat::registry
