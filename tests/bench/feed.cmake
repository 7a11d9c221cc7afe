rasoat_binary(feed_bench SOURCES feed_bench.cc
  DEPS rasoat_feed rasoat_test_support)
