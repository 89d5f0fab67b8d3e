import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { checkProgram, findProgram, isAtLeast, OLDEST, type Surroundings, versionOf } from '../src/program';

function around(there: string[], more: Partial<Surroundings> = {}): Surroundings {
  return {
    setting: '',
    extension: '/extension',
    workspace: '/project',
    search: 'bin:/usr/bin:/opt/bin',
    platform: 'linux',
    exists: (file) => there.includes(file),
    ...more,
  };
}

test('the setting comes first, then the own program, then PATH', () => {
  const own = '/extension/server/codemagic-lint';
  const all = ['/mine', own, '/opt/bin/codemagic-lint'];
  assert.deepEqual(findProgram(around(all, { setting: ' /mine ' })), { path: '/mine', origin: 'setting' });
  assert.deepEqual(findProgram(around(all)), { path: own, origin: 'extension' });
  assert.deepEqual(findProgram(around(['/opt/bin/codemagic-lint'])), {
    path: '/opt/bin/codemagic-lint',
    origin: 'PATH',
  });
});

test('a setting that names nothing is told, and nothing else is run', () => {
  const there = around(['/opt/bin/codemagic-lint'], { setting: '/gone' });
  assert.throws(() => findProgram(there), /there is no `\/gone`, which the setting/);
});

test('a setting may begin at the workspace or at home', () => {
  const find = (setting: string, file: string) => findProgram(around([file], { setting })).path;
  assert.equal(find('tools/lint', '/project/tools/lint'), '/project/tools/lint');
  assert.equal(find('${workspaceFolder}/lint', '/project/lint'), '/project/lint');
  assert.equal(find('~/lint', path.join(homedir(), 'lint')), path.join(homedir(), 'lint'));
});

test('a relative folder on PATH is passed over', () => {
  assert.throws(() => findProgram(around(['bin/codemagic-lint'])), /was not found on `PATH`/);
  assert.throws(() => findProgram(around([], { search: undefined })), /was not found/);
});

test('on Windows the program has an extension', () => {
  const there = 'C:\\tools\\codemagic-lint.exe';
  const at = around([there], { platform: 'win32', search: 'C:\\Windows;C:\\tools', extension: 'C:\\ext' });
  assert.equal(findProgram(at).path, there);
});

test('on Windows the program behind npm\'s script is found', () => {
  const find = (script: string, program: string) =>
    findProgram(around([script, program], { platform: 'win32', search: path.win32.dirname(script), extension: 'C:\\ext' })).path;
  const npm = 'C:\\npm\\codemagic-lint.cmd';
  const inside = 'codemagic-lint\\node_modules\\@codemagic-lint\\win32-x64\\bin\\codemagic-lint.exe';
  assert.equal(find(npm, `C:\\npm\\node_modules\\${inside}`), `C:\\npm\\node_modules\\${inside}`);
  const beside = 'C:\\app\\node_modules\\@codemagic-lint\\win32-arm64\\bin\\codemagic-lint.exe';
  assert.equal(find('C:\\app\\node_modules\\.bin\\codemagic-lint.cmd', beside), beside);
  assert.throws(() => find(npm, 'C:\\elsewhere.exe'), /was not found on `PATH`/);
});

test('a script is refused with what to name in its place', () => {
  const setting = '/tools/codemagic-lint.cmd';
  const at = around([setting], { platform: 'win32', setting });
  assert.throws(() => findProgram(at), /is a script; `codemagic-lint\.path` must name `codemagic-lint\.exe`/);
});

test('a bare name is looked for on PATH and not in the workspace', () => {
  const there = ['/project/codemagic-lint', '/opt/bin/codemagic-lint', '/usr/bin/lint'];
  const find = (setting: string) => findProgram(around(there, { setting }));
  assert.deepEqual(find('codemagic-lint'), { path: '/opt/bin/codemagic-lint', origin: 'setting' });
  assert.deepEqual(find('lint'), { path: '/usr/bin/lint', origin: 'setting' });
  assert.equal(find('./codemagic-lint').path, '/project/codemagic-lint');
  assert.throws(() => find('other'), /`other`, which the setting `codemagic-lint\.path` names, was not found/);
});

test('versions are compared by their numbers', () => {
  assert.ok(isAtLeast('0.1.0', '0.1.0'));
  assert.ok(isAtLeast('0.10.0', '0.9.9'));
  assert.ok(isAtLeast('1.0.0-beta.1', '0.9.9'));
  assert.ok(!isAtLeast('0.9.9', '0.10.0'));
  assert.ok(!isAtLeast('0.0.9', OLDEST));
});

test('another program is not taken for ours', async () => {
  await assert.rejects(versionOf(process.execPath), /is another program/);
  await assert.rejects(versionOf('/no/such/program'), /cannot be run/);
});

test('an old program is refused with both versions', { skip: process.platform === 'win32' }, async () => {
  const program = path.join(mkdtempSync(path.join(tmpdir(), 'codemagic-lint-')), 'old');
  writeFileSync(program, '#!/bin/sh\necho codemagic-lint 0.0.1\n', { mode: 0o755 });
  const origin = 'setting';
  await assert.rejects(checkProgram({ path: program, origin }), /is version 0\.0\.1; this extension needs 0\.1\.0/);
});
