rasoat_test(common_rpc_test
  SOURCES
    common/access/area_tree_test.cc
    common/access/guard_build_test.cc
    common/access/guard_test.cc
    common/access/personal_test.cc
    common/access/signer_test.cc
    common/access/verifier_test.cc
    common/rpc/calls_test.cc
    common/rpc/field_mask_test.cc
    common/rpc/paging_test.cc
    common/rpc/reading_test.cc
    common/rpc/status_wire_test.cc
    common/rpc/tls_test.cc
    common/rpc/worker_pool_test.cc
    common/server/run_service_test.cc
    common/server/server_test.cc
  DEPS rasoat_server rasoat_rpc rasoat_access rasoat_test_support
       rasoat_clock rasoat_ids rasoat_protos OpenSSL::Crypto PkgConfig::sodium)
