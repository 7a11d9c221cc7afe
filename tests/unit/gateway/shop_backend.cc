#include "tests/unit/gateway/shop_backend.h"

#include <chrono>
#include <deque>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/upstream/call.h"
#include "google/api/httpbody.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "rasoat/api/v1/attachment.pb.h"
#include "services/common/status/error.h"
#include "tests/unit/gateway/test_api.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::Message;

grpc::Status OnTheWire(const absl::Status& status) {
  google::rpc::Status wire;
  for (const Detail& detail : DetailsOf(status)) {
    auto* any = wire.add_details();
    any->set_type_url(detail.type_url);
    any->set_value(detail.bytes);
  }
  return {static_cast<grpc::StatusCode>(status.code()),
          std::string(status.message()), wire.SerializeAsString()};
}

absl::Status Missing() {
  return Refused(absl::StatusCode::kNotFound,
                 {"name", "SHELF_NOT_FOUND", "Không có giá này.",
                  "There is no such shelf."});
}

std::string GetText(const Message& message, const char* field) {
  return message.GetReflection()->GetString(
      message, message.GetDescriptor()->FindFieldByName(field));
}

void SetText(Message& message, const char* field, const std::string& text) {
  message.GetReflection()->SetString(
      &message, message.GetDescriptor()->FindFieldByName(field), text);
}

// Reads one request, decides on responses and a status, sends them.
class Play final : public grpc::ServerGenericBidiReactor {
 public:
  Play(ShopBackend& backend, grpc::GenericCallbackServerContext& context)
      : backend_(backend), context_(context) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    const std::string& method = context_.method();
    if (absl::EndsWith(method, "Health/Check")) {
      ++backend_.checks;
      grpc::Slice state(backend_.serving ? "\x08\x01" : "\x08\x02", 2);
      responses_.emplace_back(&state, 1);
    } else if (absl::EndsWith(method, "/GetShelf")) {
      Get();
    } else if (absl::EndsWith(method, "/CreateShelf")) {
      Create();
    } else if (absl::EndsWith(method, "/GetPlan")) {
      GetPlan();
    } else if (absl::EndsWith(method, "/SetPlan")) {
      SetPlan();
    } else if (absl::EndsWith(method, "/ExportShelves")) {
      Export();
    } else if (absl::EndsWith(method, "/WatchShelves")) {
      Watch();
    } else {
      end_ = {grpc::StatusCode::UNIMPLEMENTED, "no such method"};
    }
    Next();
  }

  void OnWriteDone(bool) override {
    responses_.pop_front();
    Next();
  }

  void OnCancel() override {
    if (!waits_) return;
    backend_.cancelled.Notify();
    Finish(grpc::Status::CANCELLED);
  }

  void OnDone() override { delete this; }

 private:
  void Next() {
    if (!responses_.empty()) {
      StartWrite(&responses_.front());
    } else if (waits_) {
      backend_.waiting.Notify();
    } else {
      Finish(end_);
    }
  }

  void Get() {
    auto request = NewShop(backend_.api, "GetShelfRequest");
    Parse(request_, *request);
    auto shelf = NewShop(backend_.api, "Shelf");
    const std::string name = GetText(*request, "name");
    SetText(*shelf, "name", name);
    if (name == "shelves/missing") {
      end_ = OnTheWire(Missing());
      return;
    }
    if (name == "shelves/slow") {
      waits_ = true;
      return;
    }
    if (name == "shelves/call") SetText(*shelf, "note", Metadata());
    responses_.push_back(Serialize(*shelf));
  }

  void Create() {
    auto request = NewShop(backend_.api, "CreateShelfRequest");
    Parse(request_, *request);
    const auto* field = request->GetDescriptor()->FindFieldByName("shelf");
    responses_.push_back(
        Serialize(request->GetReflection()->GetMessage(*request, field)));
  }

  void AddBody(const std::string& type, const std::string& data,
               const std::string& file_name = "") {
    google::api::HttpBody body;
    body.set_content_type(type);
    body.set_data(data);
    if (!file_name.empty()) {
      api::v1::Attachment attachment;
      attachment.set_file_name(file_name);
      body.add_extensions()->PackFrom(attachment);
    }
    responses_.push_back(Serialize(body));
  }

  void GetPlan() {
    auto request = NewShop(backend_.api, "GetShelfRequest");
    Parse(request_, *request);
    if (GetText(*request, "name") == "shelves/missing") {
      end_ = OnTheWire(Missing());
    } else if (GetText(*request, "name") == "shelves/evil") {
      AddBody("text/html\r\nSet-Cookie: a=b", "<html>");
    } else {
      AddBody("image/png", std::string("\x89PNG\0\n", 6), "Giá \"số\" 7.png");
    }
  }

  // Answers with the plan it was sent.
  void SetPlan() {
    auto request = NewShop(backend_.api, "SetPlanRequest");
    Parse(request_, *request);
    const auto* field = request->GetDescriptor()->FindFieldByName("plan");
    responses_.push_back(
        Serialize(request->GetReflection()->GetMessage(*request, field)));
  }

  // Three pieces; fails at the start after 2000, in between after 3000.
  void Export() {
    auto request = NewShop(backend_.api, "WatchShelvesRequest");
    Parse(request_, *request);
    const auto* field =
        request->GetDescriptor()->FindFieldByName("after_position");
    const std::int64_t after =
        request->GetReflection()->GetInt64(*request, field);
    AddBody("text/csv", "", "shelves.csv");
    if (after == 2000) {
      end_ = OnTheWire(Missing());
      return;
    }
    if (after == 4000) return;
    AddBody("", "a,b\n");
    AddBody("", "1,2\n");
    if (after == 3000) end_ = OnTheWire(absl::AbortedError("stopped"));
    waits_ = after == 1000;
  }

  void Watch() {
    auto request = NewShop(backend_.api, "WatchShelvesRequest");
    Parse(request_, *request);
    const auto* field =
        request->GetDescriptor()->FindFieldByName("after_position");
    const std::int64_t after =
        request->GetReflection()->GetInt64(*request, field);
    if (after == 2000) {
      end_ = {grpc::StatusCode::FAILED_PRECONDITION, "not now"};
      return;
    }
    if (after == 3000) end_ = OnTheWire(absl::AbortedError("stopped"));
    waits_ = after == 1000;
    for (int i = 1; i <= (after >= 1000 ? 1 : 3); ++i) {
      auto response = NewShop(backend_.api, "WatchShelvesResponse");
      response->GetReflection()->SetInt64(
          response.get(),
          response->GetDescriptor()->FindFieldByName("position"), after + i);
      responses_.push_back(Serialize(*response));
    }
  }

  std::string Metadata() const {
    std::string text;
    for (const char* key : {"authorization", "x-request-id"}) {
      auto found = context_.client_metadata().find(key);
      if (found == context_.client_metadata().end()) continue;
      absl::StrAppend(
          &text, key, "=",
          absl::string_view(found->second.data(), found->second.size()), ";");
    }
    const auto left = context_.deadline() - std::chrono::system_clock::now();
    absl::StrAppend(&text, "seconds=",
                    std::chrono::round<std::chrono::seconds>(left).count());
    return text;
  }

  ShopBackend& backend_;
  grpc::GenericCallbackServerContext& context_;
  grpc::ByteBuffer request_;
  std::deque<grpc::ByteBuffer> responses_;
  grpc::Status end_;
  bool waits_ = false;
};

}  // namespace

ShopBackend::ShopBackend(const Descriptors& shop) : api(shop) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port_);
  builder.RegisterCallbackGenericService(this);
  server_ = builder.BuildAndStart();
}

ShopBackend::~ShopBackend() { Stop(); }

std::string ShopBackend::address() const {
  return absl::StrCat("127.0.0.1:", port_);
}

void ShopBackend::Stop() {
  if (server_ == nullptr) return;
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
  server_ = nullptr;
}

grpc::ServerGenericBidiReactor* ShopBackend::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  return new Play(*this, *context);
}

}  // namespace rasoat::gateway
