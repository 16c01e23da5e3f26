#!/bin/sh
# Removes a folder when a program has ended: sh remove-at-end.sh FOLDER, with its input held open by the program.
# The input ends when the program does, also when it is interrupted or killed. A PostgreSQL in the folder is stopped first.
read -r _

list() { find "$1" -name postmaster.pid 2>/dev/null; }

list "$1" | while read -r file; do kill -INT "$(head -n 1 "$file")" 2>/dev/null; done
tries=200
while [ -n "$(list "$1")" ] && [ "$tries" -gt 0 ]; do
  sleep 0.05
  tries=$((tries - 1))
done
rm -rf -- "$1"
