# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# RISC-V, by Debian's gcc-riscv64-unknown-elf and picolibc-riscv64-unknown-elf.
#
#     RBPF_CPU      rv32 or rv64, for rv32imac and rv64imac
#     RBPF_MACHINE  QEMU's name of a board that has it; src/port/riscv/NAME.ld is its memory

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES RBPF_CPU RBPF_MACHINE)

set(CMAKE_C_COMPILER riscv64-unknown-elf-gcc)
if(RBPF_CPU STREQUAL "rv32")
  set(CMAKE_C_FLAGS_INIT "-march=rv32imac -mabi=ilp32")
  set(qemu qemu-system-riscv32)
else()
  set(CMAKE_C_FLAGS_INIT "-march=rv64imac -mabi=lp64")
  set(qemu qemu-system-riscv64)
endif()
string(APPEND CMAKE_C_FLAGS_INIT
  " -mcmodel=medany -ffunction-sections -fdata-sections --specs=picolibc.specs")

set(RBPF_PLATFORM riscv)
set(CMAKE_CROSSCOMPILING_EMULATOR sh ${CMAKE_CURRENT_LIST_DIR}/emulate.sh
  ${qemu} -M ${RBPF_MACHINE} -bios none --)
