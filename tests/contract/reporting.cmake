rasoat_test(reporting_contract_test
  SOURCES reporting/ledger_test.cc
  DEPS rasoat_reporting rasoat_test_support
  LABELS contract)
