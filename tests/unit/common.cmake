# The shelf, part by part.
include(common_shelf_a.cmake)
include(common_access.cmake OPTIONAL)
include(common_rpc.cmake OPTIONAL)
include(common_sheet.cmake)
include(common_feed.cmake OPTIONAL)
