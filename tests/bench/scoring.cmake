rasoat_binary(scoring_bench
  SOURCES scoring_bench.cc ../contract/scoring/surveys.cc
          ../unit/scoring/running_scoring.cc
          ../unit/scoring/training_household.cc
  DEPS scoring_service rasoat_server rasoat_test_support GTest::gmock)
rasoat_binary(scoring_engine_bench
  SOURCES scoring_engine_bench.cc ../unit/scoring/training_household.cc
  DEPS scoring_engine scoring_flat scoring_standards rasoat_test_support)
rasoat_binary(scoring_batch_bench
  SOURCES scoring_batch_bench.cc ../support/scoring/packer.cc
          ../unit/scoring/running_scoring.cc
          ../unit/scoring/training_household.cc
  DEPS scoring_service rasoat_server rasoat_test_support GTest::gmock)
rasoat_binary(scoring_follow_bench
  SOURCES scoring_follow_bench.cc cpu.cc row_replay.cc ../contract/scoring/surveys.cc
          ../unit/scoring/running_scoring.cc
          ../unit/scoring/training_household.cc
  DEPS scoring_service rasoat_server rasoat_test_support GTest::gmock)
