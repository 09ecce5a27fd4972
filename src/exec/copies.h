/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The bodies again, once for each destination. Those that no table leads to take no code.
 */

#undef COPY
#undef DST
#define COPY 0
#define DST 0u
#include "exec/bodies.h"

#undef COPY
#undef DST
#define COPY 1
#define DST 1u
#include "exec/bodies.h"

#undef COPY
#undef DST
#define COPY 2
#define DST 2u
#include "exec/bodies.h"

#undef COPY
#undef DST
#define COPY 3
#define DST 3u
#include "exec/bodies.h"

#undef COPY
#undef DST
#define COPY 4
#define DST 4u
#include "exec/bodies.h"

#undef COPY
#undef DST
#define COPY 5
#define DST 5u
#include "exec/bodies.h"

#undef COPY
#undef DST
#define COPY 6
#define DST 6u
#include "exec/bodies.h"

#undef COPY
#undef DST
#define COPY 7
#define DST 7u
#include "exec/bodies.h"

#undef COPY
#undef DST
#define COPY 8
#define DST 8u
#include "exec/bodies.h"

#undef COPY
#undef DST
#define COPY 9
#define DST 9u
#include "exec/bodies.h"

#undef COPY
#undef DST
#define COPY 10
#define DST 10u
#include "exec/bodies.h"
