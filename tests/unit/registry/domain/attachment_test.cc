// Files: what they are, what they carry, what of them comes.
#include "services/registry/domain/attachment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/photo_position.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct MediaCase {
  const char* name;
  std::string bytes;
  MediaType want;
};

class SniffTest : public testing::TestWithParam<MediaCase> {};

TEST_P(SniffTest, TellsTheKind) {
  EXPECT_EQ(SniffMediaType(GetParam().bytes), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, SniffTest,
    testing::Values(
        MediaCase{"Empty", "", MediaType::kUnknown},
        MediaCase{"Jpeg", "\xFF\xD8\xFF\xE0 and so on", MediaType::kJpeg},
        MediaCase{"JpegCut", "\xFF\xD8", MediaType::kUnknown},
        MediaCase{"Png", "\x89PNG\r\n\x1A\n....", MediaType::kPng},
        MediaCase{"PngSentAsText", "\x89PNG\n\x1A\n....", MediaType::kUnknown},
        MediaCase{"Webp", "RIFF....WEBPVP8 ", MediaType::kWebp},
        MediaCase{"WebpCut", "RIFF....WEB", MediaType::kUnknown},
        MediaCase{"Sound", "RIFF....WAVEfmt ", MediaType::kUnknown},
        MediaCase{"Pdf", "%PDF-1.7", MediaType::kPdf},
        MediaCase{"PdfBehindSomething", " %PDF-1.7", MediaType::kUnknown},
        MediaCase{"Gif", "GIF89a", MediaType::kUnknown},
        MediaCase{"Page", "<html>", MediaType::kUnknown},
        MediaCase{"Program",
                  "\x7F"
                  "ELF",
                  MediaType::kUnknown}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(MediaTypeTest, HasOneNameEach) {
  for (const MediaType type :
       {MediaType::kJpeg, MediaType::kPng, MediaType::kWebp, MediaType::kPdf}) {
    EXPECT_EQ(MediaTypeNamed(NameOf(type)), type);
    EXPECT_FALSE(EndingOf(type).empty());
  }
  EXPECT_EQ(NameOf(MediaType::kUnknown), "");
  EXPECT_EQ(MediaTypeNamed("image/gif"), MediaType::kUnknown);
  EXPECT_EQ(MediaTypeNamed("IMAGE/JPEG"), MediaType::kUnknown);
}

/// EXIF data of one entry, in either order of bytes.
std::string Exif(bool big_endian, bool gps) {
  const std::string tag = gps ? "\x88\x25" : "\x87\x69";
  if (big_endian) {
    return std::string("MM\0\x2A\0\0\0\x08\0\x01", 10) + tag +
           std::string("\0\x04\0\0\0\x01\0\0\0\x40", 10);
  }
  return std::string("II\x2A\0\x08\0\0\0\x01\0", 10) +
         std::string(tag.rbegin(), tag.rend()) +
         std::string("\x04\0\x01\0\0\0\x40\0\0\0", 10);
}

std::string Jpeg(const std::string& exif) {
  const std::string before = "\xFF\xE0" + std::string("\0\x04", 2) + "ab";
  return "\xFF\xD8" + before + "\xFF\xE1" + std::string(1, '\0') +
         static_cast<char>(8 + exif.size()) + std::string("Exif\0\0", 6) +
         exif + "\xFF\xDA";
}

TEST(CarriesPositionTest, FindsTheGpsPartOfAnyPicture) {
  for (const bool big_endian : {true, false}) {
    for (const bool gps : {true, false}) {
      const std::string exif = Exif(big_endian, gps);
      const auto size = static_cast<char>(exif.size());
      EXPECT_EQ(CarriesPosition(MediaType::kJpeg, Jpeg(exif)), gps);
      EXPECT_EQ(CarriesPosition(MediaType::kPng,
                                "\x89PNG\r\n\x1A\n" + std::string(3, '\0') +
                                    size + "eXIf" + exif + "crc."),
                gps);
      EXPECT_EQ(CarriesPosition(MediaType::kWebp,
                                std::string("RIFF....WEBPEXIF") + size +
                                    std::string(3, '\0') + exif),
                gps);
    }
  }
}

TEST(CarriesPositionTest, TakesWhatCannotBeFollowedForNone) {
  const std::string jpeg = Jpeg(Exif(true, true));
  ASSERT_TRUE(CarriesPosition(MediaType::kJpeg, jpeg));
  // Without the scan's marker it is all there.
  for (std::size_t size = 0; size + 2 < jpeg.size(); ++size) {
    EXPECT_FALSE(CarriesPosition(MediaType::kJpeg, jpeg.substr(0, size)));
  }
  EXPECT_FALSE(CarriesPosition(MediaType::kPdf, jpeg));
  EXPECT_FALSE(CarriesPosition(MediaType::kPng, jpeg));
}

Attachment Good() {
  return {.hash = std::string(32, 'h'), .size = 1000, .type = MediaType::kJpeg};
}

std::vector<std::string> FaultsOf(const Attachment& attachment) {
  std::vector<std::string> told;
  for (const Violation& fault : CheckAnnouncement(attachment)) {
    EXPECT_FALSE(fault.vi.empty());
    EXPECT_FALSE(fault.en.empty());
    told.push_back(fault.field + " " + fault.rule);
  }
  return told;
}

TEST(CheckAnnouncementTest, TellsEveryFault) {
  EXPECT_THAT(FaultsOf(Good()), IsEmpty());
  Attachment attachment = Good();
  attachment.size = Attachment::kMostBytes;
  EXPECT_THAT(FaultsOf(attachment), IsEmpty());
  attachment.size = 1;
  EXPECT_THAT(FaultsOf(attachment), IsEmpty());
  for (const std::int64_t size :
       {std::int64_t{0}, Attachment::kMostBytes + 1}) {
    attachment.size = size;
    EXPECT_THAT(FaultsOf(attachment),
                ElementsAre("size_bytes ATTACHMENT_SIZE_OUT_OF_RANGE"));
  }
  EXPECT_THAT(FaultsOf({}),
              ElementsAre("content_hash CONTENT_HASH_MALFORMED",
                          "size_bytes ATTACHMENT_SIZE_OUT_OF_RANGE",
                          "media_type MEDIA_TYPE_NOT_TAKEN"));
}

TEST(NextBytesTest, PassesOverWhatHasCome) {
  Attachment attachment = Good();
  attachment.received = 100;
  const std::string chunk = "0123456789";
  const auto fresh = [&](std::int64_t offset) {
    const auto next = NextBytes(attachment, offset, chunk);
    return next.ok() ? std::string(*next) : ReasonOf(next.status());
  };
  EXPECT_EQ(fresh(100), "0123456789");
  EXPECT_EQ(fresh(95), "56789");
  EXPECT_EQ(fresh(91), "9");
  EXPECT_EQ(fresh(90), "");
  EXPECT_EQ(fresh(0), "");
  EXPECT_EQ(fresh(101), "UPLOAD_OFFSET_AHEAD");
  EXPECT_EQ(fresh(-1), "UPLOAD_TOO_LONG");
  EXPECT_EQ(fresh(991), "UPLOAD_TOO_LONG");
  EXPECT_EQ(fresh(INT64_MAX), "UPLOAD_TOO_LONG");
  attachment.received = 990;
  EXPECT_EQ(fresh(990), "0123456789");
  attachment.finish_time = absl::UnixEpoch();
  EXPECT_EQ(fresh(990), "ATTACHMENT_FINISHED");
}

TEST(NextBytesTest, LimitsTheChunk) {
  Attachment attachment = Good();
  attachment.size = Attachment::kMostBytes;
  EXPECT_OK(NextBytes(attachment, 0, std::string(Attachment::kMostChunk, 'x')));
  EXPECT_THAT(
      NextBytes(attachment, 0, std::string(Attachment::kMostChunk + 1, 'x')),
      StatusIs(StatusCode::kInvalidArgument, "CHUNK_SIZE_OUT_OF_RANGE"));
  EXPECT_THAT(
      NextBytes(attachment, 0, ""),
      StatusIs(StatusCode::kInvalidArgument, "CHUNK_SIZE_OUT_OF_RANGE"));
}

TEST(CheckContentTest, WantsTheHashAndTheKindAnnounced) {
  const Attachment attachment = Good();
  EXPECT_OK(CheckContent(attachment, "\xFF\xD8\xFF", attachment.hash));
  EXPECT_THAT(
      CheckContent(attachment, "\xFF\xD8\xFF", std::string(32, 'x')),
      StatusIs(StatusCode::kInvalidArgument, "ATTACHMENT_HASH_DIFFERS"));
  EXPECT_THAT(
      CheckContent(attachment, "%PDF-1.7", attachment.hash),
      StatusIs(StatusCode::kInvalidArgument, "ATTACHMENT_TYPE_DIFFERS"));
}

}  // namespace
}  // namespace rasoat::registry
