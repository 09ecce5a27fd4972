/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The ground of the attack: the containers of anna and ben (examples/tenants) on a device whose
 * memory is made for looking at it afterwards, and mallory's among them.
 *
 *     hook      fired by        containers
 *     switch    the scheduler   anna's counter
 *     timer     each round      ben's reader
 *     request   each round      ben's responder
 *     guest     the attack      mallory's, with the order as its context
 *     alarm     guests          none, or mallory's: it has a mailbox
 *
 * All memory that the engine is given stands apart, and what is between is filled with
 * GROUND_SECRET. So is all that belongs to others and is not worth anything else.
 */
#ifndef GROUND_H
#define GROUND_H

#include <rbpf/rbpf.h>

#include "order.h"

enum ground_hook {
    GROUND_SWITCH,
    GROUND_TIMER,
    GROUND_REQUEST,
    GROUND_GUEST,
    GROUND_ALARM,
    GROUND_HOOKS,
};

/* Regions of the host: one for all to read; ben's; one that others write and mallory reads. */
#define GROUND_NOTICE RBPF_REGION_HOST
#define GROUND_PLANT (RBPF_REGION_HOST + 1u)
#define GROUND_BOARD (RBPF_REGION_HOST + 2u)
#define GROUND_CONTEXT (RBPF_REGION_HOST + 3u)
#define GROUND_REGION_BYTES 16u

/* Of the firmware: ben may call the one, and on mallory's hook nobody may call the other. */
#define GROUND_HELPER_VALVE 24u
#define GROUND_HELPER_RESTART 25u

#define GROUND_SECRET 0xc7u

/* Where this is logged, the firmware fires mallory's hook, there and then. */
#define GROUND_CONSOLE_WORD "again"

/* What mallory was granted. */
#define GROUND_NUMBER 66u
#define GROUND_BUDGET_INSNS 1000u
#define GROUND_RATE_INSNS 6000u
#define GROUND_STACK_BYTES 96u
#define GROUND_ENTRIES 2u
#define GROUND_ENTRY_BYTES 12u
#define GROUND_FAULT_LIMIT 3u

/* An entry in mallory's store that the host wrote. */
#define GROUND_HOST_KEY 7u
/* An entry there of another container of hers. */
#define GROUND_OTHER_KEY 8u
/* What no run that ended badly may leave: a key, and the first byte of a posted context. */
#define GROUND_BAD_KEY 0xbadu
#define GROUND_BAD_BYTE 0xbau

#define GROUND_ROUNDS 8u
#define GROUND_ROUND_MS 250u
#define GROUND_IMAGE_BYTES 3584u
#define GROUND_RECORD_BYTES 2560u

/* All that others have and get, byte by byte: at first it is written down, later compared. */
struct ground_record {
    uint32_t bytes_used;
    uint32_t at;
    bool compares;
    bool differs;
    uint8_t bytes[GROUND_RECORD_BYTES];
};

/* What the firmware has seen mallory do. */
struct ground_watch {
    /* Calls of helpers that she must not call. */
    uint32_t forbidden_calls;
    /* The longest text that she said at once, and whether there was a secret in it. */
    uint32_t longest_text_bytes;
    uint32_t said_bytes;
    bool said_secret;
    /* She was not passed over when her hook was fired in the middle of a run of hers. */
    bool was_reentered;
    /* The most hooks that were fired for guests in one round. */
    uint32_t most_posted;
    /* Of the fault that was last. */
    struct rbpf_fault fault;
};

extern struct ground_watch ground_watch;
extern struct rbpf_hook ground_hooks[GROUND_HOOKS];
extern struct rbpf_container ground_mallory;

/* Back to the beginning, from where on it is compared. */
void ground_record_rewind(struct ground_record *record);

/* Everything as new: stores, secrets, the containers of anna and ben. */
enum rbpf_status ground_begin(void);

/* Where mallory's image is to be written, aligned to 8, with GROUND_IMAGE_BYTES of room. */
uint8_t *ground_image(void);

/* Attaches mallory. `entry` may be null. */
enum rbpf_status ground_attach(enum ground_hook hook, const char *entry, uint32_t image_bytes,
                               bool is_misaligned);

/* Mallory runs on her own hook. */
enum rbpf_status ground_strike(const struct order *order, int64_t *result);

/* Where on the host ben's region lies, which mallory has found out somehow. */
uint64_t ground_host_address(void);

/* What others do, and get, in one step of a round; GROUND_STEPS of them make a round. Returns what
 * the hook said. */
#define GROUND_STEPS 5u
enum rbpf_status ground_step(struct ground_record *record, uint32_t round, uint32_t step);

/* Time passes, and what was posted runs. */
void ground_end_round(void);

/* What others have at the end. */
void ground_finish(struct ground_record *record);

/* What mallory must not have done, whatever she tried: a few words, or null. `executed_insns` of
 * her last run; `order` null: it is not looked at whether that changed. */
const char *ground_harm(const struct order *order, uint64_t executed_insns);

/* Are there four bytes of a secret in it? */
bool ground_is_secret(const void *bytes, uint32_t count);

#endif
