#include "services/common/crypto/blind_index.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "services/common/crypto/hmac.h"
#include "tests/support/data_keys.h"
#include "tests/support/status_matchers.h"

namespace rasoat::crypto {
namespace {

std::string Hex(absl::string_view text) { return absl::HexStringToBytes(text); }

// RFC 4231, 4.2, 4.3, 4.4, 4.7 and 4.8.
TEST(HmacTest, GivesTheKnownAnswers) {
  EXPECT_EQ(HmacSha256(std::string(20, '\x0b'), "Hi There"),
            Hex("b0344c61d8db38535ca8afceaf0bf12b"
                "881dc200c9833da726e9376c2e32cff7"));
  EXPECT_EQ(HmacSha256("Jefe", "what do ya want for nothing?"),
            Hex("5bdcc146bf60754e6a042426089575c7"
                "5a003f089d2739839dec58b964ec3843"));
  EXPECT_EQ(HmacSha256(std::string(20, '\xaa'), std::string(50, '\xdd')),
            Hex("773ea91e36800e46854db8ebd09181a7"
                "2959098b3ef8c122d9635514ced565fe"));
  EXPECT_EQ(
      HmacSha256(std::string(131, '\xaa'),
                 "Test Using Larger Than Block-Size Key - Hash Key First"),
      Hex("60e431591ee0b67f0d8a26aacbf5b77f"
          "8e0bc6213728c5140546040f0ee37f54"));
  EXPECT_EQ(
      HmacSha256(std::string(131, '\xaa'),
                 "This is a test using a larger than block-size key and a "
                 "larger than block-size data. The key needs to be hashed "
                 "before being used by the HMAC algorithm."),
      Hex("9b09ffa71b942fcb27635fbcd5b0e944"
          "bfdc63644f0713938a7f51535c3a35e2"));
}

TEST(HmacTest, AKeptKeyGivesTheSame) {
  const auto a = SecretBytes::FromBase64(kIndexKey);
  const auto b =
      SecretBytes::FromBase64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  ASSERT_TRUE(a && b);
  for (const SecretBytes* key : {&*a, &*a, &*b, &*a, &*b, &*b}) {
    for (absl::string_view data : {"", "x", "a longer one"}) {
      EXPECT_EQ(HmacSha256(*key, data), HmacSha256(key->view(), data));
    }
  }
}

TEST(BlindIndexTest, IsTheCutHmacOfPurposeAndValue) {
  const BlindIndex index = TestBlindIndex();
  const auto key = SecretBytes::FromBase64(kIndexKey);
  const std::string whole = HmacSha256(*key, std::string("phone\0"
                                                         "0912345678",
                                                         16));
  EXPECT_EQ(index.Proof("phone", "0912345678"), whole);
  EXPECT_EQ(index.Of("phone", "0912345678"), whole.substr(0, 16));
}

TEST(BlindIndexTest, TellsValuesPurposesAndKeysApart) {
  const BlindIndex index = TestBlindIndex();
  const std::string found = index.Of("citizen_id", "024499000123");
  EXPECT_EQ(index.Of("citizen_id", "024499000123"), found);
  EXPECT_NE(index.Of("citizen_id", "024499000124"), found);
  EXPECT_NE(index.Of("old_id", "024499000123"), found);
  // Where the purpose ends is part of it.
  EXPECT_NE(index.Of("citizen_id0", "24499000123"), found);
  ASSERT_OK_AND_ASSIGN(
      const BlindIndex other,
      BlindIndex::Parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
  EXPECT_NE(other.Of("citizen_id", "024499000123"), found);
}

TEST(BlindIndexTest, ServesManyThreads) {
  const BlindIndex index = TestBlindIndex();
  const std::string want = index.Of("phone", "0912345678");
  std::atomic<int> same{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        same += index.Of("phone", "0912345678") == want;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(same, 8000);
}

TEST(BlindIndexTest, RefusesASettingThatIsNoKey) {
  for (const char* setting :
       {"", "AAEC", "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "*AECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}) {
    const absl::Status status = BlindIndex::Parse(setting).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                                 "INDEX_KEY_WRONG"));
    EXPECT_EQ(status.message().find("AAEC"), std::string::npos);
  }
}

}  // namespace
}  // namespace rasoat::crypto
