#include "services/registry/rpc/field_reply.h"

#include <gtest/gtest.h>

namespace rasoat::registry {
namespace {

/// Four receipts: with conflicts, bare, with faults, with both.
v1::SubmitFieldWorkResponse Reply() {
  v1::SubmitFieldWorkResponse reply;
  for (int i = 0; i < 4; ++i) {
    v1::FieldReceipt& receipt = *reply.add_receipts();
    receipt.set_item_id(std::string(26, static_cast<char>('A' + i)));
    if (i == 0 || i == 3) {
      receipt.add_conflicts()->set_server_value(std::string(1000, 'x'));
    }
    for (int fault = 0; i >= 2 && fault < 3; ++fault) {
      receipt.mutable_error()->add_faults()->set_message_vi(
          std::string(400, static_cast<char>('1' + fault)));
    }
  }
  for (int i = 0; i < 3; ++i) {
    reply.add_oddities()->set_item_id(std::string(500, 'o'));
    reply.add_lookalikes()->set_item_id(std::string(500, 'l'));
  }
  return reply;
}

std::size_t SizeOfReceipts() {
  v1::SubmitFieldWorkResponse reply = Reply();
  reply.clear_oddities();
  reply.clear_lookalikes();
  return reply.ByteSizeLong();
}

TEST(FieldReply, ThatHasRoomStaysAsItIs) {
  v1::SubmitFieldWorkResponse reply = Reply();
  FitReply(reply.ByteSizeLong(), reply);
  EXPECT_EQ(reply.SerializeAsString(), Reply().SerializeAsString());
}

TEST(FieldReply, LosesOdditiesThenLookalikesFromTheLastOnAndSaysSo) {
  v1::SubmitFieldWorkResponse reply = Reply();
  FitReply(reply.ByteSizeLong() - 1, reply);
  EXPECT_EQ(reply.oddities_size(), 2);
  EXPECT_EQ(reply.lookalikes_size(), 3);
  EXPECT_TRUE(reply.told_in_part());
  FitReply(SizeOfReceipts() + 600, reply);
  EXPECT_EQ(reply.oddities_size(), 0);
  EXPECT_EQ(reply.lookalikes_size(), 1);
  EXPECT_EQ(reply.receipts(3).conflicts_size(), 1);
  EXPECT_EQ(reply.receipts(3).error().faults_size(), 3);
}

TEST(FieldReply, ThenConflictsAndFaultsFromTheLastOnAndNeverAReceipt) {
  v1::SubmitFieldWorkResponse reply = Reply();
  FitReply(SizeOfReceipts() - 1, reply);
  EXPECT_FALSE(reply.receipts(2).faults_left_out());
  EXPECT_EQ(reply.receipts(2).error().faults_size(), 3);
  EXPECT_TRUE(reply.receipts(3).conflicts_left_out());
  EXPECT_TRUE(reply.receipts(3).faults_left_out());
  EXPECT_EQ(reply.receipts(3).error().faults_size(), 1);
  EXPECT_LT(reply.ByteSizeLong(), SizeOfReceipts());
  FitReply(0, reply);
  ASSERT_EQ(reply.receipts_size(), 4);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(reply.receipts(i).item_id(),
              std::string(26, static_cast<char>('A' + i)));
    EXPECT_EQ(reply.receipts(i).conflicts_left_out(), i == 0 || i == 3);
    EXPECT_EQ(reply.receipts(i).faults_left_out(), i >= 2);
    EXPECT_LE(reply.receipts(i).error().faults_size(), 1);
  }
}

TEST(FieldReply, OfTwoHundredFaultyItemsIsSmallEnough) {
  v1::SubmitFieldWorkResponse reply;
  for (int i = 0; i < 200; ++i) {
    v1::FieldReceipt& receipt = *reply.add_receipts();
    for (int fault = 0; fault < 60; ++fault) {
      receipt.mutable_error()->add_faults()->set_message_vi(
          std::string(400, 'x'));
    }
  }
  ASSERT_GT(reply.ByteSizeLong(), kMostReplyBytes);
  FitReply(kMostReplyBytes, reply);
  EXPECT_LE(reply.ByteSizeLong(), kMostReplyBytes + 1024);
  EXPECT_EQ(reply.receipts_size(), 200);
  EXPECT_FALSE(reply.receipts(0).faults_left_out());
  EXPECT_TRUE(reply.receipts(199).faults_left_out());
}

}  // namespace
}  // namespace rasoat::registry
