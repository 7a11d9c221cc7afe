# One suite for the stores in memory and for those on MariaDB.
rasoat_test(registry_contract_test
  SOURCES registry/store/store_contract_test.cc
          registry/store/attachment_test.cc
          registry/store/household_event_store_test.cc
          registry/store/mysql_feed_test.cc
          registry/store/mysql_household_rows_test.cc
          registry/store/reseal_test.cc
          registry/store/survey_life_test.cc
  DEPS rasoat_registry_support rasoat_test_support
  LABELS contract)
