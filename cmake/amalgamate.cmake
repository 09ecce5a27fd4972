# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: cmake [-D OUT=folder] -P amalgamate.cmake
# Writes the library as two files, rbpf.c and rbpf.h. Public headers make up rbpf.h; rbpf.c is the
# files of sources.mk, in that order, with each of their own headers where it is first included.
# Headers without a guard are meant to be included again, and are.

cmake_minimum_required(VERSION 3.16)

get_filename_component(ROOT ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)
get_filename_component(OUT "${OUT}" ABSOLUTE)
include(${CMAKE_CURRENT_LIST_DIR}/version.cmake)

# Files are handled as one text, never as a list of lines, which the [ and ; of C would break.
set(INCLUDE_LINE "\n#include ([<\"])([^>\"]+)[>\"]")

# find_header(OUT_VARIABLE NAME FROM): the file that an include means, or nothing (<stdint.h>).
function(find_header out name from)
  get_filename_component(folder ${from} DIRECTORY)
  set(${out} "" PARENT_SCOPE)
  foreach(path IN ITEMS ${folder}/${name} ${ROOT}/src/${name} ${ROOT}/include/${name})
    if(EXISTS ${path})
      set(${out} ${path} PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# append(TEXT): to what is being made.
function(append text)
  set_property(GLOBAL APPEND_STRING PROPERTY TEXT "${text}")
endfunction()

# append_file(PATH): a file without its licence, and with what it includes.
function(append_file path)
  file(READ ${path} rest)
  get_property(seen GLOBAL PROPERTY "SEEN ${path}")
  if(seen AND rest MATCHES "\n#ifndef RBPF_[A-Z_]*_H\n")
    return()
  endif()
  set_property(GLOBAL PROPERTY "SEEN ${path}" TRUE)
  string(REGEX REPLACE "^/\\* SPDX[^\n]*\n \\* SPDX[^\n]*\n+" "" rest "${rest}")
  file(RELATIVE_PATH name ${ROOT} ${path})
  append("\n/* ${name} */\n")
  string(PREPEND rest "\n")
  while(rest MATCHES "${INCLUDE_LINE}")
    set(line "${CMAKE_MATCH_0}")
    find_header(header ${CMAKE_MATCH_2} ${path})
    string(FIND "${rest}" "${line}" begin)
    string(SUBSTRING "${rest}" 0 ${begin} before)
    append("${before}")
    if(header)
      append_file(${header})
    else()
      append("${line}")
    endif()
    string(LENGTH "${line}" length)
    math(EXPR begin "${begin} + ${length}")
    string(SUBSTRING "${rest}" ${begin} -1 rest)
  endwhile()
  append("${rest}")
endfunction()

# finish(NAME): writes what was made, unless the file has it already.
function(finish name)
  file(READ ${ROOT}/LICENSE licence)
  string(REGEX REPLACE "\n\n" "\n *\n" licence " * ${licence}")
  string(REGEX REPLACE "\n([^ ])" "\n * \\1" licence "${licence}")
  get_property(text GLOBAL PROPERTY TEXT)
  set_property(GLOBAL PROPERTY TEXT "")
  string(PREPEND text "/*\n * librbpf ${RBPF_VERSION} in two files, made by "
    "cmake/amalgamate.cmake: change the sources instead.\n *\n${licence} */\n")
  string(REGEX REPLACE "\n\n\n+" "\n\n" text "${text}")
  set(old "")
  if(EXISTS ${OUT}/${name})
    file(READ ${OUT}/${name} old)
  endif()
  if(NOT old STREQUAL text)
    file(WRITE ${OUT}/${name} "${text}")
  endif()
endfunction()

append_file(${ROOT}/include/rbpf/rbpf.h)
finish(rbpf.h)

append("\n#include \"rbpf.h\"\n")
file(STRINGS ${ROOT}/sources.mk sources REGEX "^RBPF_SOURCES \\+= ")
list(TRANSFORM sources REPLACE "^RBPF_SOURCES \\+= " "")
foreach(source IN LISTS sources)
  append_file(${ROOT}/${source})
endforeach()
finish(rbpf.c)
