/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A host in C++17, with a helper: the guest reads two sensors and ends with their sum. */
#include <array>
#include <cstdint>
#include <iostream>

#include <rbpf/rbpf.h>

namespace
{

struct Board {
    std::array<std::uint64_t, 2> sensors{20, 22};
};

rbpf_status read_sensor(rbpf_call *call)
{
    const auto *board = static_cast<const Board *>(rbpf_call_user(call));
    const auto number = rbpf_call_arg(call, 1);

    if (number >= board->sensors.size())
        return RBPF_ERR_ARGUMENT;
    rbpf_call_return(call, board->sensors[number]);
    return RBPF_OK;
}

const rbpf_helper helper_table[] = {{read_sensor, "read_sensor", {RBPF_ARG_SCALAR}}};

alignas(8) const std::uint8_t insns[][8] = {
    {0xb7, 0x01, 0, 0, 0}, /* r1 = 0 */
    {0x85, 0x00, 0, 0, 0}, /* call 0 */
    {0xbf, 0x06},          /* r6 = r0 */
    {0xb7, 0x01, 0, 0, 1}, /* r1 = 1 */
    {0x85, 0x00, 0, 0, 0}, /* call 0 */
    {0x0f, 0x60},          /* r0 += r6 */
    {0x95},                /* exit */
};

class Vm
{
  public:
    explicit Vm(Board &board)
    {
        rbpf_code code{};
        rbpf_vm_config config{};

        code.insns = insns;
        code.insns_bytes = sizeof insns;
        code.helpers = &helpers;
        config.program = &program;
        config.regions = regions.data();
        config.region_count = regions.size();
        config.user = &board;
        status = rbpf_functions_find(&code, functions.data(), functions.size());
        if (status == RBPF_OK)
            status = rbpf_program_load(&program, &code, nullptr);
        if (status == RBPF_OK)
            status = rbpf_vm_init(&vm, &config);
        if (status == RBPF_OK)
            status = rbpf_vm_start(&vm, 0, nullptr);
    }

    Vm(const Vm &) = delete;
    Vm &operator=(const Vm &) = delete;

    rbpf_status run(std::uint64_t budget_insns)
    {
        return status == RBPF_OK ? rbpf_run(&vm, budget_insns) : status;
    }

    std::uint64_t result() const
    {
        return rbpf_vm_result(&vm);
    }

  private:
    rbpf_helpers helpers{helper_table, 1, nullptr};
    std::array<rbpf_function, 1> functions{};
    std::array<rbpf_region, RBPF_REGION_COUNT(0)> regions{};
    rbpf_program program{};
    rbpf_vm vm{};
    rbpf_status status;
};

} // namespace

int main()
{
    Board board;
    Vm vm(board);

    if (vm.run(1000) != RBPF_OK)
        return 1;
    std::cout << vm.result() << " from two sensors\n";
    return 0;
}
