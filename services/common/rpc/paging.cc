#include "services/common/rpc/paging.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <sodium.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace rasoat::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kHashBytes = 8;
constexpr std::size_t kMaxTokenBytes = 4096;
constexpr char kNumber = 'n';
constexpr char kText = 't';

void AppendNumber(std::uint64_t number, std::string& out) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(number >> shift & 0xff));
  }
}

/// Takes eight bytes off the front; false when there are fewer.
bool ConsumeNumber(absl::string_view& in, std::uint64_t& number) {
  if (in.size() < 8) return false;
  number = 0;
  for (char c : in.substr(0, 8)) {
    number = number << 8 | static_cast<unsigned char>(c);
  }
  in.remove_prefix(8);
  return true;
}

/// A hash of what the rows and their order depend on.
std::string HashOf(const Message& request) {
  std::unique_ptr<Message> rest(request.New());
  rest->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    if (const FieldDescriptor* field =
            rest->GetDescriptor()->FindFieldByName(name)) {
      rest->GetReflection()->ClearField(rest.get(), field);
    }
  }
  std::string bytes = absl::StrCat(rest->GetDescriptor()->full_name(), "\n");
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    rest->SerializePartialToCodedStream(&out);
  }
  std::string hash(crypto_generichash_BYTES_MIN, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  hash.resize(kHashBytes);
  return hash;
}

bool ConsumePart(absl::string_view& in, PageKeyPart& part) {
  const char kind = in.front();
  in.remove_prefix(1);
  std::uint64_t number = 0;
  if (!ConsumeNumber(in, number)) return false;
  if (kind == kNumber) {
    part = static_cast<std::int64_t>(number);
    return true;
  }
  if (kind != kText || number > in.size()) return false;
  part = std::string(in.substr(0, number));
  in.remove_prefix(number);
  return true;
}

}  // namespace

absl::StatusOr<int> PageSize(std::int32_t requested, PageLimits limits) {
  if (requested < 0) {
    return Invalid({.field = "page_size",
                    .rule = "PAGE_SIZE_NEGATIVE",
                    .vi = "Số dòng mỗi trang không được âm. Hãy nhập số từ 0 "
                          "trở lên.",
                    .en = "The page size is negative. Give 0 or more."});
  }
  return requested == 0 ? limits.usual : std::min(requested, limits.most);
}

std::string EncodePageToken(const Message& request,
                            const std::vector<PageKeyPart>& key) {
  std::string bytes = HashOf(request);
  for (const PageKeyPart& part : key) {
    if (const auto* number = std::get_if<std::int64_t>(&part)) {
      bytes.push_back(kNumber);
      AppendNumber(static_cast<std::uint64_t>(*number), bytes);
    } else {
      const std::string& text = std::get<std::string>(part);
      bytes.push_back(kText);
      AppendNumber(text.size(), bytes);
      bytes.append(text);
    }
  }
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<std::vector<PageKeyPart>> DecodePageToken(
    const Message& request) {
  const FieldDescriptor* field =
      request.GetDescriptor()->FindFieldByName("page_token");
  const std::string token =
      field == nullptr ? ""
                       : request.GetReflection()->GetString(request, field);
  std::vector<PageKeyPart> key;
  if (token.empty()) return key;
  std::string bytes;
  if (token.size() > kMaxTokenBytes ||
      !absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() <= kHashBytes ||
      bytes.compare(0, kHashBytes, HashOf(request)) != 0) {
    return PageTokenWrong();
  }
  absl::string_view rest = bytes;
  rest.remove_prefix(kHashBytes);
  while (!rest.empty()) {
    if (!ConsumePart(rest, key.emplace_back())) return PageTokenWrong();
  }
  return key;
}

absl::Status PageTokenWrong() {
  return Invalid({.field = "page_token",
                  .rule = "PAGE_TOKEN_WRONG",
                  .vi = "Mã trang không dùng được với yêu cầu này. Hãy xem lại "
                        "từ trang đầu.",
                  .en = "The page token does not belong to this request. Start "
                        "again from the first page."});
}

}  // namespace rasoat::rpc
