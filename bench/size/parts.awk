# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The linker's map: what it kept of librbpf's objects, which lie in folders isa, verify, exec, image,
# container and other, and of the compiler's library. Prints the figures of a row of size.csv.

/^Linker script and memory map/ { begun = 1 }
!begun { next }

# A long name stands on a line of its own.
/^ [.A-Z][^ ]*$/ { section = $1; next }
/^ [.A-Z][^ ]* +0x/ { count(section = $1, $3, $4); next }
/^ +0x[0-9a-f]+ +0x[0-9a-f]+ [^ ]/ && section { count(section, $2, $3) }
{ section = "" }

function number(hex, i, value) {
    for (i = 3; i <= length(hex); i++)
        value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
    return value + 0
}

function part_of(file) {
    if (file ~ /libgcc\.a/)
        return "library"
    if (match(file, /objects\/[a-z]+\//))
        return substr(file, RSTART + 8, RLENGTH - 9)
    return "host"
}

function count(name, size, file, part) {
    part = part_of(file)
    size = number(size)
    if (size == 0 || part == "host")
        return
    if (name ~ /^\.(s?data|s?bss|tdata|tbss)/ && name !~ /^\.data\.rel\.ro/ || name == "COMMON")
        data += size
    else if (name ~ /^\.(text|literal|s?rodata|data\.rel\.ro)/)
        flash[part] += size
}

END {
    if (flash["verify"] == 0 || flash["exec"] == 0) {
        print "parts.awk: the map has no verifier or no loop" > "/dev/stderr"
        exit 1
    }
    printf "%d,%d,%d,%d,%d,%d,%d,%d,%d\n", flash["isa"] + flash["verify"] + flash["exec"],
        flash["isa"], flash["verify"], flash["exec"], flash["image"], flash["container"],
        flash["other"],
        flash["library"], data
}
