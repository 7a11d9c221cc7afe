// What the feed's tests share: replicas of a service that tells, something that
// writes, something that watches, and something that applies.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "google/protobuf/wrappers.pb.h"
#include "grpcpp/grpcpp.h"
#include "rasoat/registry/v1/registry_feed.grpc.pb.h"
#include "services/common/clock/clock.h"
#include "services/common/feed/feed.h"
#include "services/common/feed/follower.h"
#include "services/common/feed/watch.h"
#include "services/common/metrics/metrics.h"
#include "services/common/mysql/pool.h"
#include "tests/support/scratch_schema.h"

namespace rasoat::feed {

inline constexpr char kFeedMigrations[] = "services/common/feed/migrations";
inline constexpr char kWatchMethod[] = "/rasoat.registry.v1.RegistryFeed/Watch";

/// A deadline no test comes near.
absl::Time Soon();

/// Waits for a random time up to `most`: the delay is the fault under test.
void Dawdle(std::mt19937& chance, absl::Duration most);

/// Asks again and again, in small steps, until `done` or half a minute passed.
bool Eventually(const std::function<bool()>& done);

/// One process of a service: its own pool, feed, source and server.
class Replica {
 public:
  explicit Replica(mysql::PoolOptions options, const WatchOptions& watch = {});
  ~Replica();

  Feed& feed() { return feed_; }
  WatchSource& source() { return *source_; }
  const std::string& address() const { return address_; }
  std::shared_ptr<grpc::Channel> Channel() const;

 private:
  class Service;

  SystemClock clock_;
  mysql::Pool pool_;
  Feed feed_;
  std::optional<WatchSource> source_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

/// Tells `count` changes of `subject` in one transaction, each an Int64Value
/// holding `value`.
absl::Status Tell(Feed& feed, const std::string& subject, std::int64_t value,
                  int count = 1, const std::string& area = "");

/// Tells `count` changes in transactions of 500, subjects taking turns.
absl::Status TellMany(Feed& feed, int count);

/// A `Watch` call read step by step.
class Watching {
 public:
  /// An `unwelcome` caller is one the service does not admit.
  Watching(const std::shared_ptr<grpc::Channel>& channel,
           const v1::WatchRequest& request, bool unwelcome = false);
  ~Watching();

  /// The next batch; nullopt once the stream has ended.
  std::optional<v1::WatchResponse> Next();
  /// Reads on until a batch moves the position to `position` or the stream
  /// ends; all changes on the way.
  std::vector<v1::Change> Until(std::int64_t position);
  /// How the stream ended; cancels it if it has not. Once.
  absl::Status End();

 private:
  std::unique_ptr<registry::v1::RegistryFeed::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> reader_;
  bool over_ = false;   // nothing more to read
  bool ended_ = false;  // its status was asked for
};

/// Keeps a row a subject: last value and position, how many changes, and a
/// checksum that depends on their order. Applying anything twice, leaving it
/// out, or swapping two of one subject shows for ever.
class Tally : public Applier {
 public:
  /// Statements that make its table.
  static constexpr char kTable[] =
      "CREATE TABLE tally (subject VARCHAR(128) CHARACTER SET ascii NOT NULL,"
      " position BIGINT NOT NULL, value BIGINT NOT NULL, times BIGINT NOT NULL,"
      " checksum BIGINT UNSIGNED NOT NULL, PRIMARY KEY (subject));";

  absl::Status Apply(mysql::Transaction& tx, Changes& out,
                     absl::Span<const Change> changes) override;
  absl::Status Reset(mysql::Transaction& tx) override;

  /// The table as text, a line a row.
  static std::string Read(mysql::Pool& pool);
  /// The sum of `times`.
  static std::int64_t Times(mysql::Pool& pool);
};

/// A value read ahead.
struct ReadValue final : Prepared {
  std::int64_t value = 0;
};

/// A tally that reads values ahead.
class ReadAhead : public Tally {
 public:
  void Prepare(absl::Span<Change> changes) override;
  /// Fails with READ_AHEAD_WRONG if what was prepared is another change's.
  absl::Status Apply(mysql::Transaction& tx, Changes& out,
                     absl::Span<const Change> changes) override;
};

/// Options that suit a test: short lease and pauses.
FollowerOptions QuickOptions(const std::string& holder);

}  // namespace rasoat::feed
