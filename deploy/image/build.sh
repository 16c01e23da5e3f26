#!/usr/bin/env bash
# Builds the image from Debian packages and this clone, without a registry and without root:
#   deploy/image/build.sh [FOLDER]    writes countersign.oci.tar and sbom.cdx.json to FOLDER (image/)
# It needs mmdebstrap, user namespaces (or root), a clone in which npm ci and npm run prepare were run, and a Debian mirror.
set -euo pipefail
cd "$(dirname "$0")/../.."
to=$(realpath -m "${1:-image}")
release=${DEBIAN_RELEASE:-trixie}
node=$PWD/node_modules/node/bin/node
version=$("$node" -p 'require("./package.json").version')
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for made in console/dist/index.html dist/sources.json; do
  [ -f "$made" ] || { echo "Run npm run prepare first: $made is missing." >&2; exit 1; }
done

# The lowest layer: Debian's essential packages, certificates of authorities, and what Node.js links to. No file can raise
# the rights of its caller. Its user is the desk's.
mmdebstrap --variant=essential --include=ca-certificates,libstdc++6,tzdata \
  --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-include=/usr/share/doc/*/copyright' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook='echo "countersign:x:4180:4180::/var/lib/countersign:/usr/sbin/nologin" >> "$1/etc/passwd"' \
  --customize-hook='echo "countersign:x:4180:" >> "$1/etc/group"' \
  --customize-hook='find "$1" -xdev -type f -perm /6000 -exec chmod a-s {} +' \
  --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/* "$1"/var/log/* "$1"/var/cache/ldconfig/*' \
  --customize-hook="cp \"\$1/var/lib/dpkg/status\" '$work/status'" \
  "$release" "$work/debian.tar" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"}

# The highest layer: the program as this commit has it, its packages, and the pinned Node.js.
program=$work/layer/opt/countersign
mkdir -p "$program" "$work/layer/usr/bin" "$work/layer/var/lib/countersign"
git archive HEAD bin db docs messages policies src LICENSE package.json package-lock.json .npmrc \
  console/package.json platform-kit/package.json | tar -x -C "$program"
npm ci --prefix "$program" --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
  --workspace=platform-kit --include-workspace-root
cp -a platform-kit/dist "$program/platform-kit/dist"
cp -a console/dist "$program/console/dist"
cp -a dist "$program/dist"
install -m 755 "$node" "$work/layer/usr/bin/node"
# The lock file lists what is installed here and what the console bundles.
npm sbom --package-lock-only --omit=dev --omit=optional --sbom-format=cyclonedx --sbom-type=application > "$work/npm.json"
mkdir -p "$to"
"$node" tools/image/main.ts sbom "$work/npm.json" "$work/status" "$to/sbom.cdx.json" \
  --release "$release" --created "$SOURCE_DATE_EPOCH"
install -m 644 "$to/sbom.cdx.json" "$work/layer/opt/countersign/sbom.cdx.json"
chmod -R u=rwX,go=rX "$work/layer"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu \
  -C "$work/layer" -cf "$work/program.tar" opt usr
# The data folder alone belongs to the desk. A new volume takes its owner.
tar --mtime="@$SOURCE_DATE_EPOCH" --owner=4180 --group=4180 --numeric-owner --mode=700 --format=gnu \
  -C "$work/layer" -rf "$work/program.tar" var/lib/countersign

"$node" tools/image/main.ts layout "$work/oci" "$work/debian.tar" "$work/program.tar" \
  --version "$version" --created "$SOURCE_DATE_EPOCH"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$work/oci" -cf "$to/countersign.oci.tar" .
echo "Written: $to/countersign.oci.tar and $to/sbom.cdx.json"
