rasoat_test(common_shelf_a_test
  SOURCES
    common/clock/clock_test.cc
    common/config/env_test.cc
    common/crypto/blind_index_test.cc
    common/crypto/key_ring_test.cc
    common/ids/ulid_test.cc
    common/log/log_test.cc
    common/metrics/metrics_test.cc
    common/mysql/param_test.cc
    common/mysql/split_statements_test.cc
    common/status/error_test.cc
  DEPS rasoat_test_support rasoat_clock rasoat_config rasoat_crypto rasoat_ids rasoat_log
       rasoat_metrics rasoat_mysql rasoat_status)
