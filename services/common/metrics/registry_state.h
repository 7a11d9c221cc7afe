// What a Registry holds. For this folder.
#pragma once

#include <prometheus/collectable.h>
#include <prometheus/registry.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/common/metrics/metrics.h"

namespace rasoat::metrics {

/// The families by name, and what to refresh before they are read.
struct Registry::State final : prometheus::Collectable {
  /// Refreshes, then collects.
  std::vector<prometheus::MetricFamily> Collect() const override;

  prometheus::Registry registry;
  mutable std::mutex mu;  // guards what follows
  std::map<std::string, std::unique_ptr<Family<Counter>>> counters;
  std::map<std::string, std::unique_ptr<Family<Gauge>>> gauges;
  std::map<std::string, std::unique_ptr<Family<Histogram>>> histograms;
  std::vector<std::function<void()>> refreshers;
};

}  // namespace rasoat::metrics
