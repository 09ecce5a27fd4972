/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Sensors that guests may read, a table of the firmware's:
 *
 *     static int32_t read_thermometer(void *user, struct rbpf_reading *reading)
 *     {
 *         *reading = (struct rbpf_reading){.val = {2150}, .unit = 2, .scale = -2};
 *         return 1;
 *     }
 *
 *     static const struct rbpf_sensor sensors[] = {
 *         {.name = "thermometer", .type = 0x82, .read = read_thermometer}};
 *
 * Guests know a sensor by its handle, which is its place in the table plus 1. What types and units
 * mean is between firmware and guests; those of RIOT's SAUL and phydat_t will do.
 */
#ifndef RBPF_SENSOR_H
#define RBPF_SENSOR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a sensor measured: up to three values in the same unit, each times 10^scale. The guest gets
 * these 8 bytes in this order, numbers little-endian, which the library sees to. */
struct rbpf_reading {
    int16_t val[3];
    uint8_t unit;
    int8_t scale;
};
#define RBPF_READING_BYTES 8u

/** A sensor. Const. */
struct rbpf_sensor {
    /** For messages; may be null. */
    const char *name;
    uint8_t type;
    /**
     * Measures. Called where the hook was fired, with this sensor's `user`.
     *
     * @param reading all zero before
     * @return how many values there are, 1 to 3; else negative, which the guest gets
     */
    int32_t (*read)(void *user, struct rbpf_reading *reading);
    void *user;
};

#ifdef __cplusplus
}
#endif

#endif
