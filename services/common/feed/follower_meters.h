#pragma once

#include <string>

#include "services/common/metrics/metrics.h"

namespace rasoat::feed {

/// The metrics of one follower; `Follower` documents them. Private to the feed.
struct FollowerMeters {
  FollowerMeters(metrics::Registry& registry, const std::string& follower)
      : lag_positions(
            registry
                .Gauges("rasoat_feed_lag_positions",
                        "Changes the followed service has made and this one "
                        "has not applied.",
                        {"follower"})
                .With({follower})),
        lag_seconds(registry
                        .Gauges("rasoat_feed_lag_seconds",
                                "Age of the oldest change heard of and not "
                                "applied; 0 when all are.",
                                {"follower"})
                        .With({follower})),
        leading(registry
                    .Gauges("rasoat_feed_leading",
                            "1 in the replica that applies, else 0.",
                            {"follower"})
                    .With({follower})),
        applied(registry
                    .Counters("rasoat_feed_changes_applied_total",
                              "Changes applied by this process.", {"follower"})
                    .With({follower})),
        failures(registry
                     .Counters("rasoat_feed_apply_failures_total",
                               "Batches that could not be applied and are "
                               "tried again.",
                               {"follower"})
                     .With({follower})) {}

  metrics::Gauge lag_positions;
  metrics::Gauge lag_seconds;
  metrics::Gauge leading;
  metrics::Counter applied;
  metrics::Counter failures;
};

}  // namespace rasoat::feed
