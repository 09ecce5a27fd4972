/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Sensors of the firmware, as guests see them. */
#include <rbpf/builtin.h>
#include <rbpf/bytes.h>
#include <rbpf/call.h>
#include <rbpf/engine.h>

enum rbpf_status rbpf_helper_sensor_nth(struct rbpf_call *call)
{
    const uint32_t n = (uint32_t)rbpf_call_arg(call, 1);

    rbpf_call_return(call, n < rbpf_call_engine(call)->sensor_count ? n + 1u : 0);
    return RBPF_OK;
}

enum rbpf_status rbpf_helper_sensor_of_type(struct rbpf_call *call)
{
    const struct rbpf_engine *engine = rbpf_call_engine(call);
    const uint32_t type = (uint32_t)rbpf_call_arg(call, 1);
    uint32_t i = 0;

    while (i < engine->sensor_count && engine->sensors[i].type != type)
        i++;
    rbpf_call_return(call, i < engine->sensor_count ? i + 1u : 0);
    rbpf_call_charge(call, i);
    return RBPF_OK;
}

static void write_reading(uint8_t *out, const struct rbpf_reading *reading)
{
    uint32_t i;

    for (i = 0; i < 3; i++)
        rbpf_store16(out + 2u * i, (uint16_t)reading->val[i]);
    out[6] = reading->unit;
    out[7] = (uint8_t)reading->scale;
}

enum rbpf_status rbpf_helper_sensor_read(struct rbpf_call *call)
{
    const struct rbpf_engine *engine = rbpf_call_engine(call);
    const uint64_t handle = rbpf_call_arg(call, 1);
    struct rbpf_reading reading = {.unit = 0};
    int32_t count = RBPF_STORE_NONE;

    if (handle > 0 && handle <= engine->sensor_count) {
        const struct rbpf_sensor *sensor = &engine->sensors[handle - 1u];

        count = sensor->read(sensor->user, &reading);
    }
    if (count >= 0)
        write_reading(rbpf_call_memory(call, 2).data, &reading);
    rbpf_call_return(call, (uint64_t)(int64_t)count);
    return RBPF_OK;
}
