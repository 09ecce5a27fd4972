# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# Every file of the project: the library's sources are named in sources.mk, for builds by make
# too, all others here. The test static.sources fails where the lists and the folders differ.

set(RBPF_SOURCES_MK ${CMAKE_CURRENT_LIST_DIR}/../sources.mk)
file(STRINGS ${RBPF_SOURCES_MK} RBPF_SOURCES REGEX "^RBPF_SOURCES \\+= ")
list(TRANSFORM RBPF_SOURCES REPLACE "^RBPF_SOURCES \\+= " "")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${RBPF_SOURCES_MK})

set(RBPF_PUBLIC_HEADERS
  include/rbpf/access.h
  include/rbpf/builtin.h
  include/rbpf/bytes.h
  include/rbpf/call.h
  include/rbpf/config.h
  include/rbpf/container.h
  include/rbpf/disasm.h
  include/rbpf/engine.h
  include/rbpf/fault.h
  include/rbpf/firing.h
  include/rbpf/guest.h
  include/rbpf/guest_container.h
  include/rbpf/guest_femto.h
  include/rbpf/guest_memory.h
  include/rbpf/guest_run.h
  include/rbpf/helper.h
  include/rbpf/hook.h
  include/rbpf/image.h
  include/rbpf/isa.h
  include/rbpf/lines.h
  include/rbpf/message.h
  include/rbpf/port.h
  include/rbpf/program.h
  include/rbpf/rbpf.h
  include/rbpf/region.h
  include/rbpf/rights.h
  include/rbpf/sensor.h
  include/rbpf/status.h
  include/rbpf/store.h
  include/rbpf/version.h
  include/rbpf/vm.h)

# The host command: a library of all but its main file, so that tests and fuzzers can link it.
set(RBPF_TOOLS_SOURCES
  src/tools/asm.c
  src/tools/asm_directive.c
  src/tools/asm_insn.c
  src/tools/asm_lexer.c
  src/tools/asm_symbols.c
  src/tools/btf.c
  src/tools/build_report.c
  src/tools/c_array.c
  src/tools/call_graph.c
  src/tools/cmd_asm.c
  src/tools/cmd_build.c
  src/tools/cmd_convert.c
  src/tools/cmd_disasm.c
  src/tools/cmd_explain.c
  src/tools/cmd_info.c
  src/tools/cmd_run.c
  src/tools/cmd_strip.c
  src/tools/cmd_verify.c
  src/tools/code.c
  src/tools/compiler.c
  src/tools/context.c
  src/tools/convert.c
  src/tools/disassemble.c
  src/tools/elf_file.c
  src/tools/entries.c
  src/tools/entry_choice.c
  src/tools/explain.c
  src/tools/explain_fault.c
  src/tools/file.c
  src/tools/file_kind.c
  src/tools/functions.c
  src/tools/guest.c
  src/tools/helper_set.c
  src/tools/hints.c
  src/tools/host_helpers.c
  src/tools/include_folder.c
  src/tools/image_writer.c
  src/tools/info.c
  src/tools/invert_jumps.c
  src/tools/json.c
  src/tools/labels.c
  src/tools/layout.c
  src/tools/message.c
  src/tools/names.c
  src/tools/options.c
  src/tools/process.c
  src/tools/relocate.c
  src/tools/report.c
  src/tools/request.c
  src/tools/request_words.c
  src/tools/source_lines.c
  src/tools/stack_sizes.c
  src/tools/symbols.c
  src/tools/workspace.c)

set(RBPF_COMMAND_SOURCES
  src/tools/main.c)
