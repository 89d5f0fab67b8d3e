#!/usr/bin/env node
// Runs the program from the package of this platform, as if it had been called itself:
// the same arguments, streams, signals and exit code.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const SCOPE = "@codemagic-lint/";
const EXECUTABLE = process.platform === "win32" ? "codemagic-lint.exe" : "codemagic-lint";

function isMusl() {
  // Only a Node that was linked against glibc names a version of it. Without this the
  // report looks up the name of each address that Node is connected to.
  process.report.excludeNetwork = true;
  return !process.report.getReport().header.glibcVersionRuntime;
}

// Packages that can run here, the best first.
function candidates() {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== "linux") {
    return [name];
  }
  // The build for musl needs no library at all, so it runs everywhere.
  return isMusl() ? [`${name}-musl`] : [`${name}-gnu`, `${name}-musl`];
}

function findProgram() {
  const tried = candidates().map((name) => SCOPE + name);
  for (const name of tried) {
    try {
      return require.resolve(`${name}/bin/${EXECUTABLE}`);
    } catch {
      // The next one may be there.
    }
  }
  return fail(
    `the package ${tried.join(" or ")} is not installed`,
    [
      "it carries the program for this platform and is an optional dependency:",
      "install again without `--omit=optional` and `--no-optional`, and with",
      "this platform's packages in the lock file (`npm install` writes them all)",
      "other ways to install: https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/install.md",
    ].join("\n        "),
  );
}

function fail(message, help) {
  console.error(`error: ${message}\n  help: ${help}`);
  process.exit(2);
}

const child = spawn(findProgram(), process.argv.slice(2), { stdio: "inherit" });

// On Windows the console tells the program of Ctrl-C itself, and `kill` would end it at
// once: there it is only waited for.
const isWindows = process.platform === "win32";
const forward = isWindows ? () => {} : (signal) => child.kill(signal);
const forwarded = isWindows
  ? ["SIGINT", "SIGBREAK", "SIGHUP"]
  : ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
for (const signal of forwarded) {
  process.on(signal, forward);
}

child.on("error", (error) => fail(`the program cannot be started: ${error.message}`, "install it again"));
child.on("exit", (code, signal) => {
  if (signal === null) {
    process.exit(code);
  }
  for (const name of forwarded) {
    process.removeListener(name, forward);
  }
  // End as the program did; where the system has no such signal, as shells report it.
  process.exitCode = 128 + constants.signals[signal];
  process.kill(process.pid, signal);
});
