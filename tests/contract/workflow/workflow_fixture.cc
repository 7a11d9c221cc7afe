#include "tests/contract/workflow/workflow_fixture.h"

#include "services/common/feed/change_table.h"
#include "tests/support/source_dir.h"

namespace rasoat::workflow {
namespace {

constexpr absl::CivilDay kLongAgo(2004, 1, 1);

AreaVersion UnitOf(const std::string& code, const std::string& parent,
                   Tier tier) {
  return {.unit = {{code}, {parent}, tier, "Đơn vị " + code}, .from = kLongAgo};
}

}  // namespace

void WorkflowTest::SetUp() {
  ASSERT_TRUE(schema_.ok());
  feed_ = std::make_unique<feed::Feed>(schema_.pool(), clock_);
  rounds_ = std::make_unique<MySqlRoundStore>(*feed_, open_rounds_);
  villages_ = std::make_unique<MySqlVillageStore>(*feed_, open_rounds_);
  preparation_ = std::make_unique<MySqlPreparationStore>(*feed_, open_rounds_);
  staff_ = std::make_unique<MySqlStaffStore>(schema_.pool());
  accounts_ = std::make_unique<MySqlAccountStore>(schema_.pool());
  read_models_ = std::make_unique<MySqlReadModelStore>(schema_.pool());
  ASSERT_OK_AND_ASSIGN(
      procedures_,
      LoadProcedures(SourceDir() + "/services/workflow/procedures"));
  Follow([&](mysql::Transaction& tx) {
    return read_models_->PutAreas(
        tx, {UnitOf("24", "", Tier::kProvince),
             UnitOf("213", "24", Tier::kDistrict),
             UnitOf("215", "24", Tier::kDistrict),
             UnitOf("07201", "213", Tier::kCommune),
             UnitOf("07204", "213", Tier::kCommune),
             UnitOf("07300", "215", Tier::kCommune),
             UnitOf("07201001", "07201", Tier::kVillage),
             UnitOf("07201002", "07201", Tier::kVillage),
             UnitOf("07204001", "07204", Tier::kVillage),
             UnitOf("07300001", "07300", Tier::kVillage)});
  });
}

void WorkflowTest::PutHousehold(std::uint64_t number,
                                const std::string& village, bool active) {
  Follow([&](mysql::Transaction& tx) {
    return read_models_->PutHouseholds(
        tx, {{CountedIds::Of(number), {village}, active}});
  });
}

void WorkflowTest::PutAssessment(std::uint64_t number, const std::string& round,
                                 bool assessed) {
  Follow([&](mysql::Transaction& tx) {
    return read_models_->PutAssessments(
        tx, {{CountedIds::Of(number), {round}, assessed}});
  });
}

void WorkflowTest::PutStandards(const std::string& round) {
  Follow([&](mysql::Transaction& tx) {
    return read_models_->PutRoundStandards(
        tx, {{{round}, {"standards/training-2021"}, true}});
  });
}

RoundPlan WorkflowTest::Plan(const std::string& id) const {
  return {.id = {id},
          .title = {"Tổng rà soát 2021", "General review 2021"},
          .area = {"24"},
          .procedure = {"general-review-2021"},
          .start = absl::CivilDay(2021, 9, 1),
          .end = absl::CivilDay(2021, 12, 14)};
}

std::shared_ptr<const OpenRound> WorkflowTest::Open(const std::string& id) {
  PutStandards(id);
  auto procedure = procedures_.Find({"general-review-2021"}, "");
  auto opened = rounds_->Open(
      Plan(id), std::make_shared<const ProcedureVersion>(*procedure),
      clock_.Now(), Soon());
  EXPECT_OK(opened);
  return opened.ok() ? *opened : nullptr;
}

std::vector<feed::v1::Change> WorkflowTest::Told() {
  auto changes =
      mysql::Read(schema_.pool(), Soon(), [&](mysql::Reader& reader) {
        return feed::ReadChanges(reader, heard_, 1000);
      });
  EXPECT_OK(changes);
  if (!changes->empty()) heard_ = changes->back().position();
  return *std::move(changes);
}

std::vector<std::string> WorkflowTest::ToldSubjects() {
  std::vector<std::string> subjects;
  for (const auto& change : Told()) subjects.push_back(change.subject());
  return subjects;
}

void WorkflowTest::AddStaff(const std::vector<std::string>& ids,
                            const std::string& area) {
  std::vector<Staff> staff;
  for (const std::string& id : ids) {
    staff.push_back({.id = {id},
                     .full_name = "Nguyễn Văn " + id,
                     .area = {area},
                     .position = Position::kReviewer});
  }
  ASSERT_OK(staff_->Add(staff, Soon()));
}

}  // namespace rasoat::workflow
