# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The target `demo`: compiles the guest of fletcher32 and runs it in the VM and natively.

if(NOT RBPF_GUEST_CLANG)
  message(STATUS "No clang found: there is no target `demo`")
  return()
endif()

rbpf_add_guest(fletcher32 SOURCES fletcher32/guest.c ENTRY fletcher32)
get_target_property(image fletcher32 RBPF_IMAGE)

add_custom_target(demo
  COMMAND example_fletcher32 LICENSE ${image}
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
  USES_TERMINAL
  COMMENT "Running it on this computer")
add_dependencies(demo fletcher32)

if(RBPF_BUILD_TESTS)
  add_test(NAME guests.demo COMMAND example_fletcher32 LICENSE ${image}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(guests.demo PROPERTIES LABELS guests TIMEOUT 60)
endif()
