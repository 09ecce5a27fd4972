# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: awk -v cpu=CPU -v stack=BYTES -f tenants.awk MAP
# Writes tenants.csv. Each variable has a section of its own; what is in none of the parts counts as
# firmware, and so does what the linker fills in.

BEGIN {
    part["device_containers"] = "containers"
    part["device_hooks"] = "hooks"
    part["runners"] = part["regions"] = part["stack"] = part["run_log"] = "runner"
    part["stores"] = part["counts"] = part["averages"] = "stores"
    part["message"] = "context"
    count_of_parts = split("containers hooks runner stores context firmware", parts, " ")
}

/^Linker script and memory map/ { begun = 1 }
!begun { next }
/^\.[a-z]/ { is_ram = $1 ~ /^\.(data|bss)$/ }
!is_ram { next }

# A long name stands on a line of its own.
/^ \.[^ ]*$/ { section = $1; next }
/^ [.A-Z*][^ ]* +0x/ { count(section = $1, $3, $4); next }
/^ +0x[0-9a-f]+ +0x[0-9a-f]+ [^ ]/ && section { count(section, $2, $3) }
{ section = "" }

function number(hex, i, value) {
    for (i = 3; i <= length(hex); i++)
        value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
    return value + 0
}

function count(name, size, file) {
    if (name != "*fill*" && file !~ /\/(tenants\.dir|librbpf_tenants\.a)/)
        return
    sub(/^\.s?(data|bss)\.(rel\.)?(local\.)?/, "", name)
    bytes[name in part ? part[name] : "firmware"] += number(size)
}

END {
    print "cpu,tenants,bytes"
    for (i = 1; i <= count_of_parts; i++) {
        if (!bytes[parts[i]]) {
            print "tenants.awk: the map has no " parts[i] > "/dev/stderr"
            exit 1
        }
        print cpu "," parts[i] "," bytes[parts[i]]
        all += bytes[parts[i]]
    }
    print cpu ",stack," stack
    print cpu ",all," all + stack
}
