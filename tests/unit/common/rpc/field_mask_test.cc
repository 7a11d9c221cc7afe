#include "services/common/rpc/field_mask.h"

#include <google/protobuf/util/message_differencer.h>

#include "rasoat/workflow/v1/staff.pb.h"
#include "tests/support/status_matchers.h"

namespace rasoat::rpc {
namespace {

using absl::StatusCode;
using google::protobuf::util::MessageDifferencer;
using workflow::v1::Staff;

constexpr absl::string_view kMutable[] = {"full_name", "position", "grants"};

google::protobuf::FieldMask Mask(std::initializer_list<const char*> paths) {
  google::protobuf::FieldMask mask;
  for (const char* path : paths) mask.add_paths(path);
  return mask;
}

class UpdateMaskTest : public testing::Test {
 protected:
  UpdateMaskTest() {
    stored_.set_name("staff/an");
    stored_.set_full_name("An");
    stored_.set_area("areas/24");
    stored_.add_grants()->set_area("24");
    sent_.set_name("staff/an");
    sent_.set_full_name("Bình");
    sent_.set_area("areas/22");
    sent_.add_grants()->set_area("22");
    sent_.add_grants()->set_area("23");
  }
  absl::Status Apply(std::initializer_list<const char*> paths) {
    return ApplyUpdateMask(Mask(paths), sent_, kMutable, stored_);
  }

  Staff stored_;
  Staff sent_;
};

TEST_F(UpdateMaskTest, CopiesOnlyWhatIsNamed) {
  ASSERT_OK(Apply({"full_name"}));
  EXPECT_EQ(stored_.full_name(), "Bình");
  EXPECT_EQ(stored_.area(), "areas/24");
  EXPECT_EQ(stored_.grants_size(), 1);
}

TEST_F(UpdateMaskTest, ReplacesListsAsAWhole) {
  ASSERT_OK(Apply({"grants"}));
  ASSERT_EQ(stored_.grants_size(), 2);
  EXPECT_EQ(stored_.grants(0).area(), "22");
  EXPECT_EQ(stored_.full_name(), "An");
}

TEST_F(UpdateMaskTest, ClearsWhatIsNamedAndNotSet) {
  sent_.clear_full_name();
  sent_.clear_grants();
  ASSERT_OK(Apply({"full_name", "grants"}));
  EXPECT_EQ(stored_.full_name(), "");
  EXPECT_EQ(stored_.grants_size(), 0);
}

TEST_F(UpdateMaskTest, TakesAnEmptyMaskForAllThatIsSet) {
  sent_.clear_full_name();
  ASSERT_OK(Apply({}));
  EXPECT_EQ(stored_.full_name(), "An");
  EXPECT_EQ(stored_.grants_size(), 2);
  EXPECT_EQ(stored_.area(), "areas/24") << "not among the allowed";
}

TEST_F(UpdateMaskTest, TakesAStarForEveryField) {
  sent_.clear_full_name();
  ASSERT_OK(Apply({"*"}));
  EXPECT_EQ(stored_.full_name(), "");
  EXPECT_EQ(stored_.area(), "areas/24") << "not among the allowed";
}

TEST_F(UpdateMaskTest, AllowsAllWhenNothingIsListed) {
  ASSERT_OK(ApplyUpdateMask(Mask({"*"}), sent_, {}, stored_));
  EXPECT_TRUE(MessageDifferencer::Equals(stored_, sent_));
}

TEST_F(UpdateMaskTest, NamesAnUnknownFieldAndChangesNothing) {
  const Staff before = stored_;
  for (const char* path : {"no_such", "", "grants.area", "fullName"}) {
    const absl::Status status = Apply({"full_name", path});
    EXPECT_THAT(status,
                StatusIs(StatusCode::kInvalidArgument, "FIELD_UNKNOWN"));
    EXPECT_THAT(ViolationsOf(status)[0].en, testing::HasSubstr(path));
    EXPECT_THAT(ViolationsOf(status)[0].vi, testing::HasSubstr(path));
  }
  EXPECT_TRUE(MessageDifferencer::Equals(stored_, before));
}

TEST_F(UpdateMaskTest, NamesAFieldThatMayNotChange) {
  const Staff before = stored_;
  EXPECT_THAT(Apply({"full_name", "area"}),
              StatusIs(StatusCode::kInvalidArgument, "FIELD_NOT_MUTABLE"));
  EXPECT_TRUE(MessageDifferencer::Equals(stored_, before));
}

}  // namespace
}  // namespace rasoat::rpc
