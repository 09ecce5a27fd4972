# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: gnuplot -e "csv='speed.csv'" -e "svg='speed.svg'" plot.gp
# How many times as long as native code each workload takes.

set terminal svg size 960,360 font "sans-serif,12" background rgb "white"
set output svg
set datafile separator ","
set style data histograms
set style histogram clustered gap 1.5
set style fill solid border -1
set boxwidth 0.9
set logscale y 2
set yrange [4:512]
set grid ytics
set xtics rotate by -30 nomirror
set key top left horizontal
set ylabel "time / native -O2"

rows(variant, guest) = sprintf( \
  "< awk -F , '$2 == \"%s\" && $3 == \"%s\"' %s", variant, guest, csv)

plot rows("goto", "v3") using 4:xtic(1) linecolor rgb "#1b7837" title "goto", \
  rows("goto", "v2") using 4 linecolor rgb "#a6dba0" title "goto, guest of v2", \
  rows("switch", "v3") using 4 linecolor rgb "#2166ac" title "switch", \
  rows("small", "v3") using 4 linecolor rgb "#b2182b" title "small"
