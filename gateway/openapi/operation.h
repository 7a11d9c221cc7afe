#pragma once

#include <string>
#include <vector>

#include "gateway/openapi/schema.h"
#include "gateway/transcoding/json_writer.h"
#include "gateway/transcoding/route_table.h"

namespace rasoat::gateway {

/// A route's path as OpenAPI writes it.
struct PathItem {
  /// `/v1/rounds/{round}/villages/{village}:open`.
  std::string path;
  /// `round`, `village`: named after the literal before each, so that all
  /// methods of one resource have one path.
  struct Parameter {
    std::string name;
    /// The variable of the template it belongs to.
    std::size_t variable = 0;
  };
  std::vector<Parameter> parameters;
};

/// Takes a route's template to OpenAPI's form.
PathItem PathItemOf(const Route& route);

/// Writes the operation object of a route.
void WriteOperation(const Route& route, const PathItem& item,
                    const std::string& operation_id, Schemas& schemas,
                    JsonWriter& out);

/// `registry.Households`: the tag of a service.
std::string TagOf(const google::protobuf::ServiceDescriptor& service);

}  // namespace rasoat::gateway
