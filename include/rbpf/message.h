/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Messages that guests answer, as those of CoAP. The engine knows of no protocol: the firmware
 * brings a table of functions. A hook for messages is fired with a context that describes the
 * packet and has it behind that; the guest begins an answer in the place of the request, adds to
 * its header, and writes the payload itself:
 *
 *     0        8        16      24       28      32        36     38       40
 *     +--------+--------+-------+--------+-------+---------+------+--------+---------- - -
 *     | info   | packet | bytes | packet | zero  | payload | room | zero   | packet ...
 *     +--------+--------+-------+--------+-------+---------+------+--------+---------- - -
 *                               ^ info
 *
 * Numbers are little-endian. `info` and `packet` are guest addresses, of 8 bytes, and at 24 and 32
 * the low words of such, as the papers' programs have them. `payload` is where the packet goes on:
 * at first its beginning, later what lies behind header and options; `room` is what is left there.
 */
#ifndef RBPF_MESSAGE_H
#define RBPF_MESSAGE_H

#include <stdint.h>

#include <rbpf/status.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rbpf_engine;

/** What a context takes before the packet. */
#define RBPF_MESSAGE_HEADER_BYTES 40u

/** A message while a guest answers it. Nothing in it can be trusted but that it is memory. */
struct rbpf_message {
    /** At first the request, then what the guest made of it. */
    uint8_t *packet;
    /** Room. */
    uint32_t bytes;
    /** Of the answer so far, at most `bytes`: the function that adds to it sets it. */
    uint32_t used;
};

/**
 * What the firmware knows of its protocol. Const; each function may be null. Called with the
 * engine's `user`, where the hook was fired. Each returns 0, or a negative number, which the guest
 * gets; the message is then as it was for the guest.
 */
struct rbpf_messages {
    /** Begins an answer with this code, in the place of the request. */
    int32_t (*begin)(void *user, struct rbpf_message *message, uint32_t code);
    /** Adds what kind of content the payload will be. */
    int32_t (*format)(void *user, struct rbpf_message *message, uint32_t format);
    /** Ends the options; with bit 0 of `flags` set, a payload follows. */
    int32_t (*finish)(void *user, struct rbpf_message *message, uint32_t flags);
};

/**
 * Writes the header of a context, before the hook is fired.
 *
 * @param context RBPF_MESSAGE_HEADER_BYTES, and the packet behind them, which is left as it is
 * @param bytes of all of it
 * @return RBPF_OK; RBPF_ERR_ARGUMENT: null, or no room for the header
 */
enum rbpf_status rbpf_message_prepare(const struct rbpf_engine *engine, uint8_t *context,
                                      uint32_t bytes);

#ifdef __cplusplus
}
#endif

#endif
