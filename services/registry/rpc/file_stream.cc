#include "services/registry/rpc/file_stream.h"

#include <atomic>
#include <optional>
#include <utility>

#include "rasoat/api/v1/attachment.pb.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/status/error.h"

namespace rasoat::registry {
namespace {

constexpr std::size_t kPiece = 256 << 10;

using Make =
    std::function<absl::StatusOr<SentFile>(const std::function<bool()>& gone)>;

class FileStream final
    : public grpc::ServerWriteReactor<google::api::HttpBody> {
 public:
  explicit FileStream(Make make) : make_(std::move(make)) {}

  void Run() {
    absl::StatusOr<SentFile> made = make_([this] { return gone_.load(); });
    if (!made.ok()) return Finish(rpc::ToWire(made.status()));
    file_.emplace(*std::move(made));
    body_.set_content_type(file_->content_type);
    api::v1::Attachment attachment;
    attachment.set_file_name(file_->name);
    body_.add_extensions()->PackFrom(attachment);
    SendNext();
  }
  void Refuse(const absl::Status& why) { Finish(rpc::ToWire(why)); }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      return Finish(
          rpc::ToWire(Error(absl::StatusCode::kCancelled, "CALL_CANCELLED",
                            "the caller left before the end")));
    }
    body_.Clear();
    SendNext();
  }
  void OnCancel() override { gone_ = true; }
  void OnDone() override { delete this; }

 private:
  void SendNext() {
    std::string& data = *body_.mutable_data();
    data.resize(kPiece);
    const auto got = file_->file.ReadAt(offset_, data.data(), data.size());
    if (!got.ok()) return Finish(rpc::ToWire(got.status()));
    data.resize(*got);
    offset_ += static_cast<std::int64_t>(*got);
    if (*got == 0) return Finish(grpc::Status::OK);
    StartWrite(&body_);
  }

  const Make make_;
  std::atomic<bool> gone_ = false;
  std::optional<SentFile> file_;
  std::int64_t offset_ = 0;
  google::api::HttpBody body_;
};

}  // namespace

grpc::ServerWriteReactor<google::api::HttpBody>* SendFile(
    rpc::WorkerPool& makers, Make make) {
  auto* stream = new FileStream(std::move(make));
  rpc::WorkerPool::Task task = [stream] { stream->Run(); };
  if (!makers.TrySubmit(task)) {
    stream->Refuse(Error(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                         "too many files are being made; try again soon"));
  }
  return stream;
}

}  // namespace rasoat::registry
