/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * For guests written for the Femto-Containers of RIOT: their names, on the helpers of
 * <rbpf/guest_container.h>. Include it instead of "bpf/bpfapi/helpers.h"; nothing else is to
 * change, but for what cannot be done here:
 *
 * - Guest addresses have 64 bits, so that the 32-bit `payload_p` of a packet is no address. It can
 * be handed to bpf_memcpy() once bpf_gcoap_resp_init() was called; to write the payload in other
 * ways, begin at bpf_coap_get_pdu().
 * - A run cannot wait: there is no bpf_ztimer_periodic_wakeup(). What a loop around it did, do
 *   each time that the hook is fired; keep what is to be kept in static variables, or in a store.
 * - Actuators cannot be written: there is no bpf_saul_reg_write().
 */
#ifndef RBPF_GUEST_FEMTO_H
#define RBPF_GUEST_FEMTO_H

#include <rbpf/guest_container.h>

#if RBPF_IS_GUEST
typedef int ssize_t;
#else
typedef ptrdiff_t ssize_t;
#endif

/** A reading, as of struct rbpf_sensed. */
typedef struct {
    int16_t val[3];
    uint8_t unit;
    int8_t scale;
} phydat_t;
#define PHYDAT_DIM 3

/** A sensor's handle. */
typedef void bpf_saul_reg_t;

/** The context of a hook for messages. */
typedef struct {
    /** The guest knows what it is. */
    void *pkt;
    uint8_t *buf;
    size_t buf_len;
} bpf_coap_ctx_t;

/** Such a guest says nowhere what it wants: the header asks for as much of each store as it can
 * get, and for the context. Define this before in all sources but one, or in all if one asks by
 * RBPF_WANTS() itself. */
#ifndef RBPF_FEMTO_ASKS
#define RBPF_FEMTO_ASKS
/* Private. */
#define RBPF_FEMTO_QUOTA                                                                           \
    {                                                                                              \
        .entries = 65535, .bytes = 65535                                                           \
    }
RBPF_WANTS(.access = RBPF_READ_STORE(RBPF_SCOPE_PRIVATE) | RBPF_READ_STORE(RBPF_SCOPE_TENANT) |
                     RBPF_READ_STORE(RBPF_SCOPE_GLOBAL) | RBPF_WRITE_CONTEXT,
           .stores = {[RBPF_SCOPE_PRIVATE] = RBPF_FEMTO_QUOTA,
                      [RBPF_SCOPE_TENANT] = RBPF_FEMTO_QUOTA,
                      [RBPF_SCOPE_GLOBAL] = RBPF_FEMTO_QUOTA});
#endif

RBPF_HELPER(10, int64_t, bpf_printf, (const char *format, ...));
RBPF_HELPER(12, bpf_saul_reg_t *, bpf_saul_reg_find_nth, (int pos));
RBPF_HELPER(13, bpf_saul_reg_t *, bpf_saul_reg_find_type, (uint8_t type));
RBPF_HELPER(14, int, bpf_saul_reg_read, (bpf_saul_reg_t * dev, phydat_t *data));
RBPF_HELPER(16, ssize_t, bpf_coap_add_format, (bpf_coap_ctx_t * ctx, uint32_t format));
RBPF_HELPER(17, ssize_t, bpf_coap_opt_finish, (bpf_coap_ctx_t * ctx, unsigned flags));
RBPF_HELPER(18, uint8_t *, bpf_coap_get_pdu, (bpf_coap_ctx_t * ctx));
RBPF_HELPER(20, size_t, bpf_fmt_s16_dfp, (char *out, int16_t val, int fp_digits));
RBPF_HELPER(21, size_t, bpf_fmt_u32_dec, (char *out, uint32_t val));

/** The result of a getter: a key that is not there has the value 0. Private. */
static inline int rbpf_femto_fetched(int64_t result)
{
    return result < 0 && result != RBPF_GUEST_NONE ? (int)result : 0;
}

/** Reads an entry of the container's store. 0, and *value is 0 if it is not there; or negative,
 * with 0 too. */
static inline int bpf_fetch_local(uint32_t key, uint32_t *value)
{
    *value = 0;
    return rbpf_femto_fetched(rbpf_private_get(key, value, sizeof *value));
}

/** The same of the store of all. */
static inline int bpf_fetch_global(uint32_t key, uint32_t *value)
{
    *value = 0;
    return rbpf_femto_fetched(rbpf_global_get(key, value, sizeof *value));
}

/** Writes an entry: 0 or negative. */
static inline int bpf_store_local(uint32_t key, uint32_t value)
{
    return (int)rbpf_private_set(key, &value, sizeof value);
}

/** The same in the store of all. */
static inline int bpf_store_global(uint32_t key, uint32_t value)
{
    return (int)rbpf_global_set(key, &value, sizeof value);
}

/** Milliseconds; wraps. */
static inline uint32_t bpf_now_ms(void)
{
    return (uint32_t)rbpf_now_ms();
}

/** Microseconds, as exact as milliseconds are; wraps. */
static inline uint32_t bpf_ztimer_now(void)
{
    return (uint32_t)rbpf_now_ms() * 1000u;
}

#if RBPF_IS_GUEST

/* The region of the message that is being answered. */
static RBPF_GUEST_UNUSED uint64_t rbpf_femto_message;

/** Begins the answer. */
static inline void bpf_gcoap_resp_init(bpf_coap_ctx_t *ctx, unsigned resp_code)
{
    rbpf_femto_message = (uint64_t)(uintptr_t)ctx->buf >> 32 << 32;
    (void)rbpf_message_begin(ctx, resp_code);
}

/** What the low word of an address in the message means; null stays null. Private. */
static inline void *rbpf_femto_address(const void *p)
{
    uint64_t address = (uint64_t)(uintptr_t)p;

    return (void *)(uintptr_t)(address != 0 && address >> 32 == 0 ? address | rbpf_femto_message
                                                                  : address);
}

/** Copies, also from and to the 32-bit addresses in a message that is being answered. */
static inline void bpf_memcpy(void *dest, const void *src, size_t n)
{
    rbpf_memcpy(rbpf_femto_address(dest), rbpf_femto_address(src), n);
}

#else

RBPF_HELPER(0, void, bpf_gcoap_resp_init, (bpf_coap_ctx_t * ctx, unsigned resp_code));
RBPF_HELPER(0, void, bpf_memcpy, (void *dest, const void *src, size_t n));

#endif

#endif
