#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: average.sh THERMOMETER_C READINGS
# What the sensor of the examples says after so many readings: their average, of eight at most.
set -eu

sed -n '/day\[\] = {/,/}/p' "$1" | grep -v day | tr -d ' }\n;' | tr ',' '\n' |
    awk -v count="$2" '
        NF { day[length_of_day++] = $1 }
        END {
            for (i = count > 8 ? count - 8 : 0; i < count; i++) {
                sum += day[i % length_of_day]
                n++
            }
            mean = sum / n
            mean = mean < 0 ? -int(-mean + 0.5) : int(mean + 0.5)
            printf "%.2f\n", mean / 100
        }'
