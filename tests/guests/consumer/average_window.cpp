/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The other half of the guest, in C++. */
#include "average.h"

template <uint32_t N> class Window
{
  public:
    uint64_t add(uint32_t sample)
    {
        uint64_t sum = 0;

        samples_[next_++ % N] = sample;
        for (uint32_t sample_here : samples_)
            sum += sample_here;
        return sum;
    }

  private:
    uint32_t samples_[N] = {};
    uint32_t next_ = 0;
};

static Window<WINDOW> count;

uint64_t window_add(uint32_t sample)
{
    return count.add(sample);
}
