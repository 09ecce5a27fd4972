/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Fetches the sensor's value by another program, libcoap's coap-client, while the device goes on.
 */
#ifndef FETCH_H
#define FETCH_H

#include <stdbool.h>
#include <stdint.h>

#define FETCH_TEXT_BYTES 24u

struct fetch {
    /* A program that is called as coap-client is; null: there is none. */
    const char *program;
    /* What it said last, and how often it has said something. */
    char value[FETCH_TEXT_BYTES];
    uint32_t fetched;
    uint32_t failed;
    /* Private, zero at first: the process, where its output comes from, and that so far. */
    int child;
    int output;
    char text[FETCH_TEXT_BYTES];
    uint32_t used;
};

/* Starts it, unless it runs. False: it cannot be started. */
bool fetch_start(struct fetch *fetch, uint16_t port);

/* Takes what it has said. Does not wait. */
void fetch_poll(struct fetch *fetch);

/* Ends it, if it runs: what it would have said does not count. */
void fetch_stop(struct fetch *fetch);

bool fetch_is_running(const struct fetch *fetch);

#endif
