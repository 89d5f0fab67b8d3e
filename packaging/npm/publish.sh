#!/usr/bin/env bash
# Publishes the npm packages of a folder, those of platforms first, and passes over what
# is published already: where one failed, run it again.
#
#   packaging/npm/publish.sh FOLDER
#
# FOLDER holds the packed packages, as packaging/package.sh makes them. Needed: npm, tar,
# Node.js.
set -euo pipefail
folder=$1

# The name and version that a packed package gives itself.
described() {
  tar -xOzf "$1" package/package.json |
    node -p 'const it = JSON.parse(require("fs").readFileSync(0)); it.name + "@" + it.version'
}

for package in "$folder"/codemagic-lint-[a-z]*.tgz "$folder"/codemagic-lint-[0-9]*.tgz; do
  spec=$(described "$package")
  # Without an answer npm publishes, and refuses a version that is there.
  if [ -n "$(npm view "$spec" version 2>/dev/null || true)" ]; then
    echo "$spec is there already"
    continue
  fi
  npm publish --provenance --access public "$package"
done
