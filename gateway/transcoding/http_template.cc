#include "gateway/transcoding/http_template.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::gateway {
namespace {

using Segment = HttpTemplate::Segment;
using Variable = HttpTemplate::Variable;

bool IsLiteral(char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool IsField(char c) { return absl::ascii_isalnum(c) || c == '_'; }

// Recursive descent over the grammar in the header.
class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) {}

  absl::StatusOr<HttpTemplate> Parse() {
    if (!Take('/')) return Bad("a leading slash");
    RASOAT_RETURN_IF_ERROR(Segments(/*inside=*/false));
    if (Take(':')) {
      RASOAT_ASSIGN_OR_RETURN(result_.verb, Word(IsLiteral, "a verb"));
    }
    if (at_ != text_.size()) return Bad("the end");
    return std::move(result_);
  }

 private:
  absl::Status Segments(bool inside) {
    do {
      if (!result_.segments.empty() &&
          result_.segments.back().kind == Segment::Kind::kRest) {
        return Bad("nothing after **");
      }
      if (Take('{')) {
        if (inside) return Bad("no variable inside a variable");
        RASOAT_RETURN_IF_ERROR(OneVariable());
      } else {
        RASOAT_RETURN_IF_ERROR(OneSegment());
      }
    } while (Take('/'));
    return absl::OkStatus();
  }

  absl::Status OneSegment() {
    if (Take('*')) {
      result_.segments.push_back(
          {Take('*') ? Segment::Kind::kRest : Segment::Kind::kOne, ""});
      return absl::OkStatus();
    }
    RASOAT_ASSIGN_OR_RETURN(std::string literal, Word(IsLiteral, "a segment"));
    result_.segments.push_back({Segment::Kind::kLiteral, std::move(literal)});
    return absl::OkStatus();
  }

  absl::Status OneVariable() {
    Variable variable;
    do {
      RASOAT_ASSIGN_OR_RETURN(std::string step, Word(IsField, "a field name"));
      variable.field_path.push_back(std::move(step));
    } while (Take('.'));
    variable.begin = result_.segments.size();
    if (Take('=')) {
      RASOAT_RETURN_IF_ERROR(Segments(/*inside=*/true));
    } else {
      result_.segments.push_back({Segment::Kind::kOne, ""});
    }
    if (!Take('}')) return Bad("'}'");
    variable.end = result_.segments.size();
    variable.several = variable.end - variable.begin > 1 ||
                       result_.segments.back().kind == Segment::Kind::kRest;
    for (const Variable& other : result_.variables) {
      if (other.field_path == variable.field_path) {
        return Bad("each variable once");
      }
    }
    result_.variables.push_back(std::move(variable));
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Word(bool (*allowed)(char),
                                   absl::string_view wanted) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && allowed(text_[at_])) ++at_;
    if (at_ == begin) return Bad(wanted);
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  absl::Status Bad(absl::string_view wanted) const {
    return Error(absl::StatusCode::kInvalidArgument, "BAD_TEMPLATE",
                 absl::StrCat("path template '", text_, "': expected ", wanted,
                              " at offset ", at_));
  }

  absl::string_view text_;
  std::size_t at_ = 0;
  HttpTemplate result_;
};

}  // namespace

absl::StatusOr<HttpTemplate> ParseHttpTemplate(absl::string_view text) {
  return Parser(text).Parse();
}

}  // namespace rasoat::gateway
