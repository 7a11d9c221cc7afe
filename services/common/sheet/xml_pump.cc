#include "services/common/sheet/xml_pump.h"

#include <expat.h>

#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/sheet/faults.h"
#include "services/common/status/status_macros.h"

namespace rasoat::sheet {
namespace {

constexpr std::size_t kPiece = 64 << 10;
/// The most one tag may hold: the parser keeps what has not ended yet.
constexpr std::int64_t kLongestToken = 1 << 20;

/// A name without its prefix.
absl::string_view Local(const char* name) {
  const char* colon = std::strchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

}  // namespace

absl::string_view Attributes::Get(absl::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (Local(pair[0]) == name) return pair[1];
  }
  return "";
}

struct XmlPump::Calls {
  static void Start(void* self, const char* name, const char** attributes) {
    auto& pump = *static_cast<XmlPump*>(self);
    if (++pump.depth_ > pump.most_depth_) {
      pump.Stop(Broken("lồng quá sâu", "elements lie too deep in each other"));
      return;
    }
    pump.handler_.Start(Local(name), Attributes(attributes));
  }
  static void End(void* self, const char* name) {
    auto& pump = *static_cast<XmlPump*>(self);
    --pump.depth_;
    pump.handler_.End(Local(name));
  }
  static void Text(void* self, const char* text, int length) {
    static_cast<XmlPump*>(self)->handler_.Text(
        absl::string_view(text, static_cast<std::size_t>(length)));
  }
  static void DocumentType(void* self, const char*, const char*, const char*,
                           int) {
    static_cast<XmlPump*>(self)->Stop(Unsafe());
  }
};

XmlPump::XmlPump(ZipPart part, int most_depth, XmlHandler& handler)
    : part_(std::move(part)),
      most_depth_(most_depth),
      handler_(handler),
      parser_(XML_ParserCreate(nullptr)),
      piece_(kPiece) {
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, Calls::Start, Calls::End);
  XML_SetCharacterDataHandler(parser_, Calls::Text);
  XML_SetStartDoctypeDeclHandler(parser_, Calls::DocumentType);
}

XmlPump::~XmlPump() { XML_ParserFree(parser_); }

void XmlPump::Stop(absl::Status why) {
  if (stopped_.ok()) stopped_ = std::move(why);
  XML_StopParser(parser_, XML_FALSE);
}

absl::StatusOr<bool> XmlPump::Step() {
  RASOAT_ASSIGN_OR_RETURN(const std::size_t got,
                          part_.Read(piece_.data(), piece_.size()));
  const XML_Status parsed =
      XML_Parse(parser_, piece_.data(), static_cast<int>(got), got == 0);
  RASOAT_RETURN_IF_ERROR(stopped_);
  RASOAT_RETURN_IF_ERROR(handler_.status());
  if (parsed != XML_STATUS_OK) {
    const auto line = XML_GetCurrentLineNumber(parser_);
    return Broken(absl::StrCat("phần ", part_.name(), ", dòng ", line),
                  absl::StrCat("its part ", part_.name(), ", line ", line));
  }
  fed_ += static_cast<std::int64_t>(got);
  if (got > 0 && fed_ - XML_GetCurrentByteIndex(parser_) > kLongestToken) {
    return TooLarge("một thẻ XML quá dài", "an XML tag is too long");
  }
  return got > 0;
}

absl::Status ReadXml(ZipArchive& archive, const std::string& name,
                     XmlHandler& handler) {
  RASOAT_ASSIGN_OR_RETURN(ZipPart part, archive.Read(name));
  XmlPump pump(std::move(part), archive.limits().depth, handler);
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(const bool more, pump.Step());
    if (!more) return absl::OkStatus();
  }
}

}  // namespace rasoat::sheet
