#include "services/scoring/load/catalogue.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "services/common/log/log.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/domain/validate_questions.h"
#include "services/scoring/load/inherit.h"
#include "services/scoring/load/text_files.h"
#include "services/scoring/wire/standard_proto.h"

namespace rasoat::scoring {
namespace {

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
JudgedStandard JudgeComplete(v1::Standard proto, const KnownForms& forms) {
  CheckedStandard checked = CheckStandard(proto);
  std::vector<Fault> more = ValidateQuestions(checked.standard, forms);
  std::move(more.begin(), more.end(), std::back_inserter(checked.faults));
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

  KnownForms forms;  // never changes
  absl::Mutex mutex;
  std::vector<std::unique_ptr<const KnownStandard>> standards;
  std::vector<std::unique_ptr<const Index>> indices;
  std::atomic<const Index*> current;

  Shelf() { Put({}); }
  /// Keeps a standard, and gives what goes to an index.
  const KnownStandard* Keep(KnownStandard known) {
    if (IsUnchecked(known.standard, forms)) {
      log::Line("standard_questions_unchecked", log::Level::kWarning)
          .Add("standard", known.standard.name)
          .Write();
    }
    standards.push_back(
        std::make_unique<const KnownStandard>(std::move(known)));
    return standards.back().get();
  }
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

absl::StatusOr<Catalogue> Catalogue::Of(std::vector<v1::Standard> standards,
                                        KnownForms forms) {
  Catalogue catalogue;
  Shelf& shelf = *catalogue.shelf_;
  shelf.forms = std::move(forms);
  Shelf::Index index;
  std::vector<std::string> faults;
  std::sort(standards.begin(), standards.end(),
            [](const v1::Standard& a, const v1::Standard& b) {
              return a.name() < b.name();
            });
  CompleteByParents(standards, faults);
  for (v1::Standard& proto : standards) {
    JudgedStandard judged = JudgeComplete(std::move(proto), shelf.forms);
    Tell(judged.known.proto.name(), judged.faults, faults);
    index.push_back(shelf.Keep(std::move(judged.known)));
  }
  RASOAT_RETURN_IF_ERROR(Malformed(faults));
  shelf.Put(std::move(index));
  return catalogue;
}

absl::StatusOr<Catalogue> Catalogue::Load(const std::string& directory) {
  std::vector<std::string> faults;
  std::vector<v1::Standard> standards = ReadStandardFiles(directory, faults);
  if (standards.empty()) {
    return Error(absl::StatusCode::kNotFound, "STANDARDS_MISSING",
                 absl::StrCat("no *.txtpb in '", directory, "'"));
  }
  KnownForms forms =
      ReadFormFiles(absl::StrCat(directory, "/questions"), faults);
  RASOAT_RETURN_IF_ERROR(Malformed(faults));
  return Of(std::move(standards), std::move(forms));
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
  if (faults.empty()) return JudgeComplete(std::move(whole), shelf_->forms);
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
  index.push_back(shelf_->Keep(std::move(judged.known)));
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
