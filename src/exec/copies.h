/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The bodies again, once for each destination. Those that no table leads to take no code.
 */

#undef DST
#define DST ((uint32_t)COPY)

#undef COPY
#define COPY 0
#include "exec/bodies.h"

#undef COPY
#define COPY 1
#include "exec/bodies.h"

#undef COPY
#define COPY 2
#include "exec/bodies.h"

#undef COPY
#define COPY 3
#include "exec/bodies.h"

#undef COPY
#define COPY 4
#include "exec/bodies.h"

#undef COPY
#define COPY 5
#include "exec/bodies.h"

#undef COPY
#define COPY 6
#include "exec/bodies.h"

#undef COPY
#define COPY 7
#include "exec/bodies.h"

#undef COPY
#define COPY 8
#include "exec/bodies.h"

#undef COPY
#define COPY 9
#include "exec/bodies.h"

#undef COPY
#define COPY 10
#include "exec/bodies.h"
