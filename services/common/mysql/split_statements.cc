#include "services/common/mysql/migrate.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace rasoat::mysql {
namespace {

/// The length of the comment that starts `text`, or 0. "/*!" and "/*+" are
/// statements to the server, not comments.
std::size_t CommentLength(absl::string_view text) {
  const bool dashes = absl::StartsWith(text, "--") &&
                      (text.size() == 2 || absl::ascii_isspace(text[2]));
  if (dashes || absl::StartsWith(text, "#")) {
    return std::min(text.find('\n'), text.size());
  }
  if (absl::StartsWith(text, "/*") && !absl::StartsWith(text, "/*!") &&
      !absl::StartsWith(text, "/*+")) {
    const std::size_t end = text.find("*/", 2);
    return end == absl::string_view::npos ? text.size() : end + 2;
  }
  return 0;
}

/// The length of the quoted text that starts `text`, or 0. A doubled quote and,
/// except in backquotes, a backslash keep it going.
std::size_t QuotedLength(absl::string_view text) {
  const char quote = text[0];
  if (quote != '\'' && quote != '"' && quote != '`') return 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote != '`') {
      ++i;
    } else if (text[i] == quote) {
      // A doubled quote is read as two texts side by side: same end.
      return i + 1;
    }
  }
  return text.size();
}

/// True when nothing but blanks and comments stand before the line's end.
bool EndsLine(absl::string_view text) {
  while (!text.empty() && text[0] != '\n') {
    if (const std::size_t comment = CommentLength(text); comment > 0) {
      text.remove_prefix(comment);
    } else if (absl::ascii_isspace(text[0])) {
      text.remove_prefix(1);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

std::vector<std::string> SplitStatements(absl::string_view text) {
  std::vector<std::string> statements;
  std::string statement;
  const auto finish = [&] {
    const absl::string_view bare = absl::StripAsciiWhitespace(statement);
    if (!bare.empty()) statements.emplace_back(bare);
    statement.clear();
  };
  while (!text.empty()) {
    if (const std::size_t comment = CommentLength(text); comment > 0) {
      statement += ' ';
      text.remove_prefix(comment);
    } else if (const std::size_t quoted = QuotedLength(text); quoted > 0) {
      statement.append(text.data(), quoted);
      text.remove_prefix(quoted);
    } else if (text[0] == ';' && EndsLine(text.substr(1))) {
      finish();
      text.remove_prefix(1);
    } else {
      statement += text[0];
      text.remove_prefix(1);
    }
  }
  finish();
  return statements;
}

}  // namespace rasoat::mysql
