# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The host command. All but main.c is a library, so that tests and fuzzers can link it.

add_library(rbpf_tools STATIC ${RBPF_TOOLS_SOURCES})
target_link_libraries(rbpf_tools PUBLIC rbpf)
target_include_directories(rbpf_tools PUBLIC src)
# rbpf build finds the public headers from where it is; in a build tree by a link.
file(RELATIVE_PATH include_from_bin
  ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_INCLUDEDIR})
target_compile_definitions(rbpf_tools PRIVATE "RBPF_INCLUDE_FROM_BIN=\"${include_from_bin}\"")
set_target_properties(rbpf_tools PROPERTIES C_EXTENSIONS OFF)
rbpf_target_warnings(rbpf_tools)
if(NOT RBPF_BUILD_TOOLS)
  return()
endif()

add_executable(rbpf_command ${RBPF_COMMAND_SOURCES})
target_link_libraries(rbpf_command PRIVATE rbpf_tools)
target_compile_definitions(rbpf_command PRIVATE "RBPF_COMMAND_VERSION=\"${PROJECT_VERSION}\"")
set_target_properties(rbpf_command PROPERTIES OUTPUT_NAME rbpf C_EXTENSIONS OFF)
rbpf_target_warnings(rbpf_command)
get_filename_component(include_link ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${include_from_bin} ABSOLUTE)
if(NOT EXISTS ${include_link})
  get_filename_component(folder ${include_link} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/include ${include_link} SYMBOLIC)
endif()

install(TARGETS rbpf_command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
