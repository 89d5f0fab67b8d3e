#!/usr/bin/env bash
# Tries an installed program: it finds the mistakes of a fixture, and none in another.
#
#   packaging/try.sh PROGRAM [ARGUMENT]...
#
# PROGRAM with its arguments is what a person would type instead of `codemagic-lint`.
set -euo pipefail
fixtures=$(cd "$(dirname "${BASH_SOURCE[0]}")/../fixtures/workflows" && pwd)

expect() {
  local code=$1 fixture=$2 found=0
  shift 2
  "$@" check --output-format concise "$fixtures/$fixture/codemagic.yaml" || found=$?
  if [ "$found" != "$code" ]; then
    echo "error: $fixture: exit code $found, expected $code" >&2
    exit 1
  fi
}

"$@" --version
expect 1 ios-release "$@"
expect 0 app-store-release "$@"
