/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The critical section of all threads of the process. The library enters none within another one,
 * so that an ordinary mutex does. */
#include "rbpf_port.h"

#include <pthread.h>

static pthread_mutex_t critical = PTHREAD_MUTEX_INITIALIZER;

void rbpf_port_enter(void)
{
    (void)pthread_mutex_lock(&critical);
}

void rbpf_port_leave(void)
{
    (void)pthread_mutex_unlock(&critical);
}
