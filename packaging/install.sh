#!/bin/sh
# Downloads a release of codemagic-lint, compares it with its checksum and unpacks
# the program.
#
#   install.sh VERSION DIRECTORY
#
# VERSION is a release such as 0.1.0, DIRECTORY where the program goes. The archive
# is that of this machine: CODEMAGIC_LINT_TARGET names another. Needed: curl, and tar
# (on Windows unzip), and one of sha256sum and shasum. Where one is missing, or no
# checksum is there, nothing is installed.
set -eu

fail() {
  echo "install.sh: $*" >&2
  exit 2
}

[ "$#" = 2 ] || fail "expected VERSION and DIRECTORY"
version=${1#v}
directory=$2
case $version in
  '' | *[!0-9A-Za-z.+-]*) fail "\`$version\` is not a version" ;;
esac

target=${CODEMAGIC_LINT_TARGET:-}
if [ -z "$target" ]; then
  machine=$(uname -m)
  case $machine in
    amd64 | x64) machine=x86_64 ;;
    arm64) machine=aarch64 ;;
  esac
  case $(uname -s) in
    Linux) target=$machine-unknown-linux-musl ;;
    Darwin) target=$machine-apple-darwin ;;
    MINGW* | MSYS* | CYGWIN*) target=$machine-pc-windows-msvc ;;
    *) fail "there is no release for $(uname -s)" ;;
  esac
fi
case $target in
  *-windows-*) archive=codemagic-lint-$target.zip program=codemagic-lint.exe ;;
  *) archive=codemagic-lint-$target.tar.gz program=codemagic-lint ;;
esac

has() {
  command -v "$1" >/dev/null 2>&1
}
case $archive in
  *.zip) unpack=unzip ;;
  *) unpack=tar ;;
esac
for tool in curl "$unpack"; do
  has "$tool" || fail "\`$tool\` is not installed, and is needed to install codemagic-lint"
done
has sha256sum || has shasum ||
  fail "neither \`sha256sum\` nor \`shasum\` is installed: the archive could not be verified"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
address=https://github.com/codemagic-lint/codemagic-lint/releases/download/v$version
for file in "$archive" "$archive.sha256"; do
  curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location --retry 3 \
    --output "$work/$file" "$address/$file" ||
    fail "cannot download $address/$file"
done

expected=$(cut -d ' ' -f 1 <"$work/$archive.sha256")
case $expected in
  *[!0-9a-f]*) expected= ;;
esac
[ "${#expected}" = 64 ] || fail "$archive.sha256 holds no SHA-256 checksum"
if has sha256sum; then
  actual=$(sha256sum <"$work/$archive" | cut -d ' ' -f 1)
else
  actual=$(shasum -a 256 <"$work/$archive" | cut -d ' ' -f 1)
fi
[ "$actual" = "$expected" ] || fail "$archive has the checksum $actual, expected $expected"

mkdir "$work/unpacked"
case $archive in
  *.zip) unzip -q "$work/$archive" -d "$work/unpacked" ;;
  *) tar -xzf "$work/$archive" -C "$work/unpacked" ;;
esac
# It lies at the top of the archive or in its only folder.
for found in "$work/unpacked/$program" "$work/unpacked"/*/"$program"; do
  if [ -f "$found" ]; then
    mkdir -p "$directory"
    mv "$found" "$directory/$program"
    chmod +x "$directory/$program"
    exit 0
  fi
done
fail "$archive does not hold $program"
