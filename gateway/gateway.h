#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/settings.h"
#include "gateway/transcoding/descriptors.h"
#include "gateway/transcoding/route_table.h"
#include "services/common/config/env.h"

namespace rasoat::gateway {

/// The upstreams that a route table calls, each with its address setting:
/// `registry` → `REGISTRY_ADDRESS`.
std::map<std::string, std::string> AddressSettings(const RouteTable& routes);

/// The address of each of them, by name.
///
/// Errors: FAILED_PRECONDITION SETTING_MISSING
absl::StatusOr<std::map<std::string, std::string>> AddressesFrom(
    const config::Env& env, const RouteTable& routes);

/// A running gateway.
class Gateway {
 public:
  /// Builds the routes of `descriptors` and serves them.
  ///
  /// `addresses` gives each upstream's address by name.
  ///
  /// Errors: those of RouteTable::Build(), Upstreams::Make() and
  ///         Server::Start(); FAILED_PRECONDITION SETTING_MISSING for an
  ///         upstream without an address.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(
      const Settings& settings, std::unique_ptr<Descriptors> descriptors,
      const std::map<std::string, std::string>& addresses);

  ~Gateway();

  /// The port listened on.
  std::uint16_t port() const;

  /// Says not ready, then Server::Drain(). Blocks.
  void Drain(std::chrono::milliseconds patience);

 private:
  struct Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace rasoat::gateway
