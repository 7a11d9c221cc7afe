// A replica that exists to be killed: works on imports, 50 households a step,
// and says on standard output, a byte a step, that it is about to commit one.
//
//   registry_import_process SCHEMA
//
// The database is that of the RASOAT_TEST_MYSQL variables.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "tests/support/registry/import_replica.h"

namespace rasoat::registry {
namespace {

/// Says so before every step.
class Announcing final : public MySqlImportStore {
 public:
  using MySqlImportStore::MySqlImportStore;
  absl::Status Commit(const Import& seen, const ImportBatch& batch,
                      const std::string& holder, absl::Duration lease,
                      absl::Time deadline) override {
    if (write(STDOUT_FILENO, ".", 1) != 1) std::exit(3);
    return MySqlImportStore::Commit(seen, batch, holder, lease, deadline);
  }
};

int Main(const std::string& schema) {
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
  const SystemClock clock;
  feed::Feed feed(pool, clock);
  const ProtoRecordCodec codec;
  const crypto::KeyRing keys = SampleKeys();
  const crypto::BlindIndex index = SampleIndex();
  const MySqlHouseholdRows rows(codec, keys, index);
  Announcing store(feed, rows, codec, keys, ShippedLayout());
  ImportReplica replica(pool);
  replica.store = &store;
  replica.batch = 50;
  return replica.WorkOff().ok() ? 0 : 2;
}

}  // namespace
}  // namespace rasoat::registry

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  return rasoat::registry::Main(argv[1]);
}
