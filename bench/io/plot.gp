# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: gnuplot -e "csv='io.csv'" -e "svg='io.svg'" plot.gp
# Throughput of the guest against native code, by the size of items.

set terminal svg size 960,360 font "sans-serif,12" background rgb "white"
set output svg
set datafile separator ","
set multiplot layout 1,3
set logscale x 4
set xrange [48:87381]
set yrange [0.65:1.05]
set xtics ("64" 64, "256" 256, "1 Ki" 1024, "4 Ki" 4096, "16 Ki" 16384, "64 Ki" 65536)
set grid ytics
set xlabel "bytes of an item"

rows(workload, headers, comparison) = sprintf( \
  "< awk -F , '$1 == \"%s\" && $2 == \"%s\" && $4 == \"%s\"' %s", workload, headers, comparison, csv)

do for [workload in "read write UDP"] {
  name = workload eq "UDP" ? workload : "file ".workload
  set title name
  # Where there is room for it.
  if (workload eq "UDP") { set key bottom right } else { unset key }
  set ylabel workload eq "read" ? "throughput of the guest / native" : ""
  plot 1 with lines linecolor rgb "gray" notitle, \
    rows(name, "no", "batched") using 3:5:6:7 with yerrorlines pointtype 7 linewidth 2 \
      linecolor rgb "#1b7837" title "batched, with quartiles", \
    rows(name, "yes", "batched") using 3:5 with lines dashtype 2 linewidth 2 \
      linecolor rgb "#1b7837" title "batched, headers looked at", \
    rows(name, "no", "vector") using 3:5 with linespoints pointtype 5 \
      linecolor rgb "#2166ac" title "vector", \
    rows(name, "no", "single") using 3:5 with linespoints pointtype 9 \
      linecolor rgb "#b2182b" title "single", \
    rows(name, "no", "firing") using 3:5 with linespoints pointtype 11 \
      linecolor rgb "#762a83" title "firing"
}
unset multiplot
