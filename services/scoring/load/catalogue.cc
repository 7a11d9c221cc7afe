#include "services/scoring/load/catalogue.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/load/inherit.h"
#include "services/scoring/wire/standard_proto.h"

namespace rasoat::scoring {
namespace {

namespace fs = std::filesystem;

/// Keeps what the parser says, with the line.
class Listener final : public google::protobuf::io::ErrorCollector {
 public:
  Listener(std::string file, std::vector<std::string>& said)
      : file_(std::move(file)), said_(said) {}
  void AddError(int line, int column, const std::string& message) override {
    said_.push_back(
        absl::StrCat(file_, ":", line + 1, ":", column + 1, ": ", message));
  }

 private:
  const std::string file_;
  std::vector<std::string>& said_;
};

absl::Status Malformed(const std::vector<std::string>& faults) {
  if (faults.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "STANDARD_MALFORMED",
               absl::StrJoin(faults, "\n"));
}

void Tell(const std::string& name, const std::vector<Fault>& faults,
          std::vector<std::string>& lines) {
  for (const Fault& fault : faults) {
    lines.push_back(absl::StrCat(name, ": ", fault.place, ": ", fault.what));
  }
}

/// Looks at a complete standard.
JudgedStandard JudgeComplete(v1::Standard proto) {
  CheckedStandard checked = CheckStandard(proto);
  proto.set_content_hash(checked.standard.content_hash);
  if (proto.state() == v1::STANDARD_STATE_UNSPECIFIED) {
    proto.set_state(v1::STANDARD_STATE_ACTIVE);
  }
  return {{std::move(checked.standard), std::move(proto)},
          std::move(checked.faults)};
}

}  // namespace

/// Readers take the index that is current without a lock; indices of before are
/// kept, there are few.
struct Catalogue::Shelf {
  using Index = std::vector<const KnownStandard*>;

  absl::Mutex mutex;
  std::vector<std::unique_ptr<const KnownStandard>> standards;
  std::vector<std::unique_ptr<const Index>> indices;
  std::atomic<const Index*> current;

  Shelf() { Put({}); }
  void Put(Index index) {
    std::sort(index.begin(), index.end(),
              [](const KnownStandard* a, const KnownStandard* b) {
                return a->standard.name < b->standard.name;
              });
    indices.push_back(std::make_unique<const Index>(std::move(index)));
    current.store(indices.back().get(), std::memory_order_release);
  }
};

Catalogue::Catalogue() : shelf_(std::make_unique<Shelf>()) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

absl::StatusOr<Catalogue> Catalogue::Of(std::vector<v1::Standard> standards) {
  Catalogue catalogue;
  Shelf& shelf = *catalogue.shelf_;
  Shelf::Index index;
  std::vector<std::string> faults;
  std::sort(standards.begin(), standards.end(),
            [](const v1::Standard& a, const v1::Standard& b) {
              return a.name() < b.name();
            });
  CompleteByParents(standards, faults);
  for (v1::Standard& proto : standards) {
    JudgedStandard judged = JudgeComplete(std::move(proto));
    Tell(judged.known.proto.name(), judged.faults, faults);
    shelf.standards.push_back(
        std::make_unique<const KnownStandard>(std::move(judged.known)));
    index.push_back(shelf.standards.back().get());
  }
  RASOAT_RETURN_IF_ERROR(Malformed(faults));
  shelf.Put(std::move(index));
  return catalogue;
}

absl::StatusOr<Catalogue> Catalogue::Load(const std::string& directory) {
  std::error_code failed;
  std::vector<v1::Standard> standards;
  std::vector<std::string> faults;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(directory, failed)) {
    if (entry.path().extension() != ".txtpb") continue;
    std::ifstream file(entry.path());
    std::ostringstream text;
    text << file.rdbuf();
    google::protobuf::TextFormat::Parser parser;
    Listener listener(entry.path().filename().string(), faults);
    parser.RecordErrorsTo(&listener);
    v1::Standard& standard = standards.emplace_back();
    parser.ParseFromString(text.str(), &standard);
    standard.set_name(absl::StrCat("standards/", entry.path().stem().string()));
  }
  if (failed || standards.empty()) {
    return Error(absl::StatusCode::kNotFound, "STANDARDS_MISSING",
                 absl::StrCat("no *.txtpb in '", directory, "'"));
  }
  RASOAT_RETURN_IF_ERROR(Malformed(faults));
  return Of(std::move(standards));
}

JudgedStandard Catalogue::Judge(const v1::Standard& standard) const {
  std::vector<v1::Standard> family = {standard};
  if (const KnownStandard* parent = Find(standard.parent())) {
    family.push_back(parent->proto);
    family.back().clear_parent();  // it is complete
    family.back().clear_state();
    family.back().clear_import();
  }
  std::vector<std::string> faults;
  CompleteByParents(family, faults);
  v1::Standard& whole = family.front();
  whole.set_state(standard.state());
  whole.clear_import();
  if (standard.has_import()) *whole.mutable_import() = standard.import();
  if (faults.empty()) return JudgeComplete(std::move(whole));
  JudgedStandard judged{.known = {CheckStandard(whole).standard, whole}};
  for (const std::string& fault : faults) {
    judged.faults.push_back(
        {"parent",
         std::string(absl::StripPrefix(
             fault, absl::StrCat(standard.name(), ": parent: "))),
         "không phải là chuẩn đang dùng của cả nước hoặc của cùng địa bàn"});
  }
  return judged;
}

absl::Status Catalogue::Add(const v1::Standard& standard) {
  JudgedStandard judged = Judge(standard);
  std::vector<std::string> faults;
  Tell(standard.name(), judged.faults, faults);
  RASOAT_RETURN_IF_ERROR(Malformed(faults));
  absl::MutexLock lock(&shelf_->mutex);
  if (const KnownStandard* known = Find(standard.name())) {
    if (known->standard.content_hash == judged.known.standard.content_hash) {
      return absl::OkStatus();
    }
    return Error(absl::StatusCode::kAlreadyExists, "STANDARD_CHANGED",
                 absl::StrCat("another standard is called ", standard.name()));
  }
  Shelf::Index index = all();
  shelf_->standards.push_back(
      std::make_unique<const KnownStandard>(std::move(judged.known)));
  index.push_back(shelf_->standards.back().get());
  shelf_->Put(std::move(index));
  return absl::OkStatus();
}

const std::vector<const KnownStandard*>& Catalogue::all() const {
  return *shelf_->current.load(std::memory_order_acquire);
}

const KnownStandard* Catalogue::Find(absl::string_view name) const {
  for (const KnownStandard* known : all()) {
    if (known->standard.name == name) return known;
  }
  return nullptr;
}

absl::StatusOr<const KnownStandard*> Catalogue::Need(
    absl::string_view name, absl::string_view field) const {
  if (const KnownStandard* known = Find(name)) return known;
  return Refused(absl::StatusCode::kNotFound,
                 {.field = std::string(field),
                  .rule = "STANDARD_NOT_FOUND",
                  .vi = "Không có chuẩn nghèo này. Hãy chọn một chuẩn trong "
                        "danh sách.",
                  .en = "There is no such standard. Choose one of the list."});
}

}  // namespace rasoat::scoring
