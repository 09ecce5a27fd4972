# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: awk -v folder=FOLDER -f objects.awk MACROS USES SOURCES
# MACROS: lines `#define NAME VALUE`; USES: lines `SOURCE OPTION`. Prints `SOURCE OBJECT`, where the
# object is FOLDER/LAYER/NAME and the values of the options that the source uses.

FNR == 1 { file++ }
file == 1 {
    name = $2
    $1 = $2 = ""
    gsub(/[^A-Za-z0-9_]/, "")
    value[name] = $0
    next
}
file == 2 { values[$1] = values[$1] "-" value[$2]; next }
{
    count = split($1, part, "/")
    name = part[count]
    sub(/\.c$/, "", name)
    print $1, folder "/" (count > 2 ? part[2] : "other") "/" name values[$1] ".o"
}
