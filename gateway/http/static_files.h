#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/http/request.h"

namespace rasoat::gateway {

/// The built web pages, read into memory once.
///
/// A path is looked up among the files that were there at the start, so there
/// is no way out of the folder, and no I/O per request. Links are not followed.
/// Immutable; thread safe.
class StaticFiles {
 public:
  /// Reads everything under `folder`; a folder that is not there is empty.
  static StaticFiles Load(const std::string& folder);

  /// The reply to a GET of `path` (percent-encoded, `/` stands for
  /// `/index.html`); 304 without a body if `if_none_match` names the file as it
  /// is. False if there is no such file.
  bool Find(absl::string_view path, absl::string_view if_none_match,
            Reply& reply) const;

  bool empty() const { return files_.empty(); }

 private:
  struct File {
    std::string content;
    std::string content_type;
    std::string etag;
    std::string cache_control;
  };
  std::map<std::string, File, std::less<>> files_;
};

/// The media type that a file name's ending stands for.
std::string ContentTypeOf(absl::string_view path);

/// `"…"`: a strong validator of the content.
std::string EtagOf(absl::string_view content);

/// Whether an If-None-Match header names `etag`.
bool NamesEtag(absl::string_view if_none_match, absl::string_view etag);

/// The headers that keep a page to itself: CSP, Referrer-Policy and so on.
void AddPageHeaders(Reply& reply);

}  // namespace rasoat::gateway
