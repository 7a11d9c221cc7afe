#include "gateway/http/static_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace rasoat::gateway {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::Pair;

class StaticFilesTest : public testing::Test {
 protected:
  StaticFilesTest() {
    std::string pattern =
        (fs::temp_directory_path() / "rasoat-pages-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    fs::create_directories(root_ / "web/assets");
    Put("secret.txt", "secret");
    Put("web/index.html", "<p>hello");
    Put("web/assets/app-1a2b.js", "let a;");
    Put("web/tên.txt", "name");
    fs::create_symlink(root_ / "secret.txt", root_ / "web/link.txt");
    fs::create_directory_symlink(root_, root_ / "web/up");
    files_ = StaticFiles::Load((root_ / "web").string());
  }
  ~StaticFilesTest() override { fs::remove_all(root_); }

  void Put(const char* name, const char* content) {
    std::ofstream(root_ / name) << content;
  }

  fs::path root_;
  StaticFiles files_;
  Reply reply_;
};

TEST_F(StaticFilesTest, ServesTheIndexAtTheRoot) {
  ASSERT_TRUE(files_.Find("/", "", reply_));
  EXPECT_EQ(reply_.body, "<p>hello");
  EXPECT_EQ(reply_.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(reply_.headers, Contains(Pair("Cache-Control", "no-cache")));
  EXPECT_THAT(reply_.headers, Contains(Pair("Referrer-Policy", "same-origin")));
}

TEST_F(StaticFilesTest, LetsHashedAssetsBeKept) {
  ASSERT_TRUE(files_.Find("/assets/app-1a2b.js", "", reply_));
  EXPECT_EQ(reply_.content_type, "text/javascript; charset=utf-8");
  EXPECT_THAT(
      reply_.headers,
      Contains(Pair("Cache-Control", "public, max-age=31536000, immutable")));
}

TEST_F(StaticFilesTest, DecodesNames) {
  EXPECT_TRUE(files_.Find("/t%C3%AAn.txt", "", reply_));
}

TEST_F(StaticFilesTest, SaysNotModified) {
  ASSERT_TRUE(files_.Find("/", "", reply_));
  const std::string etag = EtagOf("<p>hello");
  EXPECT_THAT(reply_.headers, Contains(Pair("ETag", etag)));
  ASSERT_TRUE(files_.Find("/", "\"other\", W/" + etag, reply_));
  EXPECT_EQ(reply_.status, 304);
  EXPECT_EQ(reply_.body, "");
}

TEST_F(StaticFilesTest, HasNoWayOut) {
  for (const char* path :
       {"/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt",
        "/assets/../../secret.txt", "/assets/..%2f..%2fsecret.txt", "/link.txt",
        "/up/secret.txt", "//secret.txt", "/./index.html", "/assets",
        "/assets/", "/%", "", "/..", "/index.html%00", "\\..\\secret.txt"}) {
    EXPECT_FALSE(files_.Find(path, "", reply_)) << path;
  }
}

TEST_F(StaticFilesTest, IsEmptyWithoutAFolder) {
  EXPECT_TRUE(StaticFiles::Load((root_ / "none").string()).empty());
  EXPECT_TRUE(StaticFiles::Load("").empty());
}

TEST(ContentTypeTest, FollowsTheEnding) {
  EXPECT_EQ(ContentTypeOf("a/b.CSS"), "text/css; charset=utf-8");
  EXPECT_EQ(ContentTypeOf("a.svg"), "image/svg+xml");
  EXPECT_EQ(ContentTypeOf("a"), "application/octet-stream");
}

}  // namespace
}  // namespace rasoat::gateway
