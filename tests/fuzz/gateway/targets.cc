#include "tests/fuzz/gateway/targets.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/str_split.h"
#include "gateway/transcoding/binding.h"
#include "gateway/transcoding/error_body.h"
#include "gateway/transcoding/json_body.h"
#include "gateway/transcoding/json_print.h"
#include "gateway/transcoding/route_table.h"
#include "tests/unit/gateway/test_api.h"

namespace rasoat::gateway {
namespace {

void Must(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

struct Shop {
  std::unique_ptr<Descriptors> api = ShopApi();
  RouteTable routes = *RouteTable::Build(*api);
};

}  // namespace

void FuzzHttpTemplate(const std::uint8_t* data, std::size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  auto parsed = ParseHttpTemplate(text);
  if (!parsed.ok()) return;
  PathMatcher matcher;
  Must(matcher.Add("GET", *parsed, 0).ok(), "the first route conflicts");
  Must(!matcher.Add("GET", *parsed, 1).ok(), "the second does");
  for (const auto& variable : parsed->variables) {
    Must(variable.begin < variable.end, "a variable has segments");
    Must(variable.end <= parsed->segments.size(), "and they are there");
  }
  // The path that fills every hole must be found again.
  std::string path;
  for (const auto& segment : parsed->segments) {
    path += "/";
    path += segment.kind == HttpTemplate::Segment::Kind::kLiteral
                ? segment.literal
                : "x";
  }
  if (!parsed->verb.empty()) path += ":" + parsed->verb;
  auto match = matcher.Find("GET", path);
  Must(match.has_value(), "a filled template matches");
  Must(match->values.size() == parsed->variables.size(), "all are bound");
  matcher.Find("GET", text);
  matcher.Methods(text);
}

void FuzzRequest(const std::uint8_t* data, std::size_t size) {
  static const Shop& shop = *new Shop;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('\n', 1));
  std::pair<absl::string_view, absl::string_view> line =
      absl::StrSplit(parts.first, absl::MaxSplits(' ', 1));
  std::pair<absl::string_view, absl::string_view> target =
      absl::StrSplit(line.second, absl::MaxSplits('?', 1));
  auto match = shop.routes.Find(line.first, target.first);
  if (!match) return;
  const Route& route = shop.routes.routes()[match->route];
  auto bound = Bind(route, *match, target.second, "", parts.second);
  if (!bound.ok()) {
    const Failure failure = FailureFrom(bound.status());
    Must(failure.http_status == 400, "bad input is the caller's fault");
    Must(!ErrorJson(failure).empty(), "and is told");
    return;
  }
  std::string json;
  PrintJson(**bound, json);
  // A body as deep as may be is one level too deep within its request.
  if (std::count_if(json.begin(), json.end(),
                    [](char c) { return c == '{' || c == '['; }) > 60) {
    return;
  }
  std::unique_ptr<google::protobuf::Message> again(route.request->New());
  const absl::Status read = ReadJson(json, *again);
  Must(read.ok(), "what is printed can be read");
}

}  // namespace rasoat::gateway
