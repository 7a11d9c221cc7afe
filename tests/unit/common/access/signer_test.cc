#include "services/common/access/signer.h"

#include "absl/strings/match.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/access/keys.h"

namespace rasoat::access {
namespace {

TEST(SignerTest, TakesASeedInEitherAlphabet) {
  const std::string seed(32, '\xff');
  ASSERT_OK_AND_ASSIGN(Signer standard,
                       Signer::FromSeed("people", absl::Base64Escape(seed)));
  ASSERT_OK_AND_ASSIGN(
      Signer url, Signer::FromSeed("people", absl::WebSafeBase64Escape(seed)));
  EXPECT_EQ(standard.PublicKey(), url.PublicKey());
}

TEST(SignerTest, RefusesASeedOfAnotherLength) {
  for (int size : {0, 31, 33}) {
    EXPECT_THAT(
        Signer::FromSeed("people", absl::Base64Escape(std::string(size, 'a'))),
        StatusIs(absl::StatusCode::kFailedPrecondition, "SIGNING_SEED_WRONG"))
        << size;
  }
}

TEST(SignerTest, RefusesASeedThatIsNotBase64) {
  EXPECT_THAT(
      Signer::FromSeed("people", "not base64!"),
      StatusIs(absl::StatusCode::kFailedPrecondition, "SIGNING_SEED_WRONG"));
}

TEST(SignerTest, WritesThreePartsWithoutPadding) {
  const std::string token =
      SignerOf("people", 'p')
          .Issue("staff/an", {}, absl::UnixEpoch(), absl::Hours(1));
  EXPECT_TRUE(absl::StartsWith(token, "rasoat1."));
  EXPECT_EQ(std::count(token.begin(), token.end(), '.'), 2);
  EXPECT_EQ(token.find_first_of("=+/"), std::string::npos);
}

TEST(OwnTokenTest, SpeaksForTheServiceOnTheWholeTree) {
  FakeClock clock;
  Signer signer = SignerOf("scoring", 's');
  Verifier verifier(TrustIn(signer));
  OwnToken own(signer, clock);
  ASSERT_OK_AND_ASSIGN(std::shared_ptr<const Identity> identity,
                       verifier.Verify(own.Current(), clock.Now()));
  EXPECT_EQ(identity->subject, "services/scoring");
  EXPECT_EQ(identity->grants,
            (std::vector<Grant>{{api::v1::ROLE_SERVICE, "*"}}));
}

TEST(OwnTokenTest, KeepsATokenForHalfItsLife) {
  FakeClock clock;
  OwnToken own(SignerOf("scoring", 's'), clock);
  const std::string first = own.Current();
  clock.Advance(OwnToken::kLife / 2 - absl::Seconds(1));
  EXPECT_EQ(own.Current(), first);
  clock.Advance(absl::Seconds(1));
  EXPECT_NE(own.Current(), first);
}

TEST(OwnTokenTest, MakesANewOneWhenTheClockIsSetBack) {
  FakeClock clock;
  Signer signer = SignerOf("scoring", 's');
  Verifier verifier(TrustIn(signer));
  OwnToken own(signer, clock);
  own.Current();
  clock.Set(clock.Now() - absl::Hours(24));
  EXPECT_OK(verifier.Verify(own.Current(), clock.Now()));
}

}  // namespace
}  // namespace rasoat::access
