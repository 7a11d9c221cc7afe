// XML read from a part of a zip, as events, in bounded memory. Part of sheet/.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/sheet/zip_archive.h"

struct XML_ParserStruct;

namespace rasoat::sheet {

/// The attributes of an element. A view; lives during the call.
class Attributes {
 public:
  explicit Attributes(const char** pairs) : pairs_(pairs) {}
  /// The value of the attribute with this name, whatever its prefix; "" for
  /// none.
  absl::string_view Get(absl::string_view name) const;

 private:
  const char** pairs_;
};

/// Takes the events. Names come without their prefix.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void Start(absl::string_view name, const Attributes& attributes) = 0;
  virtual void End(absl::string_view name) = 0;
  virtual void Text(absl::string_view text) = 0;
  /// What went wrong in a handler; asked after every piece.
  virtual absl::Status status() const { return absl::OkStatus(); }
};

/// Feeds a part to a handler, 64 KiB a step. Document types are refused.
class XmlPump {
 public:
  /// The handler must outlive it.
  XmlPump(ZipPart part, int most_depth, XmlHandler& handler);
  ~XmlPump();
  XmlPump(const XmlPump&) = delete;

  /// Feeds the next piece; false when that was the last. Errors: SHEET_BROKEN,
  /// SHEET_UNSAFE, SHEET_TOO_LARGE, those of the part and of the handler.
  absl::StatusOr<bool> Step();
  const ZipPart& part() const { return part_; }

 private:
  struct Calls;
  friend struct Calls;
  void Stop(absl::Status why);

  ZipPart part_;
  const int most_depth_;
  XmlHandler& handler_;
  XML_ParserStruct* parser_;
  std::vector<char> piece_;
  std::int64_t fed_ = 0;
  int depth_ = 0;
  absl::Status stopped_;
};

/// Feeds the whole part.
absl::Status ReadXml(ZipArchive& archive, const std::string& name,
                     XmlHandler& handler);

}  // namespace rasoat::sheet
