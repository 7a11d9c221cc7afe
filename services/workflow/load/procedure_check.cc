#include "services/workflow/load/procedure_check.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/workflow/domain/names.h"
#include "services/workflow/wire/procedure_proto.h"

namespace rasoat::workflow {
namespace {

using Tree = google::protobuf::TextFormat::ParseInfoTree;

constexpr int kMostSteps = 30;

/// A part of the message with where it stands in the file.
class Part {
 public:
  Part(const google::protobuf::Message& message, const Tree* tree,
       std::string path, int line, int column)
      : message_(message),
        tree_(tree),
        path_(std::move(path)),
        line_(line),
        column_(column) {}

  /// The part below `field`, `index` -1 if it is not repeated.
  Part Below(const char* field, int index,
             const google::protobuf::Message& message) const {
    const auto [line, column] = Place(field, index);
    return Part(message,
                tree_ == nullptr ? nullptr
                                 : tree_->GetTreeForNested(Field(field), index),
                PathOf(field, index) + ".", line, column);
  }

  /// `line:column: path.field`; of this part itself where the field is absent.
  std::string At(const char* field, int index = -1) const {
    const auto [line, column] = Place(field, index);
    return absl::StrCat(line + 1, ":", column + 1, ": ", PathOf(field, index));
  }

 private:
  const google::protobuf::FieldDescriptor* Field(const char* name) const {
    return message_.GetDescriptor()->FindFieldByName(name);
  }
  std::string PathOf(const char* field, int index) const {
    return index < 0 ? absl::StrCat(path_, field)
                     : absl::StrCat(path_, field, "[", index, "]");
  }
  std::pair<int, int> Place(const char* field, int index) const {
    if (tree_ != nullptr) {
      // A repeated field as a whole stands where its first element does.
      const bool whole = Field(field)->is_repeated() && index < 0;
      const auto found = tree_->GetLocation(Field(field), whole ? 0 : index);
      if (found.line >= 0) return {found.line, found.column};
    }
    return {line_, column_};
  }

  const google::protobuf::Message& message_;
  const Tree* tree_;
  std::string path_;
  int line_;
  int column_;
};

/// Gathers what the parser and the checks find.
class Faults final : public google::protobuf::io::ErrorCollector {
 public:
  explicit Faults(absl::string_view file) : file_(file) {}

  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    Add(absl::StrCat(line + 1, ":", column + 1), message);
  }
  void Add(absl::string_view place, absl::string_view what) {
    found_.push_back(absl::StrCat(file_, ":", place, ": ", what));
  }
  std::vector<std::string> Take() { return std::move(found_); }
  bool empty() const { return found_.empty(); }

 private:
  const std::string file_;
  std::vector<std::string> found_;
};

void CheckText(const Part& owner, const char* field, const v1::Text& text,
               Faults& faults) {
  const Part part = owner.Below(field, -1, text);
  if (text.vi().empty()) faults.Add(part.At("vi"), "must not be empty");
  if (text.en().empty()) faults.Add(part.At("en"), "must not be empty");
}

void CheckOrigin(const Part& owner, const v1::Origin& origin, Faults& faults) {
  const Part part = owner.Below("origin", -1, origin);
  if (origin.source().empty()) {
    faults.Add(part.At("source"), "must say where this stands");
  }
  if (origin.mark() == v1::MARK_UNSPECIFIED) {
    faults.Add(part.At("mark"), "must say how sure we are");
  }
}

void CheckStep(const Part& part, const v1::Step& step, int number,
               Faults& faults) {
  if (step.number() != number) {
    faults.Add(part.At("number"), absl::StrCat("must be ", number));
  }
  CheckText(part, "label", step.label(), faults);
  std::set<int> guards;
  for (int i = 0; i < step.guards_size(); ++i) {
    if (step.guards(i) == v1::STEP_GUARD_UNSPECIFIED) {
      faults.Add(part.At("guards", i), "must name a guard");
    } else if (!guards.insert(step.guards(i)).second) {
      faults.Add(part.At("guards", i), "stands there twice");
    }
  }
  const bool meets = guards.contains(v1::STEP_GUARD_MEETING_AGREED);
  const int percent = step.agreement_percent();
  if (meets && (percent < 1 || percent > 100)) {
    faults.Add(part.At("agreement_percent"), "must be 1 to 100");
  } else if (!meets && percent != 0) {
    faults.Add(part.At("agreement_percent"),
               "belongs to STEP_GUARD_MEETING_AGREED only");
  }
  CheckOrigin(part, step.origin(), faults);
}

void CheckMilestone(const Part& part, const v1::MilestoneKind& kind,
                    std::set<std::string>& codes, Faults& faults) {
  if (!IsId(kind.code(), 1, 40)) {
    faults.Add(part.At("code"),
               "must be 1 to 40 lower-case letters, digits and hyphens");
  } else if (!codes.insert(kind.code()).second) {
    faults.Add(part.At("code"), "stands there twice");
  }
  CheckText(part, "label", kind.label(), faults);
  if (!TierOf(kind.tier()).ok()) {
    faults.Add(part.At("tier"),
               "must be province, district, commune or village");
  }
  CheckOrigin(part, kind.origin(), faults);
}

void Check(absl::string_view file, const v1::Procedure& message,
           const Tree& tree, Faults& faults) {
  const Part part(message, &tree, "", 0, 0);
  const absl::string_view stem = absl::StripSuffix(file, ".txtpb");
  if (message.name() != absl::StrCat("procedures/", stem) ||
      !IsId(stem, 1, 40)) {
    faults.Add(part.At("name"),
               absl::StrCat("must be procedures/ and the file's name, of "
                            "lower-case letters, digits and hyphens"));
  }
  CheckText(part, "title", message.title(), faults);
  if (!message.content_hash().empty()) {
    faults.Add(part.At("content_hash"), "is computed, leave it out");
  }
  if (message.steps().empty() || message.steps_size() > kMostSteps) {
    faults.Add(part.At("steps"), absl::StrCat("must be 1 to ", kMostSteps));
  }
  for (int i = 0; i < message.steps_size(); ++i) {
    CheckStep(part.Below("steps", i, message.steps(i)), message.steps(i), i + 1,
              faults);
  }
  std::set<std::string> codes;
  for (int i = 0; i < message.milestones_size(); ++i) {
    CheckMilestone(part.Below("milestones", i, message.milestones(i)),
                   message.milestones(i), codes, faults);
  }
}

}  // namespace

std::vector<std::string> ReadProcedure(absl::string_view file,
                                       const std::string& text,
                                       v1::Procedure& message) {
  Faults faults(file);
  Tree tree;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&faults);
  parser.WriteLocationsTo(&tree);
  if (parser.ParseFromString(text, &message)) {
    Check(file, message, tree, faults);
  } else if (faults.empty()) {
    faults.Add("1:1", "cannot be read");
  }
  return faults.Take();
}

}  // namespace rasoat::workflow
