// Where the program `codemagic-lint` is, and whether it is new enough.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** The oldest program that knows what this extension asks for. */
export const OLDEST = '0.1.0';

/** How long the program may take to tell its version, in milliseconds. */
const PATIENCE = 10_000;

/** What decides which program is run. */
export interface Surroundings {
  /** The setting `codemagic-lint.path`. */
  readonly setting: string;
  /** The folder of the extension. */
  readonly extension: string;
  /** The folder that a relative path begins at. */
  readonly workspace: string | undefined;
  readonly search: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly exists: (path: string) => boolean;
}

/** A program, and the words for where it was found. */
export interface Program {
  readonly path: string;
  readonly origin: 'setting' | 'extension' | 'PATH';
}

/** The surroundings in this process. */
export function surroundings(
  setting: string,
  extension: string,
  workspace: string | undefined,
): Surroundings {
  return {
    setting,
    extension,
    workspace,
    search: process.env['PATH'],
    platform: process.platform,
    exists: existsSync,
  };
}

/** Finds the program: the setting, then the extension's own, then `PATH`. */
export function findProgram(at: Surroundings): Program {
  const setting = at.setting.trim();
  // A bare name is one on `PATH`, as in a shell.
  const isBare = /^[^/\\~$]+$/.test(setting) && !/^[A-Za-z]:/.test(setting);
  if (setting !== '' && !isBare) {
    const chosen = expand(setting, at.workspace);
    if (!at.exists(chosen)) {
      throw new Error(`there is no \`${chosen}\`, which the setting \`codemagic-lint.path\` names`);
    }
    return { path: refuseScript(chosen, at.platform), origin: 'setting' };
  }
  if (isBare) {
    const chosen = onPath(at, setting);
    if (chosen === undefined) {
      throw new Error(
        `\`${setting}\`, which the setting \`codemagic-lint.path\` names, was not found on \`PATH\``,
      );
    }
    return { path: chosen, origin: 'setting' };
  }
  const paths = at.platform === 'win32' ? path.win32 : path.posix;
  const name = at.platform === 'win32' ? 'codemagic-lint.exe' : 'codemagic-lint';
  const own = paths.join(at.extension, 'server', name);
  if (at.exists(own)) {
    return { path: own, origin: 'extension' };
  }
  const found = onPath(at, 'codemagic-lint');
  if (found !== undefined) {
    return { path: found, origin: 'PATH' };
  }
  throw new Error(
    'codemagic-lint was not found on `PATH`; install it, or say where it is in the setting `codemagic-lint.path`',
  );
}

/** Where on `PATH` a program is. npm puts a script beside its packages on Windows, which
 * starts a program that Node cannot be told to start; the program itself is followed. */
function onPath(at: Surroundings, name: string): string | undefined {
  const paths = at.platform === 'win32' ? path.win32 : path.posix;
  for (const folder of (at.search ?? '').split(paths.delimiter)) {
    // A relative folder would mean another program in every workspace.
    if (!paths.isAbsolute(folder)) {
      continue;
    }
    const names = at.platform === 'win32' && !/\.exe$/i.test(name) ? [`${name}.exe`] : [name];
    const plain = names.map((one) => paths.join(folder, one)).find((file) => at.exists(file));
    const found = plain ?? behindScript(at, paths.join(folder, `${name}.cmd`));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** The program that npm's script `codemagic-lint.cmd` starts. */
function behindScript(at: Surroundings, script: string): string | undefined {
  if (at.platform !== 'win32' || !at.exists(script)) {
    return undefined;
  }
  const folder = path.win32.dirname(script);
  const modules = folder.endsWith('\\node_modules\\.bin')
    ? path.win32.dirname(folder)
    : path.win32.join(folder, 'node_modules');
  const scope = ['codemagic-lint', 'node_modules', '@codemagic-lint'];
  const homes = [path.win32.join(modules, '@codemagic-lint'), path.win32.join(modules, ...scope)];
  const files = homes.flatMap((home) =>
    ['win32-x64', 'win32-arm64'].map((one) => path.win32.join(home, one, 'bin', 'codemagic-lint.exe')),
  );
  return files.find((file) => at.exists(file));
}

/** Scripts of the command line are no programs that Node starts. */
function refuseScript(file: string, platform: NodeJS.Platform): string {
  if (platform === 'win32' && /\.(cmd|bat|ps1)$/i.test(file)) {
    throw new Error(`\`${file}\` is a script; \`codemagic-lint.path\` must name \`codemagic-lint.exe\``);
  }
  return file;
}

function expand(setting: string, workspace: string | undefined): string {
  const named = setting
    .replace(/^~(?=[/\\])/, () => homedir())
    .replaceAll('${workspaceFolder}', workspace ?? '.');
  return workspace === undefined ? path.resolve(named) : path.resolve(workspace, named);
}

/** The version that a program tells of itself. Fails with words for a person. */
export async function versionOf(program: string): Promise<string> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile(program, ['--version'], { timeout: PATIENCE }, (error, stdout) => {
      if (error) {
        reject(new Error(`\`${program}\` cannot be run: ${error.message}`));
      } else {
        resolve(stdout);
      }
    });
  });
  const version = /^codemagic-lint (\d+\.\d+\.\d+\S*)/.exec(output)?.[1];
  if (version === undefined) {
    throw new Error(`\`${program}\` is another program: it does not tell a version of codemagic-lint`);
  }
  return version;
}

/** Whether a version is as new as another. */
export function isAtLeast(version: string, oldest: string): boolean {
  const numbers = (text: string) => (/^[\d.]+/.exec(text)?.[0] ?? '').split('.').map(Number);
  const [have, need] = [numbers(version), numbers(oldest)];
  for (const [index, wanted] of need.entries()) {
    const there = have[index] ?? 0;
    if (there !== wanted) {
      return there > wanted;
    }
  }
  return true;
}

/** Makes sure that a program can serve this extension, and gives its version. */
export async function checkProgram(program: Program): Promise<string> {
  const version = await versionOf(program.path);
  if (!isAtLeast(version, OLDEST)) {
    throw new Error(
      `\`${program.path}\` is version ${version}; this extension needs ${OLDEST} or newer`,
    );
  }
  return version;
}
