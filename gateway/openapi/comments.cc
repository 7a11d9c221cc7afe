#include "gateway/openapi/comments.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace rasoat::gateway {
namespace {

std::string Clean(const std::string& comment) {
  std::vector<absl::string_view> lines = absl::StrSplit(comment, '\n');
  for (absl::string_view& line : lines) {
    // Each line starts with the one space after its slashes.
    if (!line.empty() && line[0] == ' ') line.remove_prefix(1);
    line = absl::StripTrailingAsciiWhitespace(line);
  }
  return std::string(absl::StripAsciiWhitespace(absl::StrJoin(lines, "\n")));
}

}  // namespace

template <class Element>
std::string CommentOf(const Element& element) {
  google::protobuf::SourceLocation location;
  if (!element.GetSourceLocation(&location)) return "";
  std::string text = Clean(location.leading_comments);
  return text.empty() ? Clean(location.trailing_comments) : text;
}

template std::string CommentOf(const google::protobuf::Descriptor&);
template std::string CommentOf(const google::protobuf::EnumDescriptor&);
template std::string CommentOf(const google::protobuf::EnumValueDescriptor&);
template std::string CommentOf(const google::protobuf::FieldDescriptor&);
template std::string CommentOf(const google::protobuf::MethodDescriptor&);
template std::string CommentOf(const google::protobuf::ServiceDescriptor&);

std::string SummaryOf(const std::string& comment) {
  const std::string paragraph = comment.substr(0, comment.find("\n\n"));
  std::string line = absl::StrReplaceAll(paragraph, {{"\n", " "}});
  const std::size_t stop = line.find(". ");
  if (stop != std::string::npos) line.resize(stop);
  while (!line.empty() && (line.back() == '.' || line.back() == ' ')) {
    line.pop_back();
  }
  return line;
}

}  // namespace rasoat::gateway
