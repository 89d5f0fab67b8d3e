#!/usr/bin/env bash
# Makes what a release consists of, from binaries that are built.
#
#   packaging/package.sh BINARIES WHEEL OUT
#
# BINARIES holds a folder for each platform, named as Rust names it, with the program for
# it in it; one must run on this machine, Linux on x86-64. WHEEL is any wheel of ours.
# OUT/archives gets the archives, their checksums and the list of components, OUT/npm
# the npm packages. Needed: bash, Python, Node.js, cargo.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "$#" != 3 ]; then
  echo "usage: package.sh BINARIES WHEEL OUT" >&2
  exit 2
fi
binaries=$1 wheel=$2 out=$3

mkdir -p "$out/archives" "$out/npm"
own=$binaries/x86_64-unknown-linux-gnu/codemagic-lint
# What hands files from job to job forgets that they are programs.
chmod +x "$own"

npm_arguments=()
for folder in "$binaries"/*/; do
  target=$(basename "$folder")
  program=$folder/codemagic-lint
  [ -f "$program" ] || program=$folder/codemagic-lint.exe
  "$here/archive.py" "$target" "$program" "$out/archives" --pages-by "$own"
  npm_arguments+=("$target=$program")
done
"$here/sbom.py" "$wheel" "$out/archives/codemagic-lint.cyclonedx.json"
(
  shopt -s nullglob
  cd "$out/archives"
  sha256sum -- *.tar.gz *.zip *.json >SHA256SUMS
)

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
"$here/npm/build.mjs" "$work" "${npm_arguments[@]}" >"$work/folders.txt"
out=$(cd "$out/npm" && pwd)
while IFS= read -r folder; do
  npm pack --silent --pack-destination "$out" "$folder"
done <"$work/folders.txt"
