# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The target `demo`: compiles the guests of two tenants, and shows them at work.

if(NOT RBPF_GUEST_CLANG)
  message(STATUS "No clang found: there is no target `demo`")
  return()
endif()

rbpf_add_guest(counter SOURCES thread_counter/counter.c ENTRY on_switch)
rbpf_add_guest(reader SOURCES sensor/reader.c ENTRY on_timer)
rbpf_add_guest(responder SOURCES sensor/responder.c ENTRY on_request)
rbpf_tenants_program(demo_tenants counter reader responder)

add_custom_target(demo
  COMMAND demo_tenants ${RBPF_TENANTS_CLIENT}
  USES_TERMINAL
  COMMENT "Three containers of two tenants, at work")

if(RBPF_BUILD_TESTS)
  add_test(NAME guests.demo COMMAND demo_tenants ${RBPF_TENANTS_CLIENT} --seconds 2)
  set_tests_properties(guests.demo PROPERTIES LABELS guests TIMEOUT 60)

  rbpf_add_guest(fletcher32 SOURCES fletcher32/guest.c ENTRY fletcher32)
  get_target_property(image fletcher32 RBPF_IMAGE)
  add_test(NAME guests.fletcher32 COMMAND example_fletcher32 LICENSE ${image}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(guests.fletcher32 PROPERTIES LABELS guests TIMEOUT 60)
endif()
