# The made-up API, apart from the server: clang 14 fuzzes with it, and cannot
# compile Boost 1.74's coroutines.
rasoat_library(rasoat_gateway_test_api SOURCES gateway/test_api.cc
  DEPS rasoat_transcoding)
rasoat_library(rasoat_gateway_testing SOURCES gateway/shop_backend.cc
  DEPS rasoat_gateway_test_api rasoat_gateway)

rasoat_test(gateway_unit_test SOURCES
    gateway/binding_test.cc gateway/end_to_end_test.cc gateway/error_body_test.cc
    gateway/http_template_test.cc gateway/json_body_test.cc gateway/json_reader_test.cc
    gateway/openapi_test.cc gateway/path_matcher_test.cc gateway/route_table_test.cc
    gateway/server_test.cc gateway/static_files_test.cc
  DEPS rasoat_gateway_testing)
