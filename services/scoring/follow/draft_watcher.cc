#include "services/scoring/follow/draft_watcher.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/log/log.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::scoring {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(5);

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const std::int64_t micros = absl::ToUnixMicros(time);
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(micros / 1'000'000);
  stamp.set_nanos(static_cast<std::int32_t>(micros % 1'000'000 * 1'000));
  return stamp;
}

void Warn(const char* event, const absl::Status& why) {
  log::Line(event, log::Level::kWarning)
      .Add("reason", ReasonOf(why))
      .Add("message", why.message())
      .Write();
}

}  // namespace

absl::StatusOr<v1::Standard> ShownDraft(const StandardDraft& draft) {
  v1::Standard shown;
  if (!shown.ParseFromString(draft.content)) {
    return Error(absl::StatusCode::kInternal, "STANDARD_UNREADABLE",
                 absl::StrCat("the draft ", draft.standard, " is damaged"));
  }
  shown.set_name(absl::StrCat("standards/", draft.standard));
  shown.set_content_hash(draft.hash);
  shown.set_state(static_cast<v1::StandardState>(draft.state));
  v1::StandardImport& import = *shown.mutable_import();
  import.set_imported_by(draft.imported_by);
  *import.mutable_import_time() = ToTimestamp(draft.import_time);
  if (draft.decided_by) import.set_decided_by(*draft.decided_by);
  if (draft.decide_time) {
    *import.mutable_decide_time() = ToTimestamp(*draft.decide_time);
  }
  import.set_reason(draft.reason);
  return shown;
}

void DraftWatcher::Start() {
  thread_ = std::thread([this] { Run(); });
}

void DraftWatcher::Stop() {
  {
    absl::MutexLock lock(&mu_);
    ending_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void DraftWatcher::Run() {
  while (true) {
    const absl::Status looked = Refresh(clock_.Now() + kPatience);
    if (!looked.ok()) Warn("standard_drafts_unseen", looked);
    absl::MutexLock lock(&mu_);
    if (mu_.AwaitWithTimeout(absl::Condition(&ending_), every_)) return;
  }
}

bool DraftWatcher::AddAll(std::vector<v1::Standard> active) {
  // A parent may stand behind its child: as long as one more finds its place,
  // the others are tried again.
  std::size_t before = active.size() + 1;
  while (active.size() < before) {
    before = active.size();
    std::erase_if(active, [this](const v1::Standard& standard) {
      return catalogue_.Add(standard).ok();
    });
  }
  for (const v1::Standard& standard : active) {
    Warn("standard_not_added", catalogue_.Add(standard));
  }
  return active.empty();
}

absl::Status DraftWatcher::Refresh(absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<StandardDraft> heads,
                          store_.All(false, deadline));
  {
    absl::MutexLock lock(&mu_);
    if (heads == heads_) return absl::OkStatus();
  }
  RASOAT_ASSIGN_OR_RETURN(const std::vector<StandardDraft> drafts,
                          store_.All(true, deadline));
  auto seen = std::make_shared<std::vector<v1::Standard>>();
  std::vector<v1::Standard> active;
  for (const StandardDraft& draft : drafts) {
    RASOAT_ASSIGN_OR_RETURN(v1::Standard shown, ShownDraft(draft));
    if (draft.state == DraftState::kActive) active.push_back(shown);
    seen->push_back(std::move(shown));
  }
  const bool all = AddAll(std::move(active));
  absl::MutexLock lock(&mu_);
  // What could not be added is tried again at the next look.
  if (all) heads_ = std::move(heads);
  seen_ = std::move(seen);
  return absl::OkStatus();
}

std::shared_ptr<const std::vector<v1::Standard>> DraftWatcher::Seen() const {
  absl::MutexLock lock(&mu_);
  return seen_;
}

absl::StatusOr<v1::Standard> FindStandard(const Catalogue& catalogue,
                                          const DraftWatcher& drafts,
                                          const std::string& name,
                                          absl::string_view field) {
  if (const KnownStandard* known = catalogue.Find(name)) return known->proto;
  for (const v1::Standard& draft : *drafts.Seen()) {
    if (draft.name() == name) return draft;
  }
  return catalogue.Need(name, field).status();
}

std::vector<v1::Standard> AllStandards(const Catalogue& catalogue,
                                       const DraftWatcher& drafts) {
  std::vector<v1::Standard> all;
  for (const KnownStandard* known : catalogue.all()) {
    all.push_back(known->proto);
  }
  for (const v1::Standard& draft : *drafts.Seen()) {
    if (catalogue.Find(draft.name()) == nullptr) all.push_back(draft);
  }
  std::sort(all.begin(), all.end(),
            [](const v1::Standard& a, const v1::Standard& b) {
              return a.name() < b.name();
            });
  return all;
}

}  // namespace rasoat::scoring
