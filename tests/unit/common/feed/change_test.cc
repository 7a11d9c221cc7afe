// What can be said of changes without a database.
#include "services/common/feed/change.h"

#include <gtest/gtest.h>

#include "google/protobuf/wrappers.pb.h"
#include "services/common/feed/change_table.h"
#include "tests/support/status_matchers.h"

namespace rasoat::feed {
namespace {

using google::protobuf::Int64Value;
using google::protobuf::StringValue;

Change Holding(const google::protobuf::Message& state) {
  Changes changes;
  changes.Add("things/1", "24", state);
  const Changes::Entry& entry = changes.entries().front();
  return {.subject = entry.subject, .kind = entry.kind, .state = entry.state};
}

TEST(ChangeTest, GivesBackTheStateThatWasAdded) {
  StringValue state;
  state.set_value("Lạng Giang");
  const Change change = Holding(state);
  EXPECT_EQ(change.kind, "google.protobuf.StringValue");
  EXPECT_TRUE(change.Is<StringValue>());
  ASSERT_OK_AND_ASSIGN(StringValue got, change.As<StringValue>());
  EXPECT_EQ(got.value(), "Lạng Giang");
}

TEST(ChangeTest, RefusesToReadAnotherKind) {
  const Change change = Holding(StringValue());
  EXPECT_FALSE(change.Is<Int64Value>());
  EXPECT_THAT(change.As<Int64Value>(),
              StatusIs(absl::StatusCode::kInternal, "CHANGE_UNREADABLE"));
}

TEST(ChangeTest, RefusesToReadADamagedState) {
  Change change = Holding(StringValue());
  change.state = "\x0a\xff";
  EXPECT_THAT(change.As<StringValue>(),
              StatusIs(absl::StatusCode::kInternal, "CHANGE_UNREADABLE"));
}

TEST(ChangesTest, KeepTheirOrder) {
  Changes changes;
  EXPECT_TRUE(changes.empty());
  changes.Add("b", "", Int64Value());
  changes.AddSerialized("a", "24", "some.Kind", "bytes");
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes.entries()[0].subject, "b");
  EXPECT_EQ(changes.entries()[1].kind, "some.Kind");
  EXPECT_EQ(changes.entries()[1].state, "bytes");
}

TEST(KindOfTest, IsWhatFollowsTheLastSlash) {
  v1::Change change;
  change.mutable_state()->set_type_url("type.googleapis.com/some.v1.Kind");
  EXPECT_EQ(KindOf(change), "some.v1.Kind");
  change.mutable_state()->set_type_url("bare.Kind");
  EXPECT_EQ(KindOf(change), "bare.Kind");
}

}  // namespace
}  // namespace rasoat::feed
