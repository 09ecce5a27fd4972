# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The device of two tenants on this computer. Its sensor is served over CoAP where there is libcoap,
# which nothing else here needs.

if(NOT CMAKE_CROSSCOMPILING)
  find_package(PkgConfig)
  if(PkgConfig_FOUND)
    pkg_check_modules(RBPF_COAP IMPORTED_TARGET libcoap-3-notls)
  endif()
  find_program(RBPF_COAP_CLIENT NAMES coap-client-notls coap-client
    DOC "Fetches the sensor's value in the demo: libcoap's client")
endif()
if(RBPF_COAP_FOUND)
  set_target_properties(PkgConfig::RBPF_COAP PROPERTIES IMPORTED_GLOBAL TRUE)
else()
  message(STATUS "No libcoap-3-notls found: the example tenants serves nothing")
endif()

# rbpf_tenants_program(NAME [TARGET...]): with the images of these guests, else those of the sources.
function(rbpf_tenants_program name)
  set(sources
    tenants/host.c tenants/device.c tenants/table.c tenants/fetch.c
    thread_counter/scheduler.c sensor/coap.c sensor/thermometer.c
    attacker/attempts.c attacker/ground.c attacker/play.c attacker/tally.c)
  if(RBPF_COAP_FOUND)
    list(APPEND sources tenants/coap_server.c)
  else()
    list(APPEND sources tenants/no_coap.c)
  endif()
  add_executable(${name} ${sources})
  foreach(guest IN LISTS ARGN)
    target_include_directories(${name} PRIVATE
      $<TARGET_PROPERTY:${guest},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()
  target_include_directories(${name} PRIVATE thread_counter sensor)
  target_link_libraries(${name} PRIVATE rbpf::rbpf ${ARGN})
  if(RBPF_COAP_FOUND)
    target_link_libraries(${name} PRIVATE PkgConfig::RBPF_COAP)
  endif()
  set_target_properties(${name} PROPERTIES C_EXTENSIONS OFF)
  rbpf_target_warnings(${name})
endfunction()

set(RBPF_TENANTS_CLIENT)
if(RBPF_COAP_CLIENT)
  set(RBPF_TENANTS_CLIENT --client ${RBPF_COAP_CLIENT})
endif()

rbpf_tenants_program(example_tenants)
set_target_properties(example_tenants PROPERTIES OUTPUT_NAME tenants)
add_custom_target(run-tenants
  COMMAND example_tenants ${RBPF_TENANTS_CLIENT}
  USES_TERMINAL
  COMMENT "Running the example tenants")
