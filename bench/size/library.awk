# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: awk -f library.awk SYMBOLS DISASSEMBLY, of nm and objdump -d
# What functions without a record of the compiler's, such as libgcc's, take of the stack, and whom
# they call: each instruction that lowers the stack pointer is taken to be executed, once.
# Prints `frame NAME BYTES`, `call NAME NAME`, and `link NAME NAME` for calls that will return, for stack.awk.

BEGIN { FS = "\t" }

function number(text, i, value, digits, base) {
    base = 10
    if (sub(/^0x/, "", text))
        base = 16
    digits = "0123456789abcdef"
    for (i = 1; i <= length(text); i++)
        value = value * base + index(digits, substr(text, i, 1)) - 1
    return value + 0
}

# The number of registers in {r4, r5-r7, lr}.
function registers(list, part, n, i, ends, count) {
    gsub(/.*\{|\}.*|r/, "", list)
    n = split(list, part, /, */)
    for (i = 1; i <= n; i++) {
        if (split(part[i], ends, "-") == 2)
            count += ends[2] - ends[1]
        count++
    }
    return count
}

# By which an instruction lowers the stack pointer.
function lowers(name, operands) {
    if (name ~ /^push/ || (name ~ /^stmdb/ && operands ~ /^sp!/))
        return 4 * registers(operands)
    if (name ~ /^(sub|str)/ && match(operands, /^sp, (sp, )?#[0-9]+|\[sp, #-[0-9]+\]!/)) {
        operands = substr(operands, RSTART, RLENGTH)
        gsub(/[^0-9]/, "", operands)
        return number(operands)
    }
    if (name ~ /^add(m?i)?$/ && match(operands, /^(sp, ?sp|a1, a1), ?-(0x)?[0-9a-f]+/)) {
        operands = substr(operands, RSTART, RLENGTH)
        sub(/.*-/, "", operands)
        return number(operands)
    }
    return 0
}

# A branch or call to another function.
function callee(name, operands) {
    if (name !~ /^(b|bl|blx|b[a-z][a-z]|cbn?z|j|jal|tail|call|call0|b[a-z]*z)(\.[nw])?$/)
        return ""
    if (!match(operands, /<[^>]*>/))
        return name ~ /^bl?x/ && operands !~ /^lr/ ? "__indirect_call" : ""
    operands = substr(operands, RSTART + 1, RLENGTH - 2)
    sub(/\+0x.*/, "", operands)
    return operands
}

# Symbols: those of one address are one function.
NR == FNR {
    split($0, symbol, " ")
    if (symbol[2] ~ /^[tTW]$/)
        names[symbol[1]] = names[symbol[1]] " " symbol[3]
    next
}

/^[0-9a-f]+ <.*>:$/ {
    split($0, symbol, " ")
    current = symbol[2]
    gsub(/[<>:]/, "", current)
    printf "frame %s 0\n", current
    count = split(names[symbol[1]], alias, " ")
    for (i = 1; i <= count; i++)
        if (alias[i] != current)
            printf "frame %s 0\ncall %s %s\n", alias[i], alias[i], current
    next
}

NF >= 3 {
    name = $3
    operands = $4
    gsub(/ /, "", name)
    if (bytes = lowers(name, operands))
        printf "frame %s %d\n", current, bytes
    other = callee(name, operands)
    if (other != "" && other != current)
        printf "call %s %s\n", current, other
    if (other != "" && name ~ /^(blx?|jal|call0?)(\.[nw])?$/)
        printf "link %s %s\n", current, other
    if (name ~ /^(callx0|jalr)$/)
        printf "call %s __indirect_call\n", current
}
