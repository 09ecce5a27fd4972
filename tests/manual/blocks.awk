# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: awk -v out=FOLDER -f blocks.awk FILE.md
# Writes each fenced block to FOLDER/NUMBER and prints "NUMBER LINE INFO...".

/^```/ && !inside {
    inside = 1
    number++
    file = out "/" number
    printf "" > file
    info = substr($0, 4)
    print number, NR, info == "" ? "none" : info
    next
}
/^```[ \t]*$/ && inside {
    inside = 0
    close(file)
    next
}
inside {
    print > file
}
END {
    if (inside)
        print number + 1, NR, "unclosed"
}
