# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The choices of include/rbpf/config.h and port.h, for builds by CMake. An empty one leaves the
# header's default. What the host must agree on travels with the target and with the package.

# From CMake 3.21 on, a project may also give them by plain set(), without CACHE.
if(POLICY CMP0126)
  cmake_policy(SET CMP0126 NEW)
endif()

set(RBPF_LOOP "" CACHE STRING "The interpreter that rbpf_run() uses: goto, switch or small")
set_property(CACHE RBPF_LOOP PROPERTY STRINGS "" goto switch small)
set(RBPF_GROUPS "" CACHE STRING "Instruction groups to build in: the sum of their bits, 0x3 the base")
set(RBPF_SPLIT_REGISTERS "" CACHE STRING "1: registers as arrays of low and of high words; 0: not")
set(RBPF_BYTE_ACCESS "" CACHE STRING "1: numbers in memory byte by byte; 0: by memcpy")
set(RBPF_CHECK_HOST "" CACHE STRING "0: the host's own mistakes are not found, which saves flash")
set(RBPF_CONTRACTS "" CACHE STRING "0: containers may do what their hook offers, nothing is agreed on")
set(RBPF_ROLLBACK "" CACHE STRING "0: containers write to stores at once, and nothing is undone")
set(RBPF_ACCOUNTS "" CACHE STRING "0: containers have no counters, rates nor quarantine")
set(RBPF_HELPERS_MAX "" CACHE STRING "Helper ids are below this: a multiple of 32")
set(RBPF_STOP_INTERVAL "" CACHE STRING "Instructions between two looks at a request to stop")
set(RBPF_BIG_ENDIAN "" CACHE STRING "1: the CPU is big-endian; for compilers that do not say so")
set(RBPF_PORT_HEADER "" CACHE FILEPATH "The platform's header, made from src/port/template")

set(RBPF_PUBLIC_DEFINITIONS)
if(RBPF_LOOP)
  if(NOT RBPF_LOOP MATCHES "^(goto|switch|small)$")
    message(FATAL_ERROR "RBPF_LOOP is '${RBPF_LOOP}'; give goto, switch or small")
  endif()
  string(TOUPPER "RBPF_LOOP=RBPF_LOOP_${RBPF_LOOP}" definition)
  list(APPEND RBPF_PUBLIC_DEFINITIONS ${definition})
endif()
if(NOT "${RBPF_GROUPS}" STREQUAL "")
  # Names of bits would have to pass through rbpf.pc, a shell and the preprocessor.
  if(NOT RBPF_GROUPS MATCHES "^(0x[0-9a-fA-F]+|[1-9][0-9]*)$")
    message(FATAL_ERROR "RBPF_GROUPS is '${RBPF_GROUPS}'; give the sum of its bits as a number, "
      "such as 0x33 for base32, base64, divmul32 and divmul64: see include/rbpf/config.h")
  endif()
  list(APPEND RBPF_PUBLIC_DEFINITIONS RBPF_GROUPS=${RBPF_GROUPS}u)
endif()
foreach(option IN ITEMS RBPF_SPLIT_REGISTERS RBPF_BYTE_ACCESS RBPF_CHECK_HOST RBPF_CONTRACTS
    RBPF_ROLLBACK RBPF_ACCOUNTS RBPF_HELPERS_MAX
    RBPF_STOP_INTERVAL RBPF_BIG_ENDIAN)
  if(NOT "${${option}}" STREQUAL "")
    list(APPEND RBPF_PUBLIC_DEFINITIONS "${option}=${${option}}")
  endif()
endforeach()
