// Everything that takes the work of devices, over stores in memory, and the
// items that tests send.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/registry/intake/field_intake.h"
#include "services/registry/rpc/survey_draft_proto.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/memory_registry.h"
#include "tests/support/registry/samples.h"

namespace rasoat::registry {

/// The part of a result that a repeat must be told the same.
struct ToldAgain {
  ItemOutcome outcome;
  HouseholdId household;
  SurveyId survey;
  std::int64_t revision;
  std::string reason;
  std::vector<std::string> conflicts;

  friend bool operator==(const ToldAgain&, const ToldAgain&) = default;
};
ToldAgain Told(const FieldResult& result);

/// Takes items as `staff/a` on the device 1.
class FieldDesk {
 public:
  static constexpr absl::Time kNever = absl::InfiniteFuture();

  FieldDesk();

  absl::Status ImportSamples();
  /// Sends a batch; the device says that it is `sent`.
  absl::StatusOr<FieldOutcome> Send(std::vector<FieldItem> items,
                                    absl::Time sent, std::uint64_t device = 1);

  /// Items, each with an id and a print of its own content.
  static FieldItem Registration(std::uint64_t item, std::uint64_t household);
  static FieldItem SurveyOf(std::uint64_t item, std::uint64_t survey,
                            std::uint64_t household);
  static FieldItem PhoneChange(std::uint64_t item, std::uint64_t household,
                               std::int64_t revision, const std::string& phone);

  /// What an officer does meanwhile.
  absl::Status Register(std::uint64_t household);
  absl::Status ChangePhone(std::uint64_t household, const std::string& phone);
  absl::Status Move(std::uint64_t household, const AreaCode& village);

 protected:
  FakeClock clock_;
  CountedIds ids_;
  MemoryAreaStore area_store_;
  MemoryRegistry store_{clock_};
  MemoryDeviceStore devices_;
  AreaCatalog areas_{area_store_, clock_};
  FormShelf forms_;
  PersonRules rules_ = SampleRules();
  Intake intake_{areas_, store_, store_, forms_, rules_, ids_};
  EventRecorder recorder_{store_, areas_, rules_};
  DraftDesk desk_{store_, store_, forms_, ids_};
  FieldIntake field_intake_{{.intake = intake_,
                             .areas = areas_,
                             .households = store_,
                             .surveys = store_,
                             .receipts = store_,
                             .devices = devices_,
                             .recorder = recorder_,
                             .desk = desk_,
                             .read_draft = ReadDraft,
                             .forms = forms_,
                             .rules = rules_,
                             .clock_limit = absl::Minutes(10)}};
};

}  // namespace rasoat::registry
