# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The library's sources, in the one place that names them: makefiles include it, CMake reads it,
# a line a file. The order is that of the amalgamation. Last is what would be felt by files
# behind it: loop_goto.c switches warnings off, and those behind it include the platform's header.

RBPF_SOURCES += src/isa/decode.c
RBPF_SOURCES += src/isa/disasm.c
RBPF_SOURCES += src/isa/rules.c
RBPF_SOURCES += src/verify/facts.c
RBPF_SOURCES += src/verify/functions.c
RBPF_SOURCES += src/verify/raw.c
RBPF_SOURCES += src/verify/verify.c
RBPF_SOURCES += src/exec/access.c
RBPF_SOURCES += src/exec/divide.c
RBPF_SOURCES += src/exec/fault.c
RBPF_SOURCES += src/exec/fault_record.c
RBPF_SOURCES += src/exec/helper.c
RBPF_SOURCES += src/exec/loop_small.c
RBPF_SOURCES += src/exec/loop_step.c
RBPF_SOURCES += src/exec/loop_switch.c
RBPF_SOURCES += src/exec/run.c
RBPF_SOURCES += src/exec/step.c
RBPF_SOURCES += src/exec/transfer.c
RBPF_SOURCES += src/exec/vm.c
RBPF_SOURCES += src/image/image.c
RBPF_SOURCES += src/image/lines.c
RBPF_SOURCES += src/container/builtin.c
RBPF_SOURCES += src/container/format.c
RBPF_SOURCES += src/container/message.c
RBPF_SOURCES += src/container/number.c
RBPF_SOURCES += src/container/post.c
RBPF_SOURCES += src/container/print.c
RBPF_SOURCES += src/container/sensor.c
RBPF_SOURCES += src/container/formatter.c
RBPF_SOURCES += src/container/rights.c
RBPF_SOURCES += src/status_text.c
RBPF_SOURCES += src/text.c
RBPF_SOURCES += src/container/rights_text.c
RBPF_SOURCES += src/exec/loop_goto.c
RBPF_SOURCES += src/container/store.c
RBPF_SOURCES += src/container/direct.c
RBPF_SOURCES += src/container/redo.c
RBPF_SOURCES += src/container/runner.c
RBPF_SOURCES += src/container/fire.c
RBPF_SOURCES += src/container/hook.c
RBPF_SOURCES += src/container/attach.c
RBPF_SOURCES += src/exec/atomic.c
