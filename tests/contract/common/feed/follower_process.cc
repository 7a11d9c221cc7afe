// A follower that exists to be killed: applies a feed to a Tally until it has
// reached a position, and says on standard output, a byte a batch, that it is
// about to commit one.
//
//   feed_follower_process SCHEMA ADDRESS POSITION [ahead]
//
// With `ahead` it prepares changes while it writes others.
// The database is that of the RASOAT_TEST_MYSQL variables.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "services/common/rpc/channel.h"
#include "tests/contract/common/feed/feed_fixture.h"

namespace rasoat::feed {
namespace {

class Announcing final : public ReadAhead {
 public:
  absl::Status Apply(mysql::Transaction& tx, Changes& out,
                     absl::Span<const Change> changes) override {
    absl::Status applied = ReadAhead::Apply(tx, out, changes);
    if (write(STDOUT_FILENO, ".", 1) != 1) std::exit(3);
    return applied;
  }
};

int Main(const std::string& schema, const std::string& address,
         std::int64_t position, bool ahead) {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  mysql::PoolOptions options;
  options.url = variable("RASOAT_TEST_MYSQL");
  options.user = variable("RASOAT_TEST_MYSQL_USER");
  options.password = variable("RASOAT_TEST_MYSQL_PASSWORD");
  options.schema = schema;
  options.max_sessions = 4;
  mysql::Pool pool(options);
  SystemClock clock;
  Feed feed(pool, clock);
  Announcing tally;
  metrics::Registry metrics;
  FollowerOptions quick = QuickOptions("the-only-one");
  quick.most_changes = 40;  // many places to be killed in
  quick.prepares_ahead = ahead;
  Follower follower(feed, rpc::MakeChannel(address), tally, metrics, quick);
  follower.Start();
  return Eventually([&] { return follower.Status().position >= position; }) ? 0
                                                                            : 2;
}

}  // namespace
}  // namespace rasoat::feed

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) return 64;
  return rasoat::feed::Main(argv[1], argv[2], std::atoll(argv[3]), argc == 5);
}
