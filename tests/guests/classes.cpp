/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* C++ without exceptions and run-time types: classes, templates, constexpr, virtual functions. */
#include "guest.h"

namespace
{

constexpr uint32_t factorial(uint32_t n)
{
    return n < 2 ? 1 : n * factorial(n - 1);
}

static_assert(factorial(5) == 120, "made by the compiler");

template <typename T, uint32_t N> class Ring
{
  public:
    void push(T value)
    {
        items_[next_++ % N] = value;
    }

    T sum() const
    {
        T total = 0;

        for (const T &item : items_)
            total = static_cast<T>(total + item);
        return total;
    }

    template <typename F> void each(F &&visit)
    {
        for (T &item : items_)
            visit(item);
    }

  private:
    T items_[N] = {};
    uint32_t next_ = 0;
};

class Shape
{
  public:
    constexpr explicit Shape(uint64_t side) : side_(side)
    {
    }
    virtual uint64_t area() const
    {
        return 0;
    }
    virtual uint32_t corners() const
    {
        return 0;
    }

  protected:
    uint64_t side_;
};

class Square : public Shape
{
  public:
    using Shape::Shape;
    uint64_t area() const override
    {
        return side_ * side_;
    }
    uint32_t corners() const override
    {
        return 4;
    }
};

class Triangle : public Shape
{
  public:
    using Shape::Shape;
    uint64_t area() const override
    {
        return side_ * side_ / 2;
    }
    uint32_t corners() const override
    {
        return 3;
    }
};

template <typename T> NOINLINE T largest(const T *items, uint32_t count)
{
    T best = items[0];

    for (uint32_t i = 1; i < count; i++)
        best = items[i] > best ? items[i] : best;
    return best;
}

NOINLINE uint64_t measure(const Shape &shape)
{
    return shape.area() * 10 + shape.corners();
}

Ring<uint64_t, 4> ring;
constexpr uint32_t factorials[] = {factorial(3), factorial(6), factorial(9), factorial(12)};

} // namespace

uint64_t guest(struct guest_ctx *ctx)
{
    const Square square(ctx->number[0] & 0xffff);
    const Triangle triangle(ctx->number[1] & 0xffff);
    const Shape &shape = ctx->choice & 1 ? static_cast<const Shape &>(square) : triangle;

    ring.push(ctx->number[2]);
    ring.each([ctx](uint64_t &item) { item += ctx->choice; });
    ctx->out[0] = ring.sum();
    ctx->out[1] = largest(ctx->words, 16);
    ctx->out[2] = largest(ctx->bytes, 64);
    ctx->out[3] = factorials[ctx->choice & 3];
    return measure(shape);
}
