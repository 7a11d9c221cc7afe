#include "services/common/access/verifier.h"

#include <thread>

#include "rasoat/api/v1/identity.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/access/keys.h"

namespace rasoat::access {
namespace {

using absl::StatusCode;
using api::v1::ROLE_COMMUNE_OFFICER;
using api::v1::ROLE_REVIEWER;
using api::v1::ROLE_SERVICE;

const absl::Time kNow = absl::FromUnixSeconds(1'633'824'000);

class VerifierTest : public testing::Test {
 protected:
  /// What a person of commune 07207 may be told to be.
  static Identity Person() {
    return {.issuer = "people",
            .subject = "staff/an",
            .grants = {{ROLE_COMMUNE_OFFICER, "07207"}},
            .issue_time = kNow - absl::Minutes(1),
            .expire_time = kNow + absl::Minutes(29)};
  }
  static Identity Service(std::string subject) {
    Identity identity = Person();
    identity.subject = std::move(subject);
    identity.grants = {{ROLE_SERVICE, "*"}};
    return identity;
  }
  void ExpectInvalid(absl::string_view token) {
    EXPECT_THAT(verifier_.Verify(token, kNow),
                StatusIs(StatusCode::kUnauthenticated, "TOKEN_INVALID"))
        << token;
  }

  const Signer people_ = SignerOf("people", 'p');
  const Signer scoring_ = SignerOf("scoring", 's');
  const Verifier verifier_{TrustIn(people_, scoring_)};
};

TEST_F(VerifierTest, GivesBackWhatWasSigned) {
  ASSERT_OK_AND_ASSIGN(std::shared_ptr<const Identity> identity,
                       verifier_.Verify(people_.Sign(Person()), kNow));
  EXPECT_EQ(identity->issuer, "people");
  EXPECT_EQ(identity->subject, "staff/an");
  EXPECT_EQ(identity->grants, Person().grants);
  EXPECT_EQ(identity->issue_time, Person().issue_time);
  EXPECT_EQ(identity->expire_time, Person().expire_time);
}

TEST_F(VerifierTest, RefusesExactlyFromTheEndOn) {
  const std::string token = people_.Sign(Person());
  const absl::Time end = Person().expire_time;
  // The first is checked in full, the others by what is remembered.
  EXPECT_OK(verifier_.Verify(token, end - absl::Nanoseconds(1)));
  EXPECT_THAT(verifier_.Verify(token, end),
              StatusIs(StatusCode::kUnauthenticated, "TOKEN_EXPIRED"));
  EXPECT_THAT(verifier_.Verify(token, end + absl::Hours(1)),
              StatusIs(StatusCode::kUnauthenticated, "TOKEN_EXPIRED"));
}

TEST_F(VerifierTest, RefusesAnExpiredTokenNeverSeenBefore) {
  EXPECT_THAT(verifier_.Verify(people_.Sign(Person()), Person().expire_time),
              StatusIs(StatusCode::kUnauthenticated, "TOKEN_EXPIRED"));
}

TEST_F(VerifierTest, AcceptsExactlyFromTheStartOn) {
  const std::string token = people_.Sign(Person());
  const absl::Time start = Person().issue_time;
  EXPECT_THAT(verifier_.Verify(token, start - absl::Nanoseconds(1)),
              StatusIs(StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  EXPECT_OK(verifier_.Verify(token, start));
}

TEST_F(VerifierTest, ToleratesAVerifierThatIsALittleBehind) {
  const std::string token =
      people_.Issue("staff/an", {}, kNow, absl::Minutes(30));
  EXPECT_OK(verifier_.Verify(token, kNow - Signer::kBackdated));
  EXPECT_FALSE(
      verifier_.Verify(token, kNow - Signer::kBackdated - absl::Seconds(1))
          .ok());
}

TEST_F(VerifierTest, RefusalsSpeakBothLanguages) {
  const std::vector<Violation> told =
      ViolationsOf(verifier_.Verify("x", kNow).status());
  ASSERT_EQ(told.size(), 1u);
  EXPECT_FALSE(told[0].vi.empty());
  EXPECT_FALSE(told[0].en.empty());
}

TEST_F(VerifierTest, RefusesAnIssuerNobodyVouchesFor) {
  ExpectInvalid(SignerOf("registry", 'p').Sign(Service("services/registry")));
  ExpectInvalid(SignerOf("", 'p').Sign(Person()));
}

TEST_F(VerifierTest, RefusesAKeyThatBelongsToAnother) {
  // The key of scoring is trusted, but not to speak for people.
  ExpectInvalid(SignerOf("people", 's').Sign(Person()));
  ExpectInvalid(SignerOf("scoring", 'p').Sign(Service("services/scoring")));
}

TEST_F(VerifierTest, AcceptsAServiceThatSpeaksForItself) {
  EXPECT_OK(verifier_.Verify(scoring_.Sign(Service("services/scoring")), kNow));
}

TEST_F(VerifierTest, RefusesAServiceThatSpeaksForAnother) {
  ExpectInvalid(scoring_.Sign(Service("services/registry")));
  ExpectInvalid(scoring_.Sign(Service("services/scoring/")));
  ExpectInvalid(scoring_.Sign(Service("scoring")));
  ExpectInvalid(scoring_.Sign(Service("staff/an")));
}

TEST_F(VerifierTest, RefusesAServiceWithThePowersOfPeople) {
  Identity identity = Service("services/scoring");
  identity.grants.push_back({ROLE_REVIEWER, "24"});
  ExpectInvalid(scoring_.Sign(identity));
}

TEST_F(VerifierTest, RefusesPeopleWithThePowersOfAService) {
  Identity identity = Person();
  identity.grants.push_back({ROLE_SERVICE, "*"});
  ExpectInvalid(people_.Sign(identity));
}

TEST_F(VerifierTest, RefusesPeopleWhoAreNotStaff) {
  for (const char* subject : {"services/scoring", "staff/", "", "an"}) {
    Identity identity = Person();
    identity.subject = subject;
    ExpectInvalid(people_.Sign(identity));
  }
}

TEST_F(VerifierTest, RefusesGrantsWithoutRoleOrArea) {
  Identity identity = Person();
  identity.grants = {{api::v1::ROLE_UNSPECIFIED, "24"}};
  ExpectInvalid(people_.Sign(identity));
  identity.grants = {{ROLE_REVIEWER, ""}};
  ExpectInvalid(people_.Sign(identity));
}

TEST_F(VerifierTest, TakesSixtyFourGrantsAndNoMore) {
  Identity identity = Person();
  identity.grants.assign(Verifier::kMaxGrants, {ROLE_REVIEWER, "24"});
  EXPECT_OK(verifier_.Verify(people_.Sign(identity), kNow));
  identity.grants.push_back({ROLE_REVIEWER, "24"});
  ExpectInvalid(people_.Sign(identity));
}

TEST_F(VerifierTest, RefusesMoreThanEightKiB) {
  Identity identity = Person();
  identity.grants.clear();
  identity.subject = "staff/" + std::string(7'000, 'x');
  ExpectInvalid(people_.Sign(identity));
}

TEST_F(VerifierTest, RefusesEveryChangedCharacter) {
  const std::string token = people_.Sign(Person());
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    ExpectInvalid(changed);
  }
}

TEST_F(VerifierTest, RefusesEveryShorterToken) {
  const std::string token = people_.Sign(Person());
  for (std::size_t size = 0; size < token.size(); ++size) {
    ExpectInvalid(token.substr(0, size));
  }
}

TEST_F(VerifierTest, RefusesJunkAroundTheToken) {
  const std::string token = people_.Sign(Person());
  for (const char* junk : {".", "=", "==", " ", "\n", "A", ".A", ","}) {
    ExpectInvalid(token + junk);
    ExpectInvalid(junk + token);
  }
  ExpectInvalid(token + token);
  ExpectInvalid(token + std::string(1, '\0'));
}

TEST_F(VerifierTest, RefusesPaddedAndStandardBase64) {
  std::string token = people_.Sign(Person());
  const std::size_t dot = token.rfind('.');
  std::string signature;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token.substr(dot + 1), &signature));
  ExpectInvalid(token.substr(0, dot + 1) + absl::Base64Escape(signature));
}

TEST_F(VerifierTest, RefusesTokensThatChooseTheirOwnCheck) {
  const std::string token = people_.Sign(Person());
  const std::string body = token.substr(8, token.rfind('.') - 8);
  const std::string signature = token.substr(token.rfind('.') + 1);
  ExpectInvalid("rasoat1." + body + ".");
  ExpectInvalid("rasoat1." + body);
  ExpectInvalid("rasoat1.." + signature);
  ExpectInvalid("rasoat0." + body + "." + signature);
  ExpectInvalid("rasoat2." + body + "." + signature);
  ExpectInvalid("RASOAT1." + body + "." + signature);
  ExpectInvalid("none." + body + ".");
  ExpectInvalid(body + "." + signature);
  ExpectInvalid("rasoat1." + signature + "." + body);
  // A signature of zeros, as some libraries once took for any message.
  ExpectInvalid("rasoat1." + body + "." + std::string(86, 'A'));
}

TEST_F(VerifierTest, RefusesIdentitiesWithoutTimes) {
  api::v1::Identity said;
  said.set_issuer("people");
  said.set_subject("staff/an");
  said.mutable_issue_time()->set_seconds(absl::ToUnixSeconds(kNow));
  ExpectInvalid(TokenOver(said.SerializeAsString(), 'p'));
  said.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(kNow) + 60);
  EXPECT_OK(verifier_.Verify(TokenOver(said.SerializeAsString(), 'p'), kNow));
  said.clear_issue_time();
  ExpectInvalid(TokenOver(said.SerializeAsString(), 'p'));
}

TEST_F(VerifierTest, RefusesSignedBytesThatAreNoIdentity) {
  ExpectInvalid(TokenOver("", 'p'));
  ExpectInvalid(TokenOver("\x0a\xff", 'p'));
}

TEST_F(VerifierTest, AcceptsBothKeysWhileOneReplacesTheOther) {
  const Signer next = SignerOf("people", 'n');
  const Verifier verifier(TrustIn(people_, next));
  EXPECT_OK(verifier.Verify(people_.Sign(Person()), kNow));
  EXPECT_OK(verifier.Verify(next.Sign(Person()), kNow));
}

TEST_F(VerifierTest, RemembersWithoutConfusingTokens) {
  const Verifier small(TrustIn(people_), 4);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 20; ++i) {
      Identity identity = Person();
      identity.subject = absl::StrCat("staff/", i);
      ASSERT_OK_AND_ASSIGN(std::shared_ptr<const Identity> got,
                           small.Verify(people_.Sign(identity), kNow));
      EXPECT_EQ(got->subject, identity.subject);
    }
  }
}

TEST_F(VerifierTest, RemembersOneObjectForOneToken) {
  const std::string token = people_.Sign(Person());
  ASSERT_OK_AND_ASSIGN(auto first, verifier_.Verify(token, kNow));
  ASSERT_OK_AND_ASSIGN(auto second, verifier_.Verify(token, kNow));
  EXPECT_EQ(first, second);
}

TEST_F(VerifierTest, ServesManyThreads) {
  const Verifier small(TrustIn(people_), 4);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        Identity identity = Person();
        identity.subject = absl::StrCat("staff/", i % 8);
        auto got = small.Verify(people_.Sign(identity), kNow);
        ASSERT_OK(got);
        ASSERT_EQ((*got)->subject, identity.subject);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(TrustTest, RefusesWhatIsNotIssuerAndKey) {
  const std::string key = absl::Base64Escape(std::string(32, 'k'));
  for (const std::string& text :
       {std::string(), std::string("people"), std::string("people:"), ":" + key,
        "people:" + key.substr(4), "people:" + key + ",",
        "people:" + key + ",registry", "people:!" + key}) {
    EXPECT_THAT(Trust::Parse(text),
                StatusIs(StatusCode::kFailedPrecondition, "TRUST_WRONG"))
        << text;
  }
}

TEST(TrustTest, TakesSpacesBetweenEntries) {
  const std::string key = absl::Base64Escape(std::string(32, 'k'));
  ASSERT_OK_AND_ASSIGN(Trust trust,
                       Trust::Parse("people:" + key + ", registry:" + key));
  EXPECT_EQ(trust.KeysOf("registry").size(), 1u);
  EXPECT_TRUE(trust.KeysOf("scoring").empty());
}

}  // namespace
}  // namespace rasoat::access
