# The library for devices: <build>/web/device/, which the gateway serves as
# /device/. Compiled by clang whatever compiles the rest, which knows no
# WebAssembly.
find_program(CLANG NAMES clang++ clang++-14 clang++-16 clang++-19 REQUIRED)
find_program(WASM_LD NAMES wasm-ld wasm-ld-14 wasm-ld-16 wasm-ld-19 REQUIRED)
set(device_out ${CMAKE_BINARY_DIR}/web/device)
set(device_sources
  services/scoring/device/abi.cc services/scoring/device/household.cc
  services/scoring/device/reading.cc services/scoring/flat/evaluate.cc
  services/scoring/flat/member_rules.cc)
set(device_headers
  services/scoring/device/abi.h services/scoring/device/household.h
  services/scoring/device/reading.h services/scoring/flat/evaluate.h
  services/scoring/flat/member_rules.h services/scoring/flat/program.h)
set(device_scripts facts.mjs scoring.mjs violations.mjs)
list(TRANSFORM device_headers PREPEND ${CMAKE_SOURCE_DIR}/)
list(TRANSFORM device_sources PREPEND ${CMAKE_SOURCE_DIR}/
     OUTPUT_VARIABLE device_inputs)

add_custom_command(
  OUTPUT ${device_out}/scoring.wasm
  COMMAND ${CMAKE_COMMAND} -E make_directory ${device_out}
  COMMAND ${CLANG} --target=wasm32 -std=c++20 -Oz -flto -ffreestanding -nostdlib
          -fno-exceptions -fno-rtti -fvisibility=hidden -I ${CMAKE_SOURCE_DIR}
          ${RASOAT_WARNINGS} -fuse-ld=${WASM_LD} -Wl,--no-entry -Wl,--strip-all
          -Wl,--export=__heap_base -Wl,--export=rasoat_version
          -Wl,--export=rasoat_use -Wl,--export=rasoat_in_force
          -Wl,--export=rasoat_score -Wl,--export=rasoat_class_of
          ${device_inputs} -o ${device_out}/scoring.wasm
  DEPENDS ${device_inputs} ${device_headers}
  COMMENT "Building device/scoring.wasm" VERBATIM)
set(device_files ${device_out}/scoring.wasm)
foreach(script ${device_scripts})
  add_custom_command(
    OUTPUT ${device_out}/${script}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${device_out}
    COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_SOURCE_DIR}/device/${script}
            ${device_out}/${script}
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/device/${script}
    COMMENT "Copying device/${script}" VERBATIM)
  list(APPEND device_files ${device_out}/${script})
endforeach()
add_custom_target(device_library ALL DEPENDS ${device_files})

# The same code for tests of this machine.
rasoat_library(scoring_device
  SOURCES device/abi.cc device/household.cc device/reading.cc
  DEPS scoring_flat)
