# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The loop of computed gotos lives from having many indirect jumps. At -Os and -O1 gcc folds them
# all into one, so the file is compiled at -O2 whatever the rest is compiled at; clang 19 does so
# at any level unless it is told how many jumps it may copy to (20 lifts that limit by itself).
# A build without optimisation is for debuggers and is left alone. The test static.jumps counts, and
# static.places looks where gcc lays bodies on x86-64, which -falign-labels and profiles would undo.
#
# What gcc's other options bring, bench/README.md has.

set(RBPF_LOOP_GOTO_OPTIONS)
if(CMAKE_C_COMPILER_ID MATCHES "GNU|Clang")
  set(RBPF_LOOP_GOTO_OPTIONS -O2)
endif()
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64" AND CMAKE_SIZEOF_VOID_P EQUAL 8)
    list(APPEND RBPF_LOOP_GOTO_OPTIONS -fno-crossjumping)
  else()
    list(APPEND RBPF_LOOP_GOTO_OPTIONS -fno-tree-pre -fno-tree-coalesce-vars
      -freorder-blocks-algorithm=simple --param=max-goto-duplication-insns=4)
  endif()
endif()
if(CMAKE_C_COMPILER_ID STREQUAL "Clang" AND CMAKE_C_COMPILER_VERSION VERSION_GREATER_EQUAL 19
    AND CMAKE_C_COMPILER_VERSION VERSION_LESS 20)
  list(APPEND RBPF_LOOP_GOTO_OPTIONS -mllvm -tail-dup-pred-size=5000)
endif()
set_property(SOURCE src/exec/loop_goto.c APPEND PROPERTY
  COMPILE_OPTIONS "$<$<NOT:$<CONFIG:Debug>>:${RBPF_LOOP_GOTO_OPTIONS}>")
