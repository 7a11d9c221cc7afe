// A follower in a process of its own, as far as it can tell.
#pragma once

#include <memory>
#include <utility>

#include "tests/contract/common/feed/feed_fixture.h"

namespace rasoat::feed {

/// One replica of the following service.
struct Following {
  Following(const ScratchSchema& schema, std::shared_ptr<grpc::Channel> channel,
            const FollowerOptions& options)
      : Following(schema, std::move(channel), options,
                  std::make_unique<Tally>()) {}
  Following(const ScratchSchema& schema, std::shared_ptr<grpc::Channel> channel,
            const FollowerOptions& options, std::unique_ptr<Applier> with)
      : pool(schema.options()),
        feed(pool, clock),
        applier(std::move(with)),
        follower(feed, std::move(channel), *applier, metrics, options) {
    follower.Start();
  }

  bool Reaches(std::int64_t position) {
    return Eventually([&] { return follower.Status().position == position; });
  }
  double Metric(const char* name) {
    return metrics.Gauges(name, "", {"follower"}).With({"registry"}).Value();
  }

  SystemClock clock;
  mysql::Pool pool;
  Feed feed;
  std::unique_ptr<Applier> applier;
  metrics::Registry metrics;
  Follower follower;
};

}  // namespace rasoat::feed
