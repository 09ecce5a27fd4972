# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# rbpf_add_firmware(NAME SOURCE...)
#
# A program for what the preset builds for: where there is no operating system, with the start-up,
# linker script and console of src/port, and a map of what was linked, NAME.map; else an ordinary one.
# The target librbpf is linked by the caller. CTest runs it by CMAKE_CROSSCOMPILING_EMULATOR.

if(RBPF_PLATFORM)
  set(RBPF_PORT_DIR ${PROJECT_SOURCE_DIR}/src/port)
  add_library(rbpf_board OBJECT
    src/port/board/board.c src/port/board/memory.c src/port/board/stack.c src/port/board/stdout.c
    src/port/${RBPF_PLATFORM}/start.c)
  if(RBPF_PLATFORM STREQUAL "xtensa")
    target_sources(rbpf_board PRIVATE src/port/xtensa/rom.c src/port/xtensa/simcall.c)
  else()
    target_sources(rbpf_board PRIVATE src/port/board/semihosting.c)
  endif()
  target_include_directories(rbpf_board
    PUBLIC ${RBPF_PORT_DIR}/board PRIVATE ${RBPF_PORT_DIR}/${RBPF_PLATFORM})
  target_compile_features(rbpf_board PUBLIC c_std_11)
  set_target_properties(rbpf_board PROPERTIES C_EXTENSIONS OFF)
  rbpf_target_warnings(rbpf_board)
  set(RBPF_LINKER_SCRIPT ${RBPF_PORT_DIR}/${RBPF_PLATFORM}/${RBPF_MACHINE}.ld)
  target_link_options(rbpf_board INTERFACE
    -nostartfiles -T ${RBPF_LINKER_SCRIPT} -L ${RBPF_PORT_DIR}/board -Wl,--gc-sections)
endif()

function(rbpf_add_firmware name)
  add_executable(${name} ${ARGN})
  if(TARGET rbpf_board)
    target_link_libraries(${name} PRIVATE rbpf_board)
    target_link_options(${name} PRIVATE -Wl,-Map=$<TARGET_FILE:${name}>.map)
    set_target_properties(${name} PROPERTIES
      SUFFIX .elf LINK_DEPENDS "${RBPF_LINKER_SCRIPT};${RBPF_PORT_DIR}/board/sections.ld")
  endif()
  set_target_properties(${name} PROPERTIES C_EXTENSIONS OFF)
  rbpf_target_warnings(${name})
endfunction()
