#include <thread>

#include "services/workflow/domain/lock_out.h"
#include "services/workflow/sign_in/sign_in.h"
#include "tests/contract/workflow/workflow_fixture.h"

namespace rasoat::workflow {
namespace {

using absl::StatusCode;

constexpr PasswordCost kCheap{.passes = 1, .bytes = 8192};

class AccountStoreTest : public WorkflowTest {
 protected:
  void SetUp() override {
    WorkflowTest::SetUp();
    AddStaff({"an", "binh"});
  }
  absl::Status Set(const std::string& account, const std::string& staff,
                   const std::string& password) {
    RASOAT_ASSIGN_OR_RETURN(std::string hash, passwords_.Hash(password));
    return accounts_->Set({account, {staff}, hash}, Soon());
  }
  absl::StatusOr<Staff> Enter(const std::string& account,
                              const std::string& password) {
    return sign_in_->Verify(account, password, clock_.Now(), Soon());
  }
  void Guess(int times, const std::string& account = "nguyen.an") {
    for (int i = 0; i < times; ++i) {
      EXPECT_THAT(Enter(account, "wrong password"),
                  StatusIs(StatusCode::kUnauthenticated, "SIGN_IN_FAILED"))
          << i;
    }
  }

  Passwords passwords_{kCheap};
  std::unique_ptr<SignIn> sign_in_;
};

class SignInTest : public AccountStoreTest {
 protected:
  void SetUp() override {
    AccountStoreTest::SetUp();
    sign_in_ = std::make_unique<SignIn>(*accounts_, *staff_, passwords_);
    ASSERT_OK(Set("nguyen.an", "an", "right password"));
  }
};

TEST_F(AccountStoreTest, APersonHasOneAccount) {
  ASSERT_OK(Set("one", "an", "0123456789"));
  ASSERT_OK(Set("two", "an", "0123456789"));
  EXPECT_FALSE(accounts_->Find("one", Soon())->has_value());
  ASSERT_OK_AND_ASSIGN(auto found, accounts_->Find("two", Soon()));
  EXPECT_EQ(found->staff.value, "an");
  EXPECT_THAT(Set("two", "binh", "0123456789"),
              StatusIs(StatusCode::kAlreadyExists, "ACCOUNT_TAKEN"));
  EXPECT_THAT(Set("three", "nobody", "0123456789"),
              StatusIs(StatusCode::kNotFound, "STAFF_NOT_FOUND"));
}

TEST_F(AccountStoreTest, TheFirstAccountIsMadeOnceByWhoeverComesFirst) {
  std::vector<absl::StatusOr<bool>> made(4, absl::UnknownError("not run"));
  std::vector<std::thread> threads;
  for (auto& one : made) {
    threads.emplace_back([&] {
      one = MakeFirstAccount(*accounts_, passwords_, "admin", "a long password",
                             Soon());
    });
  }
  for (std::thread& thread : threads) thread.join();
  int times = 0;
  for (auto& one : made) {
    ASSERT_OK(one);
    times += *one;
  }
  EXPECT_EQ(times, 1);
  ASSERT_OK_AND_ASSIGN(Staff admin, staff_->Get({"administrator"}, Soon()));
  EXPECT_EQ(admin.grants,
            (std::vector<StaffGrant>{{StaffRole::kAdministrator, {"*"}}}));
  EXPECT_FALSE(*MakeFirstAccount(*accounts_, passwords_, "other",
                                 "another password", Soon()))
      << "there is one";
}

TEST_F(SignInTest, KnowsTheRightPassword) {
  ASSERT_OK_AND_ASSIGN(Staff staff, Enter("nguyen.an", "right password"));
  EXPECT_EQ(staff.id.value, "an");
}

TEST_F(SignInTest, DoesNotTellAWrongPasswordFromAnUnknownAccount) {
  const absl::Status wrong = Enter("nguyen.an", "wrong password").status();
  const absl::Status unknown = Enter("nobody", "wrong password").status();
  EXPECT_THAT(wrong, StatusIs(StatusCode::kUnauthenticated, "SIGN_IN_FAILED"));
  EXPECT_EQ(wrong, unknown);
  EXPECT_EQ(Enter("NOT A NAME", "x").status(), wrong);
}

TEST_F(SignInTest, FiveWrongPasswordsLockForFifteenMinutes) {
  Guess(5);
  EXPECT_THAT(Enter("nguyen.an", "right password"),
              StatusIs(StatusCode::kResourceExhausted, "TOO_MANY_ATTEMPTS"));
  clock_.Advance(absl::Minutes(15) - absl::Microseconds(1));
  EXPECT_THAT(Enter("nguyen.an", "right password"),
              StatusIs(StatusCode::kResourceExhausted, "TOO_MANY_ATTEMPTS"));
  clock_.Advance(absl::Microseconds(1));
  EXPECT_OK(Enter("nguyen.an", "right password"));
}

TEST_F(SignInTest, AnUnknownAccountIsLockedJustTheSame) {
  Guess(5, "nobody");
  EXPECT_THAT(Enter("nobody", "wrong password"),
              StatusIs(StatusCode::kResourceExhausted, "TOO_MANY_ATTEMPTS"));
}

TEST_F(SignInTest, TheRightPasswordForgetsTheWrongOnes) {
  Guess(4);
  ASSERT_OK(Enter("nguyen.an", "right password"));
  Guess(4);
  EXPECT_OK(Enter("nguyen.an", "right password"));
}

TEST_F(SignInTest, ANewPasswordUnlocks) {
  Guess(5);
  ASSERT_OK(Set("nguyen.an", "an", "another password"));
  EXPECT_OK(Enter("nguyen.an", "another password"));
}

TEST_F(SignInTest, ManyGuessesAtOnceLearnNoMoreThanFive) {
  std::vector<absl::StatusOr<Staff>> got(24, absl::UnknownError("not run"));
  std::vector<std::thread> threads;
  for (auto& one : got) {
    threads.emplace_back([&] { one = Enter("nguyen.an", "wrong password"); });
  }
  for (std::thread& thread : threads) thread.join();
  int told = 0;
  for (auto& one : got) {
    told += ReasonOf(one.status()) == "SIGN_IN_FAILED";
    EXPECT_FALSE(one.ok());
  }
  EXPECT_EQ(told, LockOut::kMost);
}

TEST_F(SignInTest, ManyWithTheRightPasswordAtOnceAllEnter) {
  std::vector<absl::StatusOr<Staff>> got(12, absl::UnknownError("not run"));
  std::vector<std::thread> threads;
  for (auto& one : got) {
    threads.emplace_back([&] { one = Enter("nguyen.an", "right password"); });
  }
  for (std::thread& thread : threads) thread.join();
  for (auto& one : got) EXPECT_OK(one);
}

}  // namespace
}  // namespace rasoat::workflow
