#!/bin/sh
# Removes a folder when a program has ended: sh remove-at-end.sh FOLDER, with its input held open by the program.
# The input ends when the program does, also when it is interrupted or killed. A PostgreSQL in the folder is stopped first,
# and what a process that is just ending still writes there is removed once more.
read -r _

list() { find "$1" -name postmaster.pid 2>/dev/null; }

tries=400
while [ -e "$1" ] && [ "$tries" -gt 0 ]; do
  list "$1" | while read -r file; do kill -INT "$(head -n 1 "$file")" 2>/dev/null; done
  [ -n "$(list "$1")" ] || rm -rf -- "$1" 2>/dev/null
  [ -e "$1" ] && sleep 0.05
  tries=$((tries - 1))
done
rm -rf -- "$1"
