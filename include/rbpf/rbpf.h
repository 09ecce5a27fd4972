/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * All of the library. The smallest use of it is in README.md.
 */
#ifndef RBPF_RBPF_H
#define RBPF_RBPF_H

#include <rbpf/access.h>
#include <rbpf/builtin.h>
#include <rbpf/bytes.h>
#include <rbpf/call.h>
#include <rbpf/config.h>
#include <rbpf/container.h>
#include <rbpf/disasm.h>
#include <rbpf/engine.h>
#include <rbpf/fault.h>
#include <rbpf/firing.h>
#include <rbpf/helper.h>
#include <rbpf/hook.h>
#include <rbpf/image.h>
#include <rbpf/isa.h>
#include <rbpf/lines.h>
#include <rbpf/message.h>
#include <rbpf/program.h>
#include <rbpf/region.h>
#include <rbpf/rights.h>
#include <rbpf/sensor.h>
#include <rbpf/status.h>
#include <rbpf/store.h>
#include <rbpf/version.h>
#include <rbpf/vm.h>

#endif
