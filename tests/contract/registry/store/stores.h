// The stores under test: in memory and on MariaDB, asked the same.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "services/common/feed/feed.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_area_store.h"
#include "services/registry/store/mysql_attachment_store.h"
#include "services/registry/store/mysql_device_store.h"
#include "services/registry/store/mysql_draft_store.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_package_store.h"
#include "services/registry/store/mysql_receipt_store.h"
#include "services/registry/store/mysql_review_store.h"
#include "services/registry/store/mysql_survey_store.h"
#include "services/registry/store/mysql_visit_store.h"
#include "services/registry/store/mysql_work_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/memory_attachments.h"
#include "tests/support/registry/memory_registry.h"
#include "tests/support/registry/sample_keys.h"
#include "tests/support/registry/samples.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {

/// The stores under test, wherever they are.
class Stores {
 public:
  virtual ~Stores() = default;
  virtual bool ok() const { return true; }
  virtual AreaStore& areas() = 0;
  virtual HouseholdStore& households() = 0;
  virtual SurveyStore& surveys() = 0;
  virtual VisitStore& visits() = 0;
  virtual ReviewStore& reviews() = 0;
  virtual DraftStore& drafts() = 0;
  virtual AttachmentStore& attachments() = 0;
  virtual PackageStore& packages() = 0;
  virtual ReceiptStore& receipts() = 0;
  virtual DeviceStore& devices() = 0;
  virtual WorkStore& work() = 0;
};

class MemoryStores final : public Stores {
 public:
  AreaStore& areas() override { return areas_; }
  HouseholdStore& households() override { return registry_; }
  SurveyStore& surveys() override { return registry_; }
  VisitStore& visits() override { return registry_; }
  ReviewStore& reviews() override { return registry_; }
  DraftStore& drafts() override { return registry_; }
  AttachmentStore& attachments() override { return attachments_; }
  PackageStore& packages() override { return registry_; }
  ReceiptStore& receipts() override { return registry_; }
  DeviceStore& devices() override { return devices_; }
  WorkStore& work() override { return registry_; }

 private:
  FakeClock clock_;
  MemoryAreaStore areas_;
  MemoryRegistry registry_{clock_};
  MemoryAttachments attachments_{registry_, registry_};
  MemoryDeviceStore devices_;
};

class MySqlStores final : public Stores {
 public:
  MySqlStores() {
    if (!schema_.ok()) return;
    feed_ = std::make_unique<feed::Feed>(schema_.pool(), clock_);
    areas_ = std::make_unique<MySqlAreaStore>(*feed_, codec_);
    households_ = std::make_unique<MySqlHouseholdStore>(*feed_, rows_, codec_);
    surveys_ = std::make_unique<MySqlSurveyStore>(schema_.pool(), survey_rows_);
    visits_ =
        std::make_unique<MySqlVisitStore>(*feed_, rows_, survey_rows_, codec_);
    reviews_ =
        std::make_unique<MySqlReviewStore>(*feed_, survey_rows_, codec_, keys_);
    drafts_ = std::make_unique<MySqlDraftStore>(schema_.pool(), keys_, codec_);
    attachments_ =
        std::make_unique<MySqlAttachmentStore>(schema_.pool(), keys_);
    packages_ = std::make_unique<MySqlPackageStore>(schema_.pool());
    receipts_ = std::make_unique<MySqlReceiptStore>(schema_.pool(), codec_);
    devices_ = std::make_unique<MySqlDeviceStore>(schema_.pool());
    work_ = std::make_unique<MySqlWorkStore>(schema_.pool());
  }
  bool ok() const override { return schema_.ok(); }
  AreaStore& areas() override { return *areas_; }
  HouseholdStore& households() override { return *households_; }
  SurveyStore& surveys() override { return *surveys_; }
  VisitStore& visits() override { return *visits_; }
  ReviewStore& reviews() override { return *reviews_; }
  DraftStore& drafts() override { return *drafts_; }
  AttachmentStore& attachments() override { return *attachments_; }
  ScratchSchema& schema() { return schema_; }
  PackageStore& packages() override { return *packages_; }
  ReceiptStore& receipts() override { return *receipts_; }
  DeviceStore& devices() override { return *devices_; }
  WorkStore& work() override { return *work_; }

 private:
  FakeClock clock_;
  ScratchSchema schema_{"services/registry/migrations"};
  ProtoRecordCodec codec_;
  crypto::KeyRing keys_ = SampleKeys();
  crypto::BlindIndex index_ = SampleIndex();
  MySqlHouseholdRows rows_{codec_, keys_, index_};
  MySqlSurveyRows survey_rows_{codec_, keys_};
  std::unique_ptr<feed::Feed> feed_;
  std::unique_ptr<MySqlAreaStore> areas_;
  std::unique_ptr<MySqlHouseholdStore> households_;
  std::unique_ptr<MySqlSurveyStore> surveys_;
  std::unique_ptr<MySqlVisitStore> visits_;
  std::unique_ptr<MySqlReviewStore> reviews_;
  std::unique_ptr<MySqlDraftStore> drafts_;
  std::unique_ptr<MySqlAttachmentStore> attachments_;
  std::unique_ptr<MySqlPackageStore> packages_;
  std::unique_ptr<MySqlReceiptStore> receipts_;
  std::unique_ptr<MySqlDeviceStore> devices_;
  std::unique_ptr<MySqlWorkStore> work_;
};

/// One kind of stores, for the name of the test.
struct Kind {
  const char* name;
  std::unique_ptr<Stores> (*make)();
};

/// A fixture over both. Use it as
/// `INSTANTIATE_TEST_SUITE_P(All, StoreTest, BothKinds(), NameOfKind)`.
class StoreTest : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    stores_ = GetParam().make();
    ASSERT_TRUE(stores_->ok());
  }

  static absl::Time Soon() { return SystemClock().Now() + absl::Seconds(20); }

  static Survey Taken(std::uint64_t number, std::uint64_t household) {
    Survey survey = SampleSurvey(number, household);
    AddMemberFacts(SampleHousehold(household), survey);
    survey.village = {"07207001"};
    survey.form_hash = std::string(32, 'h');
    survey.place = {Settlement::kRural, Region::kRedRiverDelta};
    survey.reviewer = "staff/a";
    survey.submit_time = absl::FromUnixMicros(1'633'000'000'000'001);
    survey.device_time = absl::FromUnixMicros(1'633'000'000'000'000);
    return survey;
  }

  static NewVisit Visit(std::uint64_t number) {
    return {.household = SampleHousehold(number),
            .survey = Taken(number, number),
            .seen_revision = 1};
  }

  static NewVisit SurveyOnly(std::uint64_t number, std::uint64_t household,
                             std::uint64_t replaces = 0) {
    NewVisit visit{.survey = Taken(number, household), .seen_revision = 1};
    visit.survey->replaces = IdNumber<SurveyId>(replaces);
    return visit;
  }

  std::vector<std::string> Take(std::vector<NewVisit> visits) {
    auto statuses = stores_->visits().Take(visits, Soon());
    EXPECT_OK(statuses);
    std::vector<std::string> reasons;
    if (!statuses.ok()) return reasons;
    for (const absl::Status& status : *statuses) {
      reasons.push_back(status.ok() ? "OK" : ReasonOf(status));
    }
    return reasons;
  }

  std::unique_ptr<Stores> stores_;
};

inline auto BothKinds() {
  return testing::Values(Kind{"Memory",
                              []() -> std::unique_ptr<Stores> {
                                return std::make_unique<MemoryStores>();
                              }},
                         Kind{"MySql", []() -> std::unique_ptr<Stores> {
                                return std::make_unique<MySqlStores>();
                              }});
}

inline std::string NameOfKind(const testing::TestParamInfo<Kind>& info) {
  return info.param.name;
}

}  // namespace rasoat::registry
