// What the process counts, in the Prometheus text form. A thin layer over
// prometheus-cpp that keeps its headers and exceptions out of the callers and
// makes a labelled series cheap to find.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace rasoat::metrics {

/// A number that only rises. A handle: copy it freely, valid while its
/// Registry lives. Thread safe, one atomic addition.
class Counter {
 public:
  explicit Counter(prometheus::Counter& counter) : counter_(&counter) {}
  /// Adds `by`, which is not negative.
  void Increment(double by = 1) const;
  /// The count so far.
  double Value() const;

 private:
  prometheus::Counter* counter_;
};

/// A number that rises and falls. A handle, as Counter is.
class Gauge {
 public:
  explicit Gauge(prometheus::Gauge& gauge) : gauge_(&gauge) {}
  void Set(double value) const;
  void Add(double by) const;
  /// The number last set.
  double Value() const;

 private:
  prometheus::Gauge* gauge_;
};

/// How often values fell into which bucket. A handle, as Counter is.
class Histogram {
 public:
  explicit Histogram(prometheus::Histogram& histogram)
      : histogram_(&histogram) {}
  void Observe(double value) const;
  /// Observes a span of time in seconds.
  void Observe(absl::Duration value) const;

 private:
  prometheus::Histogram* histogram_;
};

/// Series of one name that differ by their label values. Lives as long as its
/// Registry; thread safe. With() takes a read lock and one hash look-up after a
/// series' first use: fine per call; keep the handle in an inner loop. Label
/// values come from small closed sets, never from a user's input.
template <class Metric>
class Family {
 public:
  virtual ~Family() = default;
  /// The series with these label values, in the order of the family's names.
  virtual Metric With(std::initializer_list<absl::string_view> values) = 0;
};

/// The upper bounds, in seconds, that suit a call: 1 ms to 30 s.
std::vector<double> CallSeconds();

/// All metrics of a process (or of a test). Thread safe. A family asked for
/// twice by name is the same family; `help` and `labels` must then agree.
class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;

  /// Names follow Prometheus: rasoat_calls_total, rasoat_call_seconds.
  Family<Counter>& Counters(absl::string_view name, absl::string_view help,
                            std::vector<std::string> labels = {});
  Family<Gauge>& Gauges(absl::string_view name, absl::string_view help,
                        std::vector<std::string> labels = {});
  /// `bounds` are the buckets' upper ends, rising, each end inside its bucket.
  Family<Histogram>& Histograms(absl::string_view name, absl::string_view help,
                                std::vector<double> bounds,
                                std::vector<std::string> labels = {});

  /// Calls `refresh` before each reading of the metrics, to set gauges that
  /// are looked up rather than counted. It runs on the reader's thread, must be
  /// quick, and whatever it uses must outlive the registry or its last reading.
  void BeforeReading(std::function<void()> refresh);

  /// Everything in the Prometheus text form.
  std::string Text() const;

 private:
  friend class Exposer;
  struct State;
  std::shared_ptr<State> state_;
};

/// Serves GET /metrics over HTTP until destroyed.
class Exposer {
 public:
  /// Listens on `listen` ("127.0.0.1:7201"; port 0 picks one). `registry` must
  /// outlive the exposer.
  ///
  /// Errors:
  ///   UNAVAILABLE  METRICS_LISTEN_FAILED  the address is taken or malformed
  static absl::StatusOr<std::unique_ptr<Exposer>> Start(
      const Registry& registry, absl::string_view listen);
  ~Exposer();

  /// The port listened on.
  int port() const;

 private:
  struct State;
  explicit Exposer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace rasoat::metrics
