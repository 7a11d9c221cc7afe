#include "services/common/rpc/tls.h"

#include <fstream>

#include "tests/support/status_matchers.h"

namespace rasoat::rpc {
namespace {

using absl::StatusCode;

std::string FileWith(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + "rasoat_tls_test_" + name;
  std::ofstream(path) << text;
  return path;
}

TEST(TlsTest, IsOffWhenNothingIsSet) {
  ASSERT_OK_AND_ASSIGN(Tls tls, Tls::FromEnv(config::Env({})));
  EXPECT_FALSE(tls.on());
}

TEST(TlsTest, ReadsTheFilesNamed) {
  ASSERT_OK_AND_ASSIGN(
      Tls tls, Tls::FromEnv(config::Env(
                   {{"RASOAT_TLS_CERT", FileWith("cert", "certificate")},
                    {"RASOAT_TLS_KEY", FileWith("key", "key")},
                    {"RASOAT_TLS_CA", FileWith("ca", "authorities")}})));
  EXPECT_TRUE(tls.on());
  EXPECT_EQ(tls.certificate, "certificate");
  EXPECT_EQ(tls.key, "key");
  EXPECT_EQ(tls.authorities, "authorities");
}

TEST(TlsTest, NeedsCertificateAndKeyTogether) {
  EXPECT_THAT(Tls::FromEnv(config::Env(
                  {{"RASOAT_TLS_CERT", FileWith("cert", "certificate")}})),
              StatusIs(StatusCode::kFailedPrecondition, "TLS_INCOMPLETE"));
  EXPECT_THAT(
      Tls::FromEnv(config::Env({{"RASOAT_TLS_KEY", FileWith("key", "key")}})),
      StatusIs(StatusCode::kFailedPrecondition, "TLS_INCOMPLETE"));
}

TEST(TlsTest, NamesTheFileItCannotRead) {
  for (const std::string& path : {std::string("/nowhere/cert.pem"),
                                  FileWith("empty", ""), testing::TempDir()}) {
    const absl::Status status =
        Tls::FromEnv(config::Env({{"RASOAT_TLS_CA", path}})).status();
    EXPECT_THAT(status,
                StatusIs(StatusCode::kFailedPrecondition, "TLS_UNREADABLE"));
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr(path));
  }
}

}  // namespace
}  // namespace rasoat::rpc
