#include "gateway/http/static_files.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/transcoding/path_matcher.h"

namespace rasoat::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<absl::string_view, absl::string_view> kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".wasm", "application/wasm"},
    {".pdf", "application/pdf"},
    {".txt", "text/plain; charset=utf-8"},
};

}  // namespace

std::string ContentTypeOf(absl::string_view path) {
  for (const auto& [ending, type] : kTypes) {
    if (absl::EndsWithIgnoreCase(path, ending)) return std::string(type);
  }
  return "application/octet-stream";
}

std::string EtagOf(absl::string_view content) {
  // FNV-1a: tells versions of our own files apart, no more is asked of it.
  std::uint64_t hash = 14695981039346656037u;
  for (unsigned char c : content) hash = (hash ^ c) * 1099511628211u;
  return absl::StrCat("\"", absl::Hex(hash, absl::kZeroPad16), "-",
                      content.size(), "\"");
}

bool NamesEtag(absl::string_view if_none_match, absl::string_view etag) {
  for (absl::string_view one : absl::StrSplit(if_none_match, ',')) {
    one = absl::StripAsciiWhitespace(one);
    if (absl::StartsWith(one, "W/")) one.remove_prefix(2);
    if (one == "*" || one == etag) return true;
  }
  return false;
}

void AddPageHeaders(Reply& reply) {
  reply.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
      "img-src 'self' data:; object-src 'none'; "
      "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  reply.headers.emplace_back("Referrer-Policy", "same-origin");
  reply.headers.emplace_back("X-Frame-Options", "DENY");
}

StaticFiles StaticFiles::Load(const std::string& folder) {
  StaticFiles loaded;
  std::error_code error;
  if (folder.empty() || !fs::is_directory(folder, error)) return loaded;
  for (fs::recursive_directory_iterator at(folder, error), end;
       !error && at != end; at.increment(error)) {
    if (at->is_symlink(error) || !at->is_regular_file(error)) continue;
    std::ifstream in(at->path(), std::ios::binary);
    if (!in) continue;
    File file;
    file.content.assign(std::istreambuf_iterator<char>(in), {});
    std::string path =
        "/" + at->path().lexically_relative(folder).generic_string();
    file.content_type = ContentTypeOf(path);
    file.etag = EtagOf(file.content);
    // The build puts a hash of the content into the names below assets/.
    file.cache_control = absl::StartsWith(path, "/assets/")
                             ? "public, max-age=31536000, immutable"
                             : "no-cache";
    loaded.files_.emplace(std::move(path), std::move(file));
  }
  return loaded;
}

bool StaticFiles::Find(absl::string_view path, absl::string_view if_none_match,
                       Reply& reply) const {
  std::optional<std::string> name = PercentDecode(path);
  if (!name || name->empty()) return false;
  if (name->back() == '/') name->append("index.html");
  auto found = files_.find(*name);
  if (found == files_.end()) return false;
  const File& file = found->second;
  reply = Reply{.content_type = file.content_type};
  reply.headers.emplace_back("ETag", file.etag);
  reply.headers.emplace_back("Cache-Control", file.cache_control);
  AddPageHeaders(reply);
  if (NamesEtag(if_none_match, file.etag)) {
    reply.status = 304;
  } else {
    reply.body = file.content;
  }
  return true;
}

}  // namespace rasoat::gateway
