#!/usr/bin/env bash
# Makes the secrets of compose.yaml in a folder that only you can open. Existing files stay as they are.
set -euo pipefail
cd "$(dirname "$0")"
# Compose mounts the files as they are: the container's user reads them by their mode, and others are kept out by the folder.
umask 077
mkdir -p secrets
make() {
  [ -s "secrets/$1" ] || printf '%s\n' "$2" > "secrets/$1"
  chmod 644 "secrets/$1"
}
random() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
make superuser-password "$(random)"
make owner-password "$(random)"
make desk-password "$(random)"
make database-url "postgres://countersign_desk:$(cat secrets/desk-password)@database:5432/countersign"
make migrate-database-url "postgres://countersign_owner:$(cat secrets/owner-password)@database:5432/countersign"
make platform-secret "whsec_$(head -c 32 /dev/urandom | base64)"
make metrics-token "$(random)"
