#!/usr/bin/env node
// Writes the folders of our npm packages: `codemagic-lint`, which has the launcher and
// names the packages of all platforms as optional dependencies, and for each binary
// that is given one package `@codemagic-lint/<platform>`.
//
//   node packaging/npm/build.mjs OUT [TARGET=BINARY]...
//
// TARGET is Rust's name of the platform. Name, version and description come from
// Cargo.toml. Prints the folders, those of platforms first: that is the order in which
// they must be published.

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const platforms = JSON.parse(readFileSync(join(here, "platforms.json"), "utf8"));

function crate() {
  const arguments_ = ["metadata", "--no-deps", "--format-version", "1"];
  const text = execFileSync("cargo", arguments_, { cwd: root, encoding: "utf8" });
  return JSON.parse(text).packages[0];
}

function packageName(platform) {
  return `@codemagic-lint/${platform.name}`;
}

function common({ name, description, version, license, repository }) {
  return {
    name,
    version,
    description,
    license,
    homepage: `${repository}#readme`,
    repository: { type: "git", url: `git+${repository}.git` },
    bugs: `${repository}/issues`,
  };
}

// An empty folder with what every package has.
function begin(out, name, manifest) {
  const folder = join(out, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "bin"), { recursive: true });
  for (const file of ["LICENSE-MIT", "LICENSE-APACHE", "packaging/README.md"]) {
    copyFileSync(join(root, file), join(folder, file.split("/").at(-1)));
  }
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return folder;
}

function addExecutable(from, to) {
  copyFileSync(from, to);
  chmodSync(to, 0o755);
}

function buildPlatform(out, crate, target, binary) {
  const platform = platforms[target];
  const executable = platform.os === "win32" ? "codemagic-lint.exe" : "codemagic-lint";
  const folder = begin(out, `codemagic-lint-${platform.name}`, {
    ...common({ ...crate, name: packageName(platform) }),
    description: `codemagic-lint for ${target}`,
    os: [platform.os],
    cpu: [platform.cpu],
    ...(platform.libc && { libc: [platform.libc] }),
    engines: { node: ">=18" },
    preferUnplugged: true,
    files: ["bin", "LICENSE-*"],
  });
  addExecutable(binary, join(folder, "bin", executable));
  return folder;
}

function buildMain(out, crate) {
  const names = Object.values(platforms).map(packageName).sort();
  const folder = begin(out, "codemagic-lint", {
    ...common(crate),
    keywords: crate.keywords,
    bin: { "codemagic-lint": "bin/codemagic-lint.cjs" },
    engines: { node: ">=18" },
    files: ["bin", "LICENSE-*"],
    optionalDependencies: Object.fromEntries(names.map((name) => [name, crate.version])),
  });
  addExecutable(join(here, "launcher.cjs"), join(folder, "bin", "codemagic-lint.cjs"));
  return folder;
}

function usage(problem) {
  console.error(`error: ${problem}\nusage: build.mjs OUT [TARGET=BINARY]...`);
  process.exit(2);
}

const [out, ...binaries] = process.argv.slice(2);
if (out === undefined) {
  usage("no output folder");
}
const pairs = binaries.map((pair) => pair.split(/=(.*)/s, 2));
for (const [target, binary] of pairs) {
  if (!(target in platforms) || !binary) {
    usage(`expected TARGET=BINARY with one of ${Object.keys(platforms).join(", ")}, found ${target}`);
  }
}
const metadata = crate();
const folders = pairs.map(([target, binary]) => buildPlatform(out, metadata, target, binary));
for (const folder of [...folders, buildMain(out, metadata)]) {
  console.log(folder);
}
