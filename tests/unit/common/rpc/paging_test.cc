#include "services/common/rpc/paging.h"

#include <limits>

#include "rasoat/feed/v1/feed.pb.h"
#include "rasoat/workflow/v1/staff.pb.h"
#include "tests/support/status_matchers.h"

namespace rasoat::rpc {
namespace {

using absl::StatusCode;
using workflow::v1::ListStaffRequest;

ListStaffRequest Of(const std::string& area) {
  ListStaffRequest request;
  request.set_area(area);
  return request;
}

auto TokenIsWrong() {
  return StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_WRONG");
}

TEST(PageSizeTest, ClampsToTheLimits) {
  const PageLimits limits{.usual = 100, .most = 1000};
  EXPECT_EQ(*PageSize(0, limits), 100);
  EXPECT_EQ(*PageSize(1, limits), 1);
  EXPECT_EQ(*PageSize(1000, limits), 1000);
  EXPECT_EQ(*PageSize(1001, limits), 1000);
  EXPECT_EQ(*PageSize(std::numeric_limits<std::int32_t>::max(), limits), 1000);
}

TEST(PageSizeTest, RefusesNegativeSizes) {
  EXPECT_THAT(PageSize(-1),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_SIZE_NEGATIVE"));
}

TEST(PageTokenTest, StartsWithTheFirstPage) {
  ASSERT_OK_AND_ASSIGN(auto start, PageStart<std::string>(Of("24")));
  EXPECT_EQ(start, std::nullopt);
}

TEST(PageTokenTest, GoesOnAfterTheKey) {
  const std::string odd("a\0b/\xff", 5);
  for (std::int64_t number : {std::int64_t{0}, std::int64_t{-1},
                              std::numeric_limits<std::int64_t>::min(),
                              std::numeric_limits<std::int64_t>::max()}) {
    ListStaffRequest request = Of("24");
    request.set_page_token(NextPageToken(request, odd, number));
    ASSERT_OK_AND_ASSIGN(auto start,
                         (PageStart<std::string, std::int64_t>(request)));
    ASSERT_TRUE(start.has_value());
    EXPECT_EQ(std::get<0>(*start), odd);
    EXPECT_EQ(std::get<1>(*start), number);
  }
}

TEST(PageTokenTest, LetsThePageSizeChange) {
  ListStaffRequest request = Of("24");
  request.set_page_size(10);
  request.set_page_token(NextPageToken(request, std::string("k")));
  request.set_page_size(20);
  EXPECT_OK(PageStart<std::string>(request));
  // The token for the third page is made from a request that has one.
  request.set_page_token(NextPageToken(request, std::string("m")));
  ASSERT_OK_AND_ASSIGN(auto start, PageStart<std::string>(request));
  EXPECT_EQ(std::get<0>(*start), "m");
}

TEST(PageTokenTest, RefusesAnotherFilter) {
  ListStaffRequest request = Of("24");
  request.set_page_token(NextPageToken(request, std::string("k")));
  request.set_area("22");
  EXPECT_THAT(PageStart<std::string>(request), TokenIsWrong());
}

TEST(PageTokenTest, RefusesAKeyOfAnotherShape) {
  ListStaffRequest request = Of("24");
  request.set_page_token(NextPageToken(request, std::string("k")));
  EXPECT_THAT(PageStart<std::int64_t>(request), TokenIsWrong());
  EXPECT_THAT((PageStart<std::string, std::string>(request)), TokenIsWrong());
}

TEST(PageTokenTest, RefusesWhatIsNotOneOfOurs) {
  ListStaffRequest request = Of("24");
  const std::string token =
      NextPageToken(request, std::string("key"), std::int64_t{7});
  for (std::size_t size = 1; size < token.size(); ++size) {
    request.set_page_token(token.substr(0, size));
    EXPECT_FALSE((PageStart<std::string, std::int64_t>(request)).ok()) << size;
  }
  for (const std::string& junk : {std::string("x"), std::string("!!!!"),
                                  token + token, std::string(5000, 'A')}) {
    request.set_page_token(junk);
    EXPECT_THAT((PageStart<std::string, std::int64_t>(request)),
                TokenIsWrong());
  }
}

TEST(PageTokenTest, NeverReadsBeyondTheToken) {
  // Every changed byte either breaks the token or changes only the key.
  ListStaffRequest request = Of("24");
  const std::string token = NextPageToken(request, std::string("key"));
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == '_' ? '-' : '_';
    request.set_page_token(changed);
    const auto start = PageStart<std::string>(request);
    if (!start.ok()) {
      EXPECT_THAT(start, TokenIsWrong());
    }
  }
}

TEST(PageTokenTest, KnowsRequestsWithoutPages) {
  EXPECT_TRUE(DecodePageToken(feed::v1::WatchRequest())->empty());
}

}  // namespace
}  // namespace rasoat::rpc
