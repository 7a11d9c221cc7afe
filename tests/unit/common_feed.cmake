rasoat_test(common_feed_test
  SOURCES common/feed/change_test.cc common/feed/work_queue_test.cc
  DEPS rasoat_feed rasoat_test_support)
