#include "services/workflow/sign_in/password.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "services/workflow/sign_in/sign_in.h"
#include "tests/support/status_matchers.h"

namespace rasoat::workflow {
namespace {

/// The cheapest that libsodium takes.
constexpr PasswordCost kCheap{.passes = 1, .bytes = 8192};

TEST(PasswordsTest, MatchesWhatItHashed) {
  Passwords passwords(kCheap);
  ASSERT_OK_AND_ASSIGN(std::string hash, passwords.Hash("đúng mật khẩu"));
  EXPECT_TRUE(passwords.Matches(hash, "đúng mật khẩu"));
  EXPECT_FALSE(passwords.Matches(hash, "đúng mật khẩu "));
  EXPECT_FALSE(passwords.Matches(hash, ""));
}

TEST(PasswordsTest, HashesByArgon2idWithASaltOfItsOwn) {
  Passwords passwords(kCheap);
  ASSERT_OK_AND_ASSIGN(std::string one, passwords.Hash("mot mat khau dai"));
  ASSERT_OK_AND_ASSIGN(std::string two, passwords.Hash("mot mat khau dai"));
  EXPECT_EQ(one.substr(0, 10), "$argon2id$");
  EXPECT_NE(one, two);
}

TEST(PasswordsTest, CountsCharactersNotBytes) {
  Passwords passwords(kCheap);
  EXPECT_THAT(
      passwords.Hash("ữữữữữữữữữ"),
      StatusIs(absl::StatusCode::kInvalidArgument, "PASSWORD_TOO_SHORT"));
  EXPECT_OK(passwords.Hash("ữữữữữữữữữữ"));
  EXPECT_OK(passwords.Hash(std::string(200, 'a')));
  EXPECT_THAT(
      passwords.Hash(std::string(201, 'a')),
      StatusIs(absl::StatusCode::kInvalidArgument, "PASSWORD_TOO_LONG"));
}

TEST(PasswordsTest, MatchesNothingInADamagedHash) {
  Passwords passwords(kCheap);
  EXPECT_FALSE(passwords.Matches("", "anything at all"));
  EXPECT_FALSE(passwords.Matches("$argon2id$nonsense", "anything at all"));
}

TEST(PasswordsTest, ManyAtOnceAllGetTheirTurn) {
  Passwords passwords(kCheap, /*at_once=*/1);
  ASSERT_OK_AND_ASSIGN(std::string hash, passwords.Hash("0123456789"));
  std::vector<std::thread> threads;
  std::vector<int> right(8, 0);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back(
        [&, i] { right[i] = passwords.Matches(hash, "0123456789"); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, std::vector<int>(8, 1));
}

TEST(AccountNameTest, HasTwoToSixtyOfItsCharacters) {
  EXPECT_TRUE(IsAccountName("xa"));
  EXPECT_TRUE(IsAccountName("bac-giang.213"));
  EXPECT_TRUE(IsAccountName(std::string(60, 'a')));
  for (const std::string& wrong :
       {std::string("a"), std::string(61, 'a'), std::string("Abc"),
        std::string("a b"), std::string("a_b"), std::string("đạt")}) {
    EXPECT_FALSE(IsAccountName(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace rasoat::workflow
