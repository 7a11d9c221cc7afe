#include "services/common/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/text_serializer.h>

#include <cstdlib>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/common/metrics/registry_state.h"

namespace rasoat::metrics {
namespace {

/// A family whose series are found by their joined label values.
template <class Metric, class Raw>
class CachedFamily final : public Family<Metric> {
 public:
  using Make = std::function<Raw&(const prometheus::Labels&)>;

  CachedFamily(std::vector<std::string> names, Make make)
      : names_(std::move(names)), make_(std::move(make)) {}

  Metric With(std::initializer_list<absl::string_view> values) override {
    // A wrong number of labels is a slip in the program: show it at once.
    if (values.size() != names_.size()) std::abort();
    std::string key;
    for (absl::string_view value : values) {
      key.append(value.data(), value.size());
      key += '\0';
    }
    {
      const std::shared_lock lock(mu_);
      if (auto found = by_values_.find(key); found != by_values_.end()) {
        return Metric(*found->second);
      }
    }
    prometheus::Labels labels;
    auto name = names_.begin();
    for (absl::string_view value : values) {
      labels.emplace(*name++, std::string(value));
    }
    // Two threads may both get here: the library gives both the same series.
    Raw& series = make_(labels);
    const std::lock_guard lock(mu_);
    by_values_.emplace(std::move(key), &series);
    return Metric(series);
  }

 private:
  const std::vector<std::string> names_;
  const Make make_;
  std::shared_mutex mu_;  // guards by_values_
  absl::flat_hash_map<std::string, Raw*> by_values_;
};

template <class Raw, class Metric, class Builder, class... Extra>
Family<Metric>& FindOrMake(
    Builder builder, absl::string_view name, absl::string_view help,
    std::vector<std::string> labels, prometheus::Registry& registry,
    std::map<std::string, std::unique_ptr<Family<Metric>>>& families,
    Extra... extra) {
  std::unique_ptr<Family<Metric>>& family = families[std::string(name)];
  if (!family) {
    prometheus::Family<Raw>& raw = builder.Name(std::string(name))
                                       .Help(std::string(help))
                                       .Register(registry);
    family = std::make_unique<CachedFamily<Metric, Raw>>(
        std::move(labels),
        [&raw, extra...](const prometheus::Labels& values) -> Raw& {
          return raw.Add(values, extra...);
        });
  }
  return *family;
}

}  // namespace

void Counter::Increment(double by) const { counter_->Increment(by); }
double Counter::Value() const { return counter_->Value(); }
void Gauge::Set(double value) const { gauge_->Set(value); }
void Gauge::Add(double by) const { gauge_->Increment(by); }
double Gauge::Value() const { return gauge_->Value(); }
void Histogram::Observe(double value) const { histogram_->Observe(value); }
void Histogram::Observe(absl::Duration value) const {
  histogram_->Observe(absl::ToDoubleSeconds(value));
}

std::vector<double> CallSeconds() {
  return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
          0.25,  0.5,    1,     2.5,  5,     10,   30};
}

std::vector<prometheus::MetricFamily> Registry::State::Collect() const {
  std::vector<std::function<void()>> refresh;
  {
    const std::lock_guard lock(mu);
    refresh = refreshers;
  }
  for (const std::function<void()>& one : refresh) one();
  return registry.Collect();
}

Registry::Registry() : state_(std::make_shared<State>()) {}
Registry::~Registry() = default;

Family<Counter>& Registry::Counters(absl::string_view name,
                                    absl::string_view help,
                                    std::vector<std::string> labels) {
  const std::lock_guard lock(state_->mu);
  return FindOrMake<prometheus::Counter>(prometheus::BuildCounter(), name, help,
                                         std::move(labels), state_->registry,
                                         state_->counters);
}

Family<Gauge>& Registry::Gauges(absl::string_view name, absl::string_view help,
                                std::vector<std::string> labels) {
  const std::lock_guard lock(state_->mu);
  return FindOrMake<prometheus::Gauge>(prometheus::BuildGauge(), name, help,
                                       std::move(labels), state_->registry,
                                       state_->gauges);
}

Family<Histogram>& Registry::Histograms(absl::string_view name,
                                        absl::string_view help,
                                        std::vector<double> bounds,
                                        std::vector<std::string> labels) {
  const std::lock_guard lock(state_->mu);
  return FindOrMake<prometheus::Histogram>(
      prometheus::BuildHistogram(), name, help, std::move(labels),
      state_->registry, state_->histograms, std::move(bounds));
}

void Registry::BeforeReading(std::function<void()> refresh) {
  const std::lock_guard lock(state_->mu);
  state_->refreshers.push_back(std::move(refresh));
}

std::string Registry::Text() const {
  return prometheus::TextSerializer().Serialize(state_->Collect());
}

}  // namespace rasoat::metrics
