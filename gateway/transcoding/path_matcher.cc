#include "gateway/transcoding/path_matcher.h"

#include <functional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"

namespace rasoat::gateway {
namespace {

using Segment = HttpTemplate::Segment;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = absl::ascii_tolower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// A path in segments, still encoded, with the verb set apart or not.
struct Parts {
  std::vector<absl::string_view> segments;
  absl::string_view verb;
};

Parts Split(absl::string_view path) {
  if (!path.empty() && path[0] == '/') path.remove_prefix(1);
  // A view of nothing at all would split into no segment; there is always one.
  if (path.empty()) return {{absl::string_view("")}, ""};
  return {absl::StrSplit(path, '/'), ""};
}

// Sets apart what follows the last colon of the last segment.
std::optional<Parts> WithVerb(Parts parts) {
  absl::string_view& last = parts.segments.back();
  const std::size_t colon = last.rfind(':');
  if (colon == absl::string_view::npos || colon + 1 == last.size()) {
    return std::nullopt;
  }
  parts.verb = last.substr(colon + 1);
  last = last.substr(0, colon);
  return parts;
}

}  // namespace

std::optional<std::string> PercentDecode(absl::string_view text,
                                         bool keep_slash) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = HexDigit(text[i + 1]), low = HexDigit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    const char decoded = static_cast<char>(high * 16 + low);
    if (decoded == '/' && keep_slash) {
      out.append(text.data() + i, 3);
    } else {
      out.push_back(decoded);
    }
    i += 2;
  }
  return out;
}

// One position of all templates together.
struct PathMatcher::Node {
  // What a template that ends here leads to.
  struct End {
    std::size_t route = 0;
    std::vector<HttpTemplate::Variable> variables;
    std::size_t segments = 0;
    bool ends_in_rest = false;
  };
  using Key = std::pair<std::string, std::string>;  // verb, method

  absl::flat_hash_map<std::string, std::unique_ptr<Node>> literals;
  std::unique_ptr<Node> one;
  std::unique_ptr<Node> rest;
  std::map<Key, End> ends;

  using Visit = std::function<bool(const Node&)>;

  // Calls `visit` on every node a path ends at, best first, until it is true.
  bool Walk(const std::vector<absl::string_view>& segments, std::size_t at,
            const Visit& visit) const {
    if (at == segments.size()) {
      if (visit(*this)) return true;
    } else {
      auto literal = literals.find(segments[at]);
      if (literal != literals.end() &&
          literal->second->Walk(segments, at + 1, visit)) {
        return true;
      }
      if (one != nullptr && !segments[at].empty() &&
          one->Walk(segments, at + 1, visit)) {
        return true;
      }
    }
    return rest != nullptr && visit(*rest);
  }
};

PathMatcher::PathMatcher() : root_(std::make_unique<Node>()) {}
PathMatcher::PathMatcher(PathMatcher&&) noexcept = default;
PathMatcher& PathMatcher::operator=(PathMatcher&&) noexcept = default;
PathMatcher::~PathMatcher() = default;

absl::Status PathMatcher::Add(absl::string_view method,
                              const HttpTemplate& path, std::size_t route) {
  Node* node = root_.get();
  for (const Segment& segment : path.segments) {
    std::unique_ptr<Node>& next =
        segment.kind == Segment::Kind::kLiteral
            ? node->literals[segment.literal]
            : (segment.kind == Segment::Kind::kOne ? node->one : node->rest);
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  Node::Key key{path.verb, std::string(method)};
  const bool ends_in_rest = path.segments.back().kind == Segment::Kind::kRest;
  auto [there, added] = node->ends.try_emplace(
      std::move(key),
      Node::End{route, path.variables, path.segments.size(), ends_in_rest});
  if (added) return absl::OkStatus();
  return Error(absl::StatusCode::kAlreadyExists, "ROUTE_CONFLICT",
               absl::StrCat("routes ", there->second.route, " and ", route,
                            " have the same method and path"));
}

std::optional<PathMatch> PathMatcher::Find(absl::string_view method,
                                           absl::string_view path) const {
  const Parts plain = Split(path);
  const std::optional<Parts> with_verb = WithVerb(plain);
  const Parts* used = nullptr;
  const Node::End* end = nullptr;
  for (const Parts* parts : {with_verb ? &*with_verb : nullptr, &plain}) {
    if (parts == nullptr) continue;
    Node::Key key{std::string(parts->verb), std::string(method)};
    root_->Walk(parts->segments, 0, [&](const Node& node) {
      auto found = node.ends.find(key);
      if (found == node.ends.end()) return false;
      end = &found->second;
      return true;
    });
    used = parts;
    if (end != nullptr) break;
  }
  if (end == nullptr) return std::nullopt;

  PathMatch match{.route = end->route, .values = {}};
  for (std::size_t i = 0; i < end->variables.size(); ++i) {
    const HttpTemplate::Variable& variable = end->variables[i];
    // `**`, always last, may stand for more or fewer segments than one.
    const bool takes_rest = end->ends_in_rest && variable.end == end->segments;
    const std::size_t stop = takes_rest ? used->segments.size() : variable.end;
    std::string text;
    for (std::size_t at = variable.begin; at < stop; ++at) {
      auto decoded = PercentDecode(used->segments[at], variable.several);
      if (!decoded) return std::nullopt;
      if (at != variable.begin) text.push_back('/');
      text.append(*decoded);
    }
    match.values.push_back({i, std::move(text)});
  }
  return match;
}

std::vector<std::string> PathMatcher::Methods(absl::string_view path) const {
  const Parts plain = Split(path);
  const std::optional<Parts> with_verb = WithVerb(plain);
  std::set<std::string> methods;
  for (const Parts* parts : {with_verb ? &*with_verb : nullptr, &plain}) {
    if (parts == nullptr) continue;
    root_->Walk(parts->segments, 0, [&](const Node& node) {
      for (const auto& [key, end] : node.ends) {
        if (key.first == parts->verb) methods.insert(key.second);
      }
      return false;
    });
  }
  return {methods.begin(), methods.end()};
}

}  // namespace rasoat::gateway
