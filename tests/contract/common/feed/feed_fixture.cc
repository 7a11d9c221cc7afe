#include "tests/contract/common/feed/feed_fixture.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/status/error.h"

namespace rasoat::feed {

absl::Time Soon() { return SystemClock().Now() + absl::Seconds(30); }

void Dawdle(std::mt19937& chance, absl::Duration most) {
  const std::int64_t us = absl::ToInt64Microseconds(most);
  const auto delay = std::chrono::microseconds(chance() % (us + 1));
  std::mutex mu;
  std::condition_variable never;
  std::unique_lock lock(mu);
  never.wait_for(lock, delay, [] { return false; });
}

bool Eventually(const std::function<bool()>& done) {
  const absl::Time end = Soon();
  std::mt19937 chance(1);
  while (!done()) {
    if (SystemClock().Now() > end) return false;
    Dawdle(chance, absl::Milliseconds(4));
  }
  return true;
}

class Replica::Service final
    : public registry::v1::RegistryFeed::CallbackService {
 public:
  explicit Service(WatchSource& source) : source_(source) {}

  grpc::ServerWriteReactor<v1::WatchResponse>* Watch(
      grpc::CallbackServerContext* context,
      const v1::WatchRequest* request) override {
    return source_.Serve(request, Admit(*context));
  }

  // Stands for the check of a caller: whoever says that it is unwelcome is.
  static absl::Status Admit(const grpc::CallbackServerContext& context) {
    if (context.client_metadata().count("unwelcome") == 0) {
      return absl::OkStatus();
    }
    return Error(absl::StatusCode::kPermissionDenied, "UNWELCOME",
                 "this caller may not watch");
  }

 private:
  WatchSource& source_;
};

Replica::Replica(mysql::PoolOptions options, const WatchOptions& watch)
    : pool_(std::move(options)), feed_(pool_, clock_) {
  source_.emplace(
      feed_,
      [](absl::string_view above, absl::string_view below) {
        return absl::StartsWith(below, above);
      },
      watch);
  service_ = std::make_unique<Service>(*source_);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

Replica::~Replica() {
  source_->Shutdown();
  server_->Shutdown();
}

std::shared_ptr<grpc::Channel> Replica::Channel() const {
  grpc::ChannelArguments arguments;
  // Else channels to one address share a connection, and a test's replica.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  return grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(),
                                   arguments);
}

absl::Status Tell(Feed& feed, const std::string& subject, std::int64_t value,
                  int count, const std::string& area) {
  google::protobuf::Int64Value state;
  state.set_value(value);
  return InTransaction(feed, Soon(),
                       [&](mysql::Transaction&, Changes& changes) {
                         for (int i = 0; i < count; ++i) {
                           changes.Add(subject, area, state);
                         }
                         return absl::OkStatus();
                       });
}

absl::Status TellMany(Feed& feed, int count) {
  google::protobuf::Int64Value state;
  for (int told = 0; told < count;) {
    const int batch = std::min(500, count - told);
    RASOAT_RETURN_IF_ERROR(
        InTransaction(feed, Soon(), [&](mysql::Transaction&, Changes& changes) {
          for (int i = told; i < told + batch; ++i) {
            state.set_value(i);
            changes.Add(absl::StrCat("things/", i % 97), "24", state);
          }
          return absl::OkStatus();
        }));
    told += batch;
  }
  return absl::OkStatus();
}

Watching::Watching(const std::shared_ptr<grpc::Channel>& channel,
                   const v1::WatchRequest& request, bool unwelcome)
    : stub_(registry::v1::RegistryFeed::NewStub(channel)) {
  if (unwelcome) context_.AddMetadata("unwelcome", "yes");
  context_.set_deadline(absl::ToChronoTime(Soon()));  // fail, do not hang
  reader_ = stub_->Watch(&context_, request);
}

Watching::~Watching() { End().IgnoreError(); }

std::optional<v1::WatchResponse> Watching::Next() {
  v1::WatchResponse batch;
  if (over_ || !reader_->Read(&batch)) {
    over_ = true;
    return std::nullopt;
  }
  return batch;
}

std::vector<v1::Change> Watching::Until(std::int64_t position) {
  std::vector<v1::Change> all;
  for (;;) {
    std::optional<v1::WatchResponse> batch = Next();
    if (!batch) return all;
    for (v1::Change& change : *batch->mutable_changes()) {
      all.push_back(std::move(change));
    }
    if (batch->position() >= position) return all;
  }
}

absl::Status Watching::End() {
  if (ended_) return absl::OkStatus();
  ended_ = true;
  if (!over_) context_.TryCancel();
  return rpc::FromWire(reader_->Finish());
}

absl::Status Tally::Apply(mysql::Transaction& tx, Changes&,
                          absl::Span<const Change> changes) {
  struct Row {
    std::int64_t position, value, times, checksum;
  };
  std::map<std::string, Row> rows;
  for (const Change& change : changes) {
    RASOAT_ASSIGN_OR_RETURN(auto state,
                            change.As<google::protobuf::Int64Value>());
    auto found = rows.find(change.subject);
    if (found == rows.end()) {
      RASOAT_ASSIGN_OR_RETURN(
          std::optional<Row> stored,
          tx.QueryOne(
              "SELECT position, value, times, checksum FROM tally"
              " WHERE subject = ? FOR UPDATE",
              [](const mysql::Row& row) {
                return Row{row.Int(0), row.Int(1), row.Int(2), row.Int(3)};
              },
              change.subject));
      found = rows.emplace(change.subject, stored.value_or(Row())).first;
    }
    Row& row = found->second;
    row.position = change.position;
    row.value = state.value();
    row.times += 1;
    row.checksum =
        (row.checksum * 31 + change.position * 7 + state.value()) % 1000000007;
  }
  std::vector<std::pair<std::string, Row>> list(rows.begin(), rows.end());
  return tx
      .InsertRows(
          "INSERT INTO tally (subject, position, value, times, checksum) "
          "VALUES",
          list.size(), 5,
          [&](std::size_t i, mysql::Params& out) {
            const auto& [subject, row] = list[i];
            out.AddAll(subject, row.position, row.value, row.times,
                       row.checksum);
          },
          "ON DUPLICATE KEY UPDATE position = VALUES(position),"
          " value = VALUES(value), times = VALUES(times),"
          " checksum = VALUES(checksum)")
      .status();
}

absl::Status Tally::Reset(mysql::Transaction& tx) {
  return tx.Execute("DELETE FROM tally").status();
}

std::string Tally::Read(mysql::Pool& pool) {
  std::string text;
  absl::Status read = mysql::Read(pool, Soon(), [&](mysql::Reader& reader) {
    return reader.ForEach(
        "SELECT subject, position, value, times, checksum FROM tally"
        " ORDER BY subject",
        [&](const mysql::Row& row) {
          absl::StrAppend(&text, row.Text(0), " ", row.Int(1), " ", row.Int(2),
                          " ", row.Int(3), " ", row.Int(4), "\n");
          return absl::OkStatus();
        });
  });
  return read.ok() ? text : read.ToString();
}

std::int64_t Tally::Times(mysql::Pool& pool) {
  auto times = mysql::Read(pool, Soon(), [&](mysql::Reader& reader) {
    return reader.QueryOne("SELECT COALESCE(SUM(times), 0) FROM tally",
                           [](const mysql::Row& row) { return row.Int(0); });
  });
  return times.ok() ? times->value_or(-1) : -1;
}

void ReadAhead::Prepare(absl::Span<Change> changes) {
  for (Change& change : changes) {
    const auto state = change.As<google::protobuf::Int64Value>();
    if (!state.ok()) continue;  // Apply will say so
    auto read = std::make_shared<ReadValue>();
    read->value = state->value();
    change.prepared = std::move(read);
  }
}

absl::Status ReadAhead::Apply(mysql::Transaction& tx, Changes& out,
                              absl::Span<const Change> changes) {
  for (const Change& change : changes) {
    if (change.prepared == nullptr) continue;
    RASOAT_ASSIGN_OR_RETURN(const auto state,
                            change.As<google::protobuf::Int64Value>());
    const auto* read = dynamic_cast<const ReadValue*>(change.prepared.get());
    if (read == nullptr || read->value != state.value()) {
      return Error(absl::StatusCode::kInternal, "READ_AHEAD_WRONG",
                   "what was prepared is not this change's");
    }
  }
  return Tally::Apply(tx, out, changes);
}

FollowerOptions QuickOptions(const std::string& holder) {
  FollowerOptions options;
  options.name = "registry";
  options.method = kWatchMethod;
  options.holder = holder;
  options.lease = absl::Milliseconds(600);
  options.silence = absl::Seconds(3);
  options.least_backoff = absl::Milliseconds(10);
  options.most_backoff = absl::Milliseconds(200);
  return options;
}

}  // namespace rasoat::feed
