// What package.json promises is what the code does.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { TITLES } from '../src/answer';
import { FILE_NAMES } from '../src/documents';
import { isAtLeast, OLDEST } from '../src/program';
import { NAMES, settingsOf } from '../src/settings';

interface Manifest {
  version: string;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string }[];
    menus: { commandPalette: { command: string; when: string }[] };
    configuration: { properties: Record<string, { scope: string }> };
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const settings = Object.keys(manifest.contributes.configuration.properties);

test('every setting is the server\'s or the extension\'s, and none is missing', () => {
  const own = ['codemagic-lint.path', 'codemagic-lint.trace.server'];
  assert.deepEqual(new Set(settings), new Set([...own, ...NAMES.map((name) => `codemagic-lint.${name}`)]));
});

test('what runs a program or reads a file is restricted in untrusted workspaces', () => {
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  const harmless = ['select', 'extendSelect', 'ignore', 'trace.server'].map((name) => `codemagic-lint.${name}`);
  assert.deepEqual(new Set([...restricted, ...harmless]), new Set(settings));
});

test('commands of the server are offered in the palette', () => {
  const commands = manifest.contributes.commands.map(({ command }) => command);
  assert.equal(new Set(commands).size, commands.length);
  for (const command of TITLES.keys()) {
    assert.ok(commands.includes(command), command);
  }
});

test('both names wake the extension and have its commands in the palette', () => {
  for (const name of FILE_NAMES) {
    assert.ok(manifest.activationEvents.includes(`workspaceContains:**/${name}`), name);
    for (const { command, when } of manifest.contributes.menus.commandPalette) {
      assert.ok(when.split(' || ').includes(`resourceFilename == ${name}`), `${command}: ${name}`);
    }
  }
});

test('version, oldest program and the crate agree', () => {
  const crate = /^version = "(.+)"$/m.exec(readFileSync('../../Cargo.toml', 'utf8'))?.[1];
  assert.equal(manifest.version, crate);
  assert.ok(isAtLeast(manifest.version, OLDEST));
});

test('the server is told what is set', () => {
  const set: Record<string, unknown> = { ignore: ['style'], shellcheck: null, path: '/bin/lint' };
  assert.deepEqual(settingsOf((name) => set[name]), { ignore: ['style'] });
});
