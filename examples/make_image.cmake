# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# cmake -DRBPF=COMMAND -DCLANG=COMPILER [-DRUSTC=COMPILER] -DNAME=NAME -DSOURCE=FILE -DENTRIES=A,B
#       -DWORK=FOLDER [-DCHECK=ON] -P make_image.cmake
# Writes guest_image.h beside guest.c, and so on with other names, or with CHECK fails if it is not
# what the guest makes.

get_filename_component(GUEST ${SOURCE} NAME_WE)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${NAME}: this failed: ${ARGN}")
  endif()
endfunction()

# Rust, for the computer at hand, stops at LLVM's bitcode; clang makes BPF of it. README.md in the
# folder rust says why this is sound.
function(build_rust image)
  run(${RUSTC} --edition 2021 --crate-type lib --emit llvm-bc -C opt-level=2 -C panic=abort
    -C codegen-units=1 -C no-vectorize-loops -C no-vectorize-slp -o ${WORK}/guest.bc ${SOURCE})
  run(${CLANG} --target=bpfel -mcpu=v3 -O2 -fstack-size-section -Wno-override-module
    -c -x ir ${WORK}/guest.bc -o ${WORK}/guest.o)
  run(${RBPF} convert ${WORK}/guest.o -o ${image})
endfunction()

function(header_of image result)
  get_filename_component(source ${SOURCE} NAME)
  string(TOUPPER ${NAME}_${GUEST}_IMAGE_H guard)
  file(READ ${image} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1, " bytes "${bytes}")
  string(REPEAT "0x.., " 12 line)
  string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE " (\n|$)" "\n" bytes "${bytes}")
  string(REGEX REPLACE "\n\n$" "\n" bytes "${bytes}")
  string(REGEX REPLACE "(^|\n)0x" "\\1    0x" bytes "${bytes}")
  set(${result} "/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Made of ${source}, do not edit: cmake --build build/dev --target example_images */
#ifndef ${guard}
#define ${guard}

#include <stdint.h>

/* clang-format off */
/* For rbpf_image_open(), which needs it aligned to 8. */
_Alignas(8) static const uint8_t ${GUEST}_image[] = {
${bytes}};
/* clang-format on */

#endif
" PARENT_SCOPE)
endfunction()

set(image ${WORK}/guest.img)
if(RUSTC)
  build_rust(${image})
else()
  run(${RBPF} build --quiet --cc ${CLANG} --entry ${ENTRIES} -o ${WORK}/guest.full.img ${SOURCE})
  run(${RBPF} strip ${WORK}/guest.full.img -o ${image})
endif()
header_of(${image} text)

get_filename_component(folder ${SOURCE} DIRECTORY)
set(header ${folder}/${GUEST}_image.h)
if(NOT CHECK)
  file(WRITE ${header} "${text}")
  return()
endif()
set(committed)
if(EXISTS ${header})
  file(READ ${header} committed)
endif()
if(NOT committed STREQUAL text)
  message(FATAL_ERROR "${header} is not what ${SOURCE} makes: cmake --build BUILD_FOLDER --target "
    "example_images writes it anew")
endif()
message(STATUS "${header} is what ${SOURCE} makes")
