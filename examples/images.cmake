# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The committed images. Compilers differ, so that one is the reference: clang 19, and for Rust
# rustc with LLVM 14 and clang 14, which are those of Debian 12.

find_program(RBPF_EXAMPLES_CLANG clang-19 DOC "Makes the images of the examples")
find_program(RBPF_EXAMPLES_CLANG_14 clang-14 DOC "Makes the image of the example in Rust")
# Debian's first: others, by rustup, have another LLVM.
find_program(RBPF_EXAMPLES_RUSTC rustc HINTS /usr/bin DOC "Makes the image of the example in Rust")

add_custom_target(example_images)

# image_test(NAME PROBLEM): whether a committed image is what its source makes; without a compiler,
# what is missing.
function(image_test name problem)
  if(NOT RBPF_BUILD_TESTS)
    return()
  endif()
  if(problem)
    add_test(NAME examples.${name}.image COMMAND ${CMAKE_COMMAND} -E echo "skipped: ${problem}")
  else()
    add_test(NAME examples.${name}.image COMMAND ${ARGN})
  endif()
  set_tests_properties(examples.${name}.image PROPERTIES
    LABELS examples SKIP_REGULAR_EXPRESSION "^skipped" TIMEOUT 60)
endfunction()

# example_image(FOLDER SOURCE ENTRY...): of FOLDER/guest.c it is guest_image.h, with an array of that
# name; of another guest the same with the source's name.
function(example_image folder source)
  get_filename_component(guest ${source} NAME_WE)
  set(name ${folder})
  if(NOT guest STREQUAL "guest")
    string(APPEND name .${guest})
  endif()
  string(REPLACE ";" "," entries "${ARGN}")
  set(problem)
  set(compilers -DCLANG=${RBPF_EXAMPLES_CLANG})
  if(source MATCHES "rs$")
    set(compilers -DCLANG=${RBPF_EXAMPLES_CLANG_14} -DRUSTC=${RBPF_EXAMPLES_RUSTC})
    set(problem ${RBPF_EXAMPLES_RUST_PROBLEM})
  elseif(NOT RBPF_EXAMPLES_CLANG)
    set(problem "needs clang-19")
  endif()
  set(work ${CMAKE_CURRENT_BINARY_DIR}/${name}.image)
  file(MAKE_DIRECTORY ${work})
  set(command ${CMAKE_COMMAND} -DRBPF=$<TARGET_FILE:rbpf_command> ${compilers}
    -DNAME=${folder} -DSOURCE=${CMAKE_CURRENT_SOURCE_DIR}/${folder}/${source} -DENTRIES=${entries}
    -DWORK=${work})
  set(script -P ${CMAKE_CURRENT_SOURCE_DIR}/make_image.cmake)

  image_test(${name} "${problem}" ${command} -DCHECK=ON ${script})
  if(NOT problem)
    add_custom_target(example_image_${name} COMMAND ${command} ${script} VERBATIM)
    add_dependencies(example_image_${name} rbpf_command)
    add_dependencies(example_images example_image_${name})
  endif()
endfunction()

set(RBPF_EXAMPLES_RUST_PROBLEM "needs clang-14 and rustc 1.63 with LLVM 14 on x86-64, as in Debian 12")
if(RBPF_EXAMPLES_RUSTC AND RBPF_EXAMPLES_CLANG_14)
  execute_process(COMMAND ${RBPF_EXAMPLES_RUSTC} --version --verbose
    OUTPUT_VARIABLE version ERROR_QUIET)
  if(version MATCHES "host: x86_64-.*release: 1\\.63\\..*LLVM version: 14\\.")
    set(RBPF_EXAMPLES_RUST_PROBLEM)
  endif()
endif()

example_image(packet_filter guest.c filter)
example_image(sensor_filter guest.c on_timer set_threshold)
example_image(functions guest.c calculate)
example_image(cpp guest.cpp smooth)
example_image(rust guest.rs)
example_image(fletcher32 guest.c fletcher32)
example_image(firmware guest.c on_samples)
example_image(thread_counter counter.c on_switch)
example_image(sensor reader.c on_timer)
example_image(sensor responder.c on_request)
example_image(attacker mallory.c obey spoil answer echo registers look_down)
