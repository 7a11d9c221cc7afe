#include "services/common/rpc/reading.h"

#include <gtest/gtest.h>

#include <string>

namespace rasoat::rpc {
namespace {

TEST(PurposeTest, IsPercentEncodedText) {
  EXPECT_EQ(PurposeIn(""), "");
  EXPECT_EQ(PurposeIn("Kiem tra 2"), "Kiem tra 2");
  EXPECT_EQ(PurposeIn("%C4%91%E1%BB%A3t 2"), "đợt 2");
  EXPECT_EQ(PurposeIn("100%25"), "100%");
}

TEST(PurposeTest, IsNothingWhenItIsNoText) {
  for (const char* header :
       {"%", "%4", "%4g", "%C4", "a%00b", "a%0Ab", "\x01"}) {
    EXPECT_EQ(PurposeIn(header), "") << header;
  }
}

TEST(PurposeTest, IsCutBetweenCharacters) {
  std::string header(kMaxPurposeBytes - 1, 'x');
  EXPECT_EQ(PurposeIn(header + "y"), header + "y");
  EXPECT_EQ(PurposeIn(header + "yz"), header + "y");
  // A character of two bytes that does not fit goes as a whole.
  EXPECT_EQ(PurposeIn(header + "%C4%91"), header);
}

}  // namespace
}  // namespace rasoat::rpc
