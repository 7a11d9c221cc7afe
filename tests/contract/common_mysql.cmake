rasoat_test(common_mysql_contract_test
  SOURCES
    common/mysql/migrate_test.cc
    common/mysql/pool_test.cc
    common/mysql/transaction_test.cc
    common/mysql/values_test.cc
  DEPS rasoat_test_support rasoat_mysql
  LABELS contract)
