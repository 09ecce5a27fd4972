/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Answers a request with the value of a key, as text, by way of the packet's 32-bit addresses. */
#include <rbpf/guest_femto.h>

#define AVERAGE_KEY 0x50
#define CODE_CONTENT ((2 << 5) | 5)
#define FINISH_PAYLOAD 0x0001

typedef struct {
    uint32_t hdr_p;
    uint32_t token_p;
    uint32_t payload_p;
    uint16_t payload_len;
    uint16_t options_len;
} bpf_coap_pkt_t;

int coap_counter(bpf_coap_ctx_t *gcoap)
{
    bpf_coap_pkt_t *pkt = gcoap->pkt;
    char text[12];
    uint32_t value;
    size_t length;
    ssize_t header;
    uint8_t *payload;

    bpf_fetch_global(AVERAGE_KEY, &value);
    length = bpf_fmt_u32_dec(text, value);
    bpf_gcoap_resp_init(gcoap, CODE_CONTENT);
    bpf_coap_add_format(gcoap, 0);
    header = bpf_coap_opt_finish(gcoap, FINISH_PAYLOAD);
    payload = (uint8_t *)(intptr_t)(pkt->payload_p);
    if (pkt->payload_len < length)
        return -1;
    bpf_memcpy(payload, text, length);
    return header + (int)length;
}
