/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Attempts one after the other, and how many of them were stopped: for whoever has something else
 * to do in between.
 *
 *     struct tally tally = {0};
 *     char text[TALLY_TEXT_BYTES];
 *
 *     while (play_alone() && tally_next(&tally))
 *         printf("%s: %s\n", tally.attempt->name, tally_text(&tally, text));
 */
#ifndef TALLY_H
#define TALLY_H

#include "play.h"

/* At first all zero. */
struct tally {
    unsigned attempts;
    unsigned stopped;
    /* The last one, and what came of it. */
    const struct attempt *attempt;
    struct outcome outcome;
    /* Mallory's container in the last one that she ran in, with the counters of all of them; as in
     * any container, those of faults stay at their most. */
    struct rbpf_container mallory;
    /* Of the next one. */
    uint32_t group;
    uint32_t index;
};

/* Plays this one; play_alone() has been called. */
void tally_play(struct tally *tally, const struct attempt *attempt);

/* Plays the next one of all. False: there are no more, and it begins again with the first. */
bool tally_next(struct tally *tally);

/* What stopped the last one, or that it succeeded, in a few words: returns `text`. */
#define TALLY_TEXT_BYTES 96u
const char *tally_text(const struct tally *tally, char text[static TALLY_TEXT_BYTES]);

#endif
