#include "services/registry/rpc/field_reply.h"

#include <gtest/gtest.h>

namespace rasoat::registry {
namespace {

v1::SubmitFieldWorkResponse Reply() {
  v1::SubmitFieldWorkResponse reply;
  for (int i = 0; i < 4; ++i) {
    v1::FieldReceipt& receipt = *reply.add_receipts();
    receipt.set_item_id(std::string(26, 'A' + i));
    if (i == 1) continue;
    receipt.add_conflicts()->set_server_value(std::string(1000, 'x'));
  }
  reply.add_oddities()->set_item_id(std::string(500, 'o'));
  reply.add_lookalikes()->set_item_id(std::string(500, 'l'));
  return reply;
}

/// How many bytes a reply has in which this was left out.
template <class LeaveOut>
std::size_t Without(LeaveOut leave_out) {
  v1::SubmitFieldWorkResponse reply = Reply();
  leave_out(reply);
  return reply.ByteSizeLong();
}

TEST(FieldReply, ThatHasRoomStaysAsItIs) {
  v1::SubmitFieldWorkResponse reply = Reply();
  FitReply(reply.ByteSizeLong(), reply);
  EXPECT_EQ(reply.SerializeAsString(), Reply().SerializeAsString());
}

TEST(FieldReply, LosesOdditiesThenLookalikes) {
  v1::SubmitFieldWorkResponse reply = Reply();
  FitReply(reply.ByteSizeLong() - 1, reply);
  EXPECT_TRUE(reply.oddities().empty());
  EXPECT_FALSE(reply.lookalikes().empty());
  const std::size_t bare = Without([](auto& one) {
    one.clear_oddities();
    one.clear_lookalikes();
  });
  FitReply(bare, reply);
  EXPECT_TRUE(reply.lookalikes().empty());
  EXPECT_EQ(reply.receipts(3).conflicts_size(), 1);
}

TEST(FieldReply, ThenConflictsFromTheLastOnAndNeverAReceipt) {
  v1::SubmitFieldWorkResponse reply = Reply();
  const std::size_t bare = Without([](auto& one) {
    one.clear_oddities();
    one.clear_lookalikes();
  });
  FitReply(bare - 1, reply);
  EXPECT_EQ(reply.receipts(2).conflicts_size(), 1);
  EXPECT_EQ(reply.receipts(3).conflicts_size(), 0);
  EXPECT_TRUE(reply.receipts(3).conflicts_left_out());
  EXPECT_LT(reply.ByteSizeLong(), bare);
  FitReply(0, reply);
  ASSERT_EQ(reply.receipts_size(), 4);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(reply.receipts(i).item_id(), std::string(26, 'A' + i));
    EXPECT_EQ(reply.receipts(i).conflicts_left_out(), i != 1);
  }
}

}  // namespace
}  // namespace rasoat::registry
