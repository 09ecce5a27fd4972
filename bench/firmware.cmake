# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The programs that count on the device, and what runs them.

execute_process(COMMAND ${RBPF_GUEST_CLANG} --version OUTPUT_VARIABLE clang)
string(REGEX REPLACE "\n.*" "\n" clang "${clang}")
file(WRITE ${CMAKE_BINARY_DIR}/compilers.txt "${version}${clang}")

# The library once more, as firmware has it that does not make misaligned accesses trap.
set(sources ${RBPF_SOURCES})
list(TRANSFORM sources PREPEND ${PROJECT_SOURCE_DIR}/)
add_library(rbpf_counted STATIC ${sources})
set_property(SOURCE ${PROJECT_SOURCE_DIR}/src/exec/loop_goto.c APPEND PROPERTY
  COMPILE_OPTIONS ${RBPF_LOOP_GOTO_OPTIONS})
target_compile_features(rbpf_counted PUBLIC c_std_11)
target_compile_definitions(rbpf_counted PUBLIC ${RBPF_PUBLIC_DEFINITIONS}
  PRIVATE RBPF_PORT_HEADER="${RBPF_PORT_HEADER}")
target_include_directories(rbpf_counted
  PUBLIC ${PROJECT_SOURCE_DIR}/include PRIVATE ${PROJECT_SOURCE_DIR}/src)
set_target_properties(rbpf_counted PROPERTIES C_EXTENSIONS OFF)
if(CMAKE_C_FLAGS MATCHES "-mno-unaligned-access" AND NOT RBPF_CPU STREQUAL "cortex-m0")
  target_compile_options(rbpf_counted PUBLIC -munaligned-access)
endif()
rbpf_target_warnings(rbpf_counted)

add_subdirectory(guests)
rbpf_add_guest(threads_guest SOURCES guests/threads.c ENTRY count_thread)

# bench_firmware(NAME SOURCE...)
function(bench_firmware name)
  list(TRANSFORM ARGN PREPEND firmware/ OUTPUT_VARIABLE sources)
  rbpf_add_firmware(bench_${name} ${sources} firmware/machine.c)
  target_link_libraries(bench_${name} PRIVATE rbpf_counted)
  target_include_directories(bench_${name} PRIVATE
    firmware guests ../examples/fletcher32 ../tests/unit)
  # Linux's names of instructions, as in tests/unit.
  target_compile_options(bench_${name} PRIVATE
    "SHELL:-idirafter ${RBPF_LINUX_DIR}" "SHELL:-idirafter ${RBPF_LINUX_ASM_DIR}")
  target_compile_definitions(bench_${name} PRIVATE BENCH_CPU="${RBPF_BENCH_CPU}")
endfunction()

bench_firmware(count count.c runs.c hooks.c counter.c)
bench_firmware(paint paint.c)
bench_firmware(atomic atomic.c counter.c)

target_link_libraries(bench_count PRIVATE bench_workloads threads_guest)
target_link_libraries(bench_paint PRIVATE bench_workloads)

# The same for boards. A Cortex-M0 has no counter of cycles.
if(NOT RBPF_CPU STREQUAL "cortex-m0")
  bench_firmware(cycles count.c runs.c hooks.c cycles.c)
  target_link_libraries(bench_cycles PRIVATE bench_workloads threads_guest)
endif()

# The workloads that others were counted with are not part of this repository.
set(RBPF_REFERENCE_DIR "" CACHE PATH "Folder with work.c, work.h and fill.c; default: ../bench from RBPF_VECTORS_DIR")
set(reference_dir ${RBPF_REFERENCE_DIR})
if(NOT reference_dir AND RBPF_VECTORS_DIR AND EXISTS ${RBPF_VECTORS_DIR}/../bench/work.c)
  set(reference_dir ${RBPF_VECTORS_DIR}/../bench)
endif()
if(reference_dir)
  bench_firmware(reference reference.c runs.c counter.c reference_work.c)
  target_link_libraries(bench_reference PRIVATE bench_workloads)
  target_include_directories(bench_reference PRIVATE ${reference_dir})
  set_source_files_properties(firmware/reference_work.c PROPERTIES
    COMPILE_OPTIONS "-O2;-fno-unroll-loops;-w")
  foreach(name IN ITEMS empty fletcher fib bsort crc32 sha256)
    rbpf_add_guest(reference_${name} SOURCES ${reference_dir}/work.c ENTRY ${name}
      OPTIONS -DW_${name} "-DFN(x)=x" "-DRET=unsigned long long")
    target_link_libraries(bench_reference PRIVATE reference_${name})
  endforeach()
endif()

# In the place of the library's own.
target_sources(bench_atomic PRIVATE
  ${PROJECT_SOURCE_DIR}/src/exec/atomic.c ${PROJECT_SOURCE_DIR}/src/exec/loop_small.c)
target_include_directories(bench_atomic PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_compile_definitions(bench_atomic PRIVATE
  RBPF_PORT_HEADER="${CMAKE_CURRENT_SOURCE_DIR}/firmware/counted_port.h")

# All instructions last the same time; counter.h has to agree.
set(shift 8)
if(RBPF_PLATFORM STREQUAL "riscv")
  set(shift 0)
endif()
# run_firmware(RESULT PROGRAM TABLE)
function(run_firmware result program table)
  set(${result} ${CMAKE_COMMAND} -E env "RBPF_QEMU_OPTIONS=-icount shift=${shift}"
    sh ${CMAKE_CURRENT_SOURCE_DIR}/firmware/run.sh ${CMAKE_BINARY_DIR}/${table}.csv
    ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:bench_${program}> PARENT_SCOPE)
endfunction()

run_firmware(count_command count bench)
run_firmware(paint_command paint painted)
run_firmware(atomic_command atomic atomic)
set(run_tables bench painted atomic tenants)
set(checked_tables ${run_tables})
set(reference_step)
if(reference_dir)
  run_firmware(reference_command reference reference)
  set(reference_step COMMAND ${reference_command})
  list(APPEND run_tables reference)
endif()

# The RAM of the example of two tenants, by its map and by its own word.
set(tenants_command sh ${CMAKE_CURRENT_SOURCE_DIR}/firmware/tenants.sh ${RBPF_BENCH_CPU}
  ${CMAKE_BINARY_DIR}/tenants.csv $<TARGET_FILE:tenants>.map
  ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:tenants> stack)

set(run_files ${run_tables})
list(TRANSFORM run_files APPEND .csv)

add_custom_target(bench
  COMMAND ${count_command}
  COMMAND ${paint_command}
  COMMAND ${atomic_command}
  COMMAND ${tenants_command}
  ${reference_step}
  COMMAND ${CMAKE_COMMAND} -E cat ${run_files}
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
  DEPENDS bench_count bench_paint bench_atomic tenants
  USES_TERMINAL
  VERBATIM)
if(reference_dir)
  add_dependencies(bench bench_reference)
endif()

add_custom_target(tenants-ram
  COMMAND ${tenants_command}
  COMMAND ${CMAKE_COMMAND} -E cat tenants.csv
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
  DEPENDS tenants
  VERBATIM)

bench_test(run.count ${count_command})
bench_test(run.paint ${paint_command})
bench_test(run.atomic ${atomic_command})
bench_test(run.tenants ${tenants_command})
set_tests_properties(bench.run.count bench.run.paint bench.run.atomic bench.run.tenants PROPERTIES
  FIXTURES_SETUP bench_run)
bench_test(run ${check} ${CMAKE_BINARY_DIR}/compilers.txt ${checked_tables})
bench_test(painted sh ${CMAKE_CURRENT_SOURCE_DIR}/painted.sh
  ${CMAKE_BINARY_DIR}/stack.csv ${CMAKE_BINARY_DIR}/painted.csv)
set_tests_properties(bench.run PROPERTIES FIXTURES_REQUIRED bench_run)
set_tests_properties(bench.painted PROPERTIES FIXTURES_REQUIRED "bench_run;bench_size")

if(TARGET bench_cycles)
  set(counts_cycles no)
  if(RBPF_PLATFORM STREQUAL "riscv")
    set(counts_cycles yes)
  endif()
  bench_test(cycles ${CMAKE_COMMAND} -E env "RBPF_QEMU_OPTIONS=-icount shift=${shift}"
    sh ${CMAKE_CURRENT_SOURCE_DIR}/firmware/cycles.sh ${counts_cycles}
    ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:bench_cycles>)
endif()
if(reference_dir)
  bench_test(reference.count ${reference_command})
  bench_test(reference ${check} ${CMAKE_BINARY_DIR}/compilers.txt reference)
  set_tests_properties(bench.reference.count PROPERTIES FIXTURES_SETUP bench_reference)
  set_tests_properties(bench.reference PROPERTIES FIXTURES_REQUIRED bench_reference)
else()
  bench_test(reference ${CMAKE_COMMAND} -E echo "skipped: needs RBPF_REFERENCE_DIR")
  set_tests_properties(bench.reference PROPERTIES SKIP_REGULAR_EXPRESSION "^skipped")
endif()
