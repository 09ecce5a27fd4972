# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: awk -F , -v table=NAME -f check.awk marks.csv BASELINE MEASURED
# Columns whose names end in bytes or insns are figures, the others say what of. No figure may be above
# its baseline or its mark, and both tables have the same rows.

function complain(text) {
    print table ".csv: " text
    failures++
}

# The columns that say what of, but for the CPU, as marks.csv writes them.
function key_of(i, key) {
    for (i = 1; i <= NF; i++)
        if (!is_figure[i] && column[i] != "cpu")
            key = key (key == "" ? "" : "/") $i
    return key
}

FNR == 1 { file++ }
/^#/ || NF == 0 { next }
file == 1 {
    if ($1 == table)
        marks[$2 "," $3 "," $4] = $5
    next
}
FNR == 1 && file == 2 { header = $0 }
FNR == 1 {
    if ($0 != header)
        complain("has other columns than its baseline: " $0)
    for (i = 1; i <= NF; i++) {
        column[i] = $i
        is_figure[i] = $i ~ /(bytes|insns)$/
        if ($i == "cpu")
            cpu_column = i
    }
    next
}
file == 2 {
    key = key_of()
    order[++count] = key
    for (i = 1; i <= NF; i++)
        baseline[key "," i] = $i
    next
}
{
    rows++
    key = key_of()
    seen[key] = 1
    if (!((key "," 1) in baseline)) {
        complain(key " has no baseline")
        next
    }
    for (i = 1; i <= NF; i++) {
        if (!is_figure[i])
            continue
        was = baseline[key "," i]
        # What an instruction takes more than another one may be less than nothing.
        if ($i !~ (column[i] ~ /insns$/ ? "^-?[0-9]+$" : "^[0-9]+$"))
            complain(key ": " column[i] " is " $i)
        else if ($i + 0 > was + 0)
            complain(key ": " column[i] " is " $i ", " $i - was " above its baseline")
        else if ($i + 0 < was + 0) {
            print table ".csv: " key ": " column[i] " is " $i ", its baseline can be lowered by " was - $i
            lower++
        }
        mark = $cpu_column "," key "," column[i]
        if (mark in marks) {
            marked[mark] = 1
            if ($i + 0 > marks[mark] + 0)
                complain(key ": " column[i] " is " $i ", " $i - marks[mark] " above its mark of " marks[mark])
        }
    }
    cpu = $cpu_column
}
END {
    for (i = 1; i <= count; i++)
        if (!(order[i] in seen))
            complain(order[i] " was not measured")
    for (mark in marks)
        if (index(mark, cpu ",") == 1 && !(mark in marked))
            complain("no row for the mark " mark)
    if (!rows)
        complain("nothing was measured")
    printf "%s.csv: %d rows, %d figures above, %d below their baselines\n", table, rows, failures, lower
    exit failures > 0
}
