/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

// Smooths samples: a median against spikes, then a low pass. Templates, classes, virtual functions;
// no exceptions, no RTTI, no constructors that would have to run before the first function.
#include <rbpf/guest.h>

namespace
{

template <typename T> T smaller(T a, T b)
{
    return b < a ? b : a;
}

template <typename T> T larger(T a, T b)
{
    return a < b ? b : a;
}

// A number with `bits` binary places.
template <unsigned bits> class Fixed
{
  public:
    constexpr Fixed() = default;
    constexpr explicit Fixed(int32_t value) : raw(int64_t{value} * (1 << bits))
    {
    }

    // A part of the way to `target`, as a power of two.
    void approach(Fixed target, unsigned shift)
    {
        raw += (target.raw - raw) >> shift;
    }
    int32_t rounded() const
    {
        return static_cast<int32_t>((raw + (1 << (bits - 1))) >> bits);
    }

  private:
    int64_t raw = 0;
};

class Filter
{
  public:
    virtual int32_t next(int32_t sample) = 0;

  protected:
    ~Filter() = default;
};

class Median final : public Filter
{
  public:
    int32_t next(int32_t sample) override
    {
        int32_t low = smaller(smaller(before[0], before[1]), sample);
        int32_t high = larger(larger(before[0], before[1]), sample);
        int64_t sum = int64_t{before[0]} + before[1] + sample;

        before[0] = before[1];
        before[1] = sample;
        return static_cast<int32_t>(sum - low - high);
    }

  private:
    int32_t before[2] = {};
};

class LowPass final : public Filter
{
  public:
    int32_t next(int32_t sample) override
    {
        state.approach(Fixed<8>(sample), 1);
        return state.rounded();
    }

  private:
    Fixed<8> state;
};

// In .data, vtables and all: both keep their state from run to run.
Median median;
LowPass low_pass;
Filter *const filters[] = {&median, &low_pass};

} // namespace

// The context is samples, which become smooth; the result is how many.
RBPF_ENTRY uint64_t smooth(int32_t *samples, uint64_t bytes)
{
    uint64_t count = bytes / sizeof *samples;

    for (uint64_t i = 0; i < count; i++) {
        for (Filter *filter : filters)
            samples[i] = filter->next(samples[i]);
    }
    return count;
}
