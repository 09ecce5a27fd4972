#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: bites.sh ROOT CLANG PROFDATA COV
# check.awk passes what was reached or is excluded, and finds each gap that is planted: in what
# llvm-cov would export, and in what it does export of a program that is compiled and run.
set -eu

here=$(cd "$1" && pwd)/tests/coverage
check=$here/check.awk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A function of four lines, one of a header with a macro and a decision of two conditions, and one
# that is not used. All reached, but for what is excluded.
plant() {
    rm -rf "$work/src"
    mkdir -p "$work/src/part"
    printf 'int f(int x)\n{\n    if (x)\n        return 1;\n    return 2;\n}\n' > "$work/src/part/f.c"
    cat > "$work/src/part/g.h" << 'HEADER'
#define SMALL(x) \
    (x) < 9
static int g(int x, int y)
{
    return SMALL(x) && y;
}
static int unused(void)
HEADER
    cat > "$work/lcov" << LCOV
SF:$work/src/part/f.c
FN:1,f
DA:1,2
DA:2,2
DA:3,2
DA:4,2
DA:5,0
DA:6,2
end_of_record
SF:$work/src/part/g.h
FN:3,f.c:g
FN:7,f.c:unused
DA:3,2
DA:4,2
DA:5,2
DA:6,2
end_of_record
LCOV
    # Line, column, end's, true, false, file, file that is expanded there, kind.
    cat > "$work/functions" << FUNCTIONS
{"data":[{"files":[
{"branches":[[3,9,3,10,2,0,0,0,4]],"count":2,"filenames":["$work/src/part/f.c"],"mcdc_records":[],"name":"f","regions":[[1,13,6,2,2,0,0,0],[4,9,4,17,2,0,0,0],[5,5,5,13,0,0,0,0]]},
{"branches":[[5,24,5,25,1,1,0,0,6],[2,5,2,12,2,0,1,0,6]],"count":2,"filenames":["$work/src/part/g.h","$work/src/part/g.h"],"mcdc_records":[[5,12,5,25,0,5,[false,true]]],"name":"f.c:g","regions":[[3,1,6,2,2,0,0,0],[5,12,5,17,2,0,1,1],[5,24,5,25,2,0,0,0],[2,5,2,12,2,1,0,0]]},
{"branches":[],"count":0,"filenames":["$work/src/part/g.h"],"mcdc_records":[],"name":"f.c:unused","regions":[[7,24,7,25,0,0,0,0]]}
FUNCTIONS
    cat > "$work/exclusions" << 'EXCLUSIONS'
src/part/f.c f branch 1 false
    if (x)
    it is never 0
src/part/f.c f line
    return 2;
    nor is this reached
src/part/g.h g macro false
    (x) < 9
    it is never as much
src/part/g.h f.c:g decision lacks 1
    return SMALL(x) && y;
    it is never as much
EXCLUSIONS
    echo 'src/part 100 100 100' > "$work/marks"
}

# judge ROOT ARGUMENT...: leaves the answer in `code` and in the log.
judge() {
    code=0
    awk -v root="$1" -v exclusions="$work/exclusions" -v marks="$work/marks" -f "$check" \
        build=1 "$work/lcov" build=1 "$work/functions" > "$work/log" 2>&1 || code=$?
}

# passes TEXT [PLANT]: it says TEXT and is content.
passes() {
    plant
    (cd "$work" && eval "${2:-:}")
    judge "$work"
    if [ $code -ne 0 ] || ! grep -qF "$1" "$work/log"; then
        cat "$work/log"
        echo "refused, or does not say \"$1\": ${2:-as it is}"
        exit 1
    fi
}

# bites TEXT PLANT: it says TEXT and fails.
bites() {
    plant
    (cd "$work" && eval "$2")
    judge "$work"
    if [ $code -eq 0 ] || ! grep -qF "$1" "$work/log"; then
        cat "$work/log"
        echo "does not find, or does not say \"$1\": $2"
        exit 1
    fi
}

passes '0 missed; 4 lines, branches and conditions excluded by 4 entries'
passes 'excluded by 3 entries' \
    "sed -i 1,6d exclusions; printf 'src/part/f.c f all\n    -\n    why\n' >> exclusions"
passes '4 missed' ": > exclusions; echo 'src/part 90 66 50' > marks"
# A number where something is used, a name where it is defined.
passes 'excluded by 4 entries' \
    "sed -i -e 's/g macro false/g branch 2 false/' -e 's/(x) < 9/return SMALL(x) \\&\\& y;/' exclusions"
# The line after it is in the second copy of the function, which another file includes.
two_copies="sed -i '3{p;s/f.c:g/h.c:g/;s/6,2,2,0,0,0/6,2,0,0,0,0/
    s/5,24,5,25,1,1/5,24,5,25,0,1/}' functions"

bites 'f.c:4: f line' "sed -i -e s/DA:4,2/DA:4,0/ lcov; sed -i s/4,9,4,17,2/4,9,4,17,0/ functions"
bites 'f.c:3: f branch 1 true' "sed -i s/3,9,3,10,2,0/3,9,3,10,0,0/ functions"
bites 'f.c:3: f branch 1 false' "sed -i 1,3d exclusions"
bites 'g.h:5: f.c:g branch 2 false' "sed -i 7,9d exclusions"
bites 'g.h:5: f.c:g branch 2 true' "sed -i s/2,5,2,12,2,0/2,5,2,12,0,0/ functions"
bites 'g.h:5: f.c:g decision lacks 1' "sed -i 10,12d exclusions"
bites 'g.h:5: f.c:g decision lacks 2' "sed -i 's/false,true/false,false/' functions"
bites 'g.h:3: h.c:g line' "$two_copies"
bites 'g.h:5: h.c:g branch 1 true' "$two_copies"
bites 'g.h:5: h.c:g decision lacks 1' "$two_copies"
bites 'g: the conditions of its decision were not measured' "sed -i 's/,6\]/,4]/g' functions"
bites 'cannot be told apart' \
    "sed -i -e 's/\[5,24,5,25,1,1,0,0,6\],//' -e 's/false,true/true,true/' functions"
bites 'excludes nothing: src/part/f.c f line' \
    "sed -i s/DA:5,0/DA:5,1/ lcov; sed -i s/5,5,5,13,0/5,5,5,13,1/ functions"
bites 'excludes nothing: src/part/f.c f branch' "sed -i 's/if (x)/if (y)/' src/part/f.c"
bites 'excludes nothing: src/part/f.c g line' "sed -i 's/c f line/c g line/' exclusions"
bites 'excludes nothing: src/part/g.h g macro' "sed -i s/2,5,2,12,2,0/2,5,2,12,2,1/ functions"
bites 'excludes nothing: src/part/g.h h.c:g' "sed -i 's/f.c:g/h.c:g/' exclusions"
bites 'twice' "printf 'src/part/f.c f line\n    return 2;\n    again\n' >> exclusions"
bites 'not FILE FUNCTION WHAT' "sed -i '1s/branch 1 false/branch/' exclusions"
bites 'not indented' "sed -i '3s/^ *//' exclusions"
bites 'is no three lines' "sed -i 6d exclusions"
bites 'below its mark of 91 % of lines' ": > exclusions; echo 'src/part 91 66 50' > marks"
bites 'below its mark of 67 % of branches' ": > exclusions; echo 'src/part 90 67 50' > marks"
bites 'below its mark of 51 % of conditions' ": > exclusions; echo 'src/part 90 66 51' > marks"
bites 'not FOLDER LINES BRANCHES CONDITIONS' "echo src/part 100 100 > marks"
bites 'src/other: has no lines' "echo 'src/other 100 100 100' >> marks"
bites 'no files were measured' ": > lcov"
bites 'no functions were measured' ": > functions"
echo "every planted gap was found"

clang=$2
PROFDATA=$3
COV=$4
export PROFDATA COV
for tool in "$clang" "$PROFDATA" "$COV"; do
    command -v "$tool" > "$work/log" || {
        echo "skipped: needs $tool"
        exit 77
    }
done

# measure INPUT...: a program that judges numbers, called once for each.
measure() {
    rm -rf "$work/one"
    mkdir -p "$work/src/part"
    cat > "$work/src/part/main.c" << 'SOURCE'
#include <stdlib.h>
#define ODD(x) ((x) & 1)
#define CHECKS 1
static int fits(int x)
{
    if (CHECKS && (x < 0 || x > 9))
        return 0;
    return ODD(x) && x != 5;
}
int main(int argc, char **argv)
{
    while (--argc)
        fits(atoi(argv[argc]));
    return 0;
}
SOURCE
    (
        cd "$work"
        "$clang" -O1 -fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc -o main \
            src/part/main.c
        LLVM_PROFILE_FILE=one/%p.profraw ./main "$@"
        sh "$here/export.sh" "$work" one ./main src
    )
    : > "$work/exclusions"
    echo 'src 100 100 100' > "$work/marks"
    cp "$work/one.lcov" "$work/lcov"
    cp "$work/one.functions" "$work/functions"
    judge "$(cd "$work" && pwd -P)"
}

# lacks TEXT INPUT...: without one input, it says so.
lacks() {
    text=$1
    shift
    measure "$@"
    if [ $code -eq 0 ] || ! grep -q "$text" "$work/log"; then
        cat "$work/log"
        echo "does not say \"$text\" of $*"
        exit 1
    fi
}

rm -rf "$work/src"
measure -1 10 2 3 5
if [ $code -ne 0 ] || ! grep -q 'src: 100.00 % of 4 conditions' "$work/log"; then
    cat "$work/log"
    echo "refuses what was reached"
    exit 1
fi
lacks 'main.c:6: fits decision lacks 1' 10 2 3 5
lacks 'main.c:6: fits decision lacks 1' -1 2 3 5
lacks 'main.c:7: fits line' 2 3 5
lacks 'main.c:8: fits branch . false' -1 10 3 5
lacks 'main.c:8: fits decision lacks 1' -1 10 2 3
lacks 'main.c:8: fits decision lacks 2' -1 10 2 5
echo "what compiled programs lack was found"
