/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* One attempt: others do their work, and mallory tries between any two of their steps. */
#ifndef PLAY_H
#define PLAY_H

#include "attempts.h"

enum verdict {
    /* By what was to stop it, and nothing was harmed. */
    PLAY_STOPPED,
    /* By something else: nothing was harmed, but the table is wrong. */
    PLAY_OTHERWISE,
    /* Whatever the engine said. */
    PLAY_SUCCEEDED
};

struct outcome {
    enum verdict verdict;
    /* What stopped it. */
    struct stop stop;
    /* What it has done, in words; null: nothing. */
    const char *harm;
};

/* Others do their work alone, which is what they are compared with later. False: the ground is not
 * as it should be. */
bool play_alone(void);

struct outcome play(const struct attempt *attempt);

#endif
