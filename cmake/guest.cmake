# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# rbpf_add_guest(NAME SOURCES FILE... [ENTRY FUNCTION...] [MCPU v1|v2|v3|v4] [OPTIONS OPTION...])
#
# Compiles a guest in C or C++ by `rbpf build`, and makes the object library NAME of its image:
#
#     rbpf_add_guest(blink SOURCES blink.c ENTRY on_timer)
#     target_link_libraries(firmware PRIVATE blink rbpf::rbpf)
#
#     #include <blink_image.h>          const uint8_t blink_image[BLINK_IMAGE_BYTES]
#
# ENTRY: the only functions that the host may start; default: all that are not static. MCPU: v3 if
# not given. OPTIONS go to clang. The property RBPF_IMAGE of the target is the image's file.
# From CMake 3.20 on, Ninja and make follow the headers that a source includes.
#
#     RBPF_GUEST_CLANG    the clang that compiles guests
#     RBPF_COMMAND        the host command rbpf; default: of this build or package. A project that
#                         contains librbpf by add_subdirectory() gets one built for the computer
#                         that builds, also if it compiles for another.

find_program(RBPF_GUEST_CLANG
  NAMES clang-19 clang-18 clang-17 clang-16 clang-15 clang clang-14
  DOC "Compiles guests")

get_filename_component(RBPF_GUEST_SOURCE_DIR ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)
set_property(GLOBAL PROPERTY RBPF_GUEST_SOURCE_DIR ${RBPF_GUEST_SOURCE_DIR})

# Builds the command in a build of its own, with this computer's compiler.
function(_rbpf_host_command result)
  get_property(source GLOBAL PROPERTY RBPF_GUEST_SOURCE_DIR)
  set(folder ${CMAKE_BINARY_DIR}/rbpf-host)
  set(program ${folder}/bin/rbpf${CMAKE_HOST_EXECUTABLE_SUFFIX})
  if(NOT TARGET rbpf_host_command)
    if(NOT EXISTS ${source}/src/tools/main.c)
      message(FATAL_ERROR "rbpf_add_guest() needs the command rbpf, which this package of librbpf "
        "does not have: install it with -DRBPF_BUILD_TOOLS=ON, or set RBPF_COMMAND to its path")
    endif()
    set(clean ${CMAKE_COMMAND} -E env --unset=CC --unset=CFLAGS --unset=LDFLAGS
      --unset=CMAKE_TOOLCHAIN_FILE)
    set(host_options)
    if(CMAKE_GENERATOR MATCHES "^(Ninja|Unix Makefiles)$")
      set(host_options -G ${CMAKE_GENERATOR} -DCMAKE_MAKE_PROGRAM=${CMAKE_MAKE_PROGRAM})
    endif()
    # It verifies for the firmware: with as many ids of helpers.
    if(RBPF_HELPERS_MAX)
      list(APPEND host_options -DRBPF_HELPERS_MAX=${RBPF_HELPERS_MAX})
    endif()
    add_custom_command(OUTPUT ${folder}/CMakeCache.txt
      COMMAND ${clean} ${CMAKE_COMMAND} -S ${source} -B ${folder} ${host_options}
        -DRBPF_BUILD_TOOLS=ON -DCMAKE_BUILD_TYPE=Release
      COMMENT "Configuring a build of the host command rbpf"
      VERBATIM)
    add_custom_target(rbpf_host_command
      COMMAND ${clean} ${CMAKE_COMMAND} --build ${folder} --target rbpf_command
      DEPENDS ${folder}/CMakeCache.txt
      BYPRODUCTS ${program}
      COMMENT "Building the host command rbpf"
      VERBATIM)
  endif()
  set(${result} ${program} PARENT_SCOPE)
endfunction()

# The command, and what has to be built before it can run.
function(_rbpf_find_command command dependency)
  if(RBPF_COMMAND)
    set(${command} ${RBPF_COMMAND} PARENT_SCOPE)
    set(${dependency} ${RBPF_COMMAND} PARENT_SCOPE)
  elseif(TARGET rbpf_command)
    set(${command} $<TARGET_FILE:rbpf_command> PARENT_SCOPE)
    set(${dependency} rbpf_command PARENT_SCOPE)
  else()
    _rbpf_host_command(program)
    set(${command} ${program} PARENT_SCOPE)
    set(${dependency} ${program} rbpf_host_command PARENT_SCOPE)
  endif()
endfunction()

function(rbpf_add_guest name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "MCPU" "SOURCES;ENTRY;OPTIONS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
    message(FATAL_ERROR "rbpf_add_guest(${name} ${ARGN}): write rbpf_add_guest(NAME SOURCES FILE... "
      "[ENTRY FUNCTION...] [MCPU CPU] [OPTIONS OPTION...])")
  endif()
  if(NOT name MATCHES "^[A-Za-z_][A-Za-z0-9_]*$")
    message(FATAL_ERROR "rbpf_add_guest(${name}): the name becomes that of an array in C: letters, "
      "digits and _ only")
  endif()
  if(NOT RBPF_GUEST_CLANG)
    message(FATAL_ERROR "rbpf_add_guest(${name}): there is no clang, which compiles guests: install "
      "it (Debian: apt-get install clang), or set RBPF_GUEST_CLANG")
  endif()

  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${name}.guest)
  set(image ${folder}/${name}.img)
  set(array ${folder}/${name}_image)
  file(MAKE_DIRECTORY ${folder})
  set(sources)
  foreach(source IN LISTS arg_SOURCES)
    get_filename_component(source ${source} ABSOLUTE)
    list(APPEND sources ${source})
  endforeach()

  set(options --quiet --cc ${RBPF_GUEST_CLANG} --c-array ${name}_image -o ${image})
  if(arg_MCPU)
    list(APPEND options --mcpu ${arg_MCPU})
  endif()
  if(arg_ENTRY)
    string(REPLACE ";" "," entries "${arg_ENTRY}")
    list(APPEND options --entry ${entries})
  endif()
  set(depfile)
  if(POLICY CMP0116 AND CMAKE_GENERATOR MATCHES "Ninja|Makefiles")
    cmake_policy(SET CMP0116 NEW)
    list(APPEND options --depfile ${image}.d)
    set(depfile DEPFILE ${image}.d)
  endif()

  _rbpf_find_command(command dependency)
  add_custom_command(OUTPUT ${image} ${array}.c ${array}.h
    COMMAND ${command} build ${options} ${sources} -- ${arg_OPTIONS}
    DEPENDS ${sources} ${dependency}
    ${depfile}
    COMMENT "Compiling the guest ${name} for eBPF"
    VERBATIM)
  add_library(${name} OBJECT ${array}.c ${array}.h)
  target_include_directories(${name} PUBLIC ${folder})
  set_target_properties(${name} PROPERTIES
    C_STANDARD 11 C_STANDARD_REQUIRED ON RBPF_IMAGE ${image})
endfunction()
