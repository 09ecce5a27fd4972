/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Answers a request with what a thermometer says, as text. */
#include <rbpf/guest_femto.h>

#define THERMOMETER 0x82
#define CODE_CONTENT ((2 << 5) | 5)
#define FORMAT_JSON 50
#define FINISH_PAYLOAD 0x0001

int coap_sensor(bpf_coap_ctx_t *gcoap)
{
    bpf_saul_reg_t *sensor = bpf_saul_reg_find_type(THERMOMETER);
    phydat_t reading;
    ssize_t length;
    uint8_t *payload;

    if (!sensor || bpf_saul_reg_read(sensor, &reading) < 0)
        return -1;
    bpf_gcoap_resp_init(gcoap, CODE_CONTENT);
    bpf_coap_add_format(gcoap, FORMAT_JSON);
    length = bpf_coap_opt_finish(gcoap, FINISH_PAYLOAD);
    payload = bpf_coap_get_pdu(gcoap);
    length += (ssize_t)bpf_fmt_s16_dfp((char *)payload, reading.val[0], reading.scale);
    return length;
}
