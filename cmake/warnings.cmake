# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The warnings of the project's own builds. Users see none of it: both options are off by default.

option(RBPF_STRICT_WARNINGS "Compile with the project's own list of warnings" OFF)
option(RBPF_WERROR "Warnings are errors" OFF)

set(RBPF_C_WARNINGS
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wundef
  -Wcast-align=strict -Wcast-qual -Wmissing-prototypes -Wstrict-prototypes -Wvla)

# clang spells one of them without the value.
if(CMAKE_C_COMPILER_ID MATCHES "Clang")
  list(TRANSFORM RBPF_C_WARNINGS REPLACE "^-Wcast-align=strict$" "-Wcast-align")
endif()

function(rbpf_target_warnings target)
  if(RBPF_STRICT_WARNINGS)
    target_compile_options(${target} PRIVATE ${RBPF_C_WARNINGS})
  endif()
  if(RBPF_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
