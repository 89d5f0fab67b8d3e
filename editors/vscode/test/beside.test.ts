// yaml-language-server beside ours: what is reported twice, and the setting against it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';

import {
  ConfigurationRequest,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
} from 'vscode-languageserver-protocol/node';

import { PROGRAM, SAMPLE } from './program';

const OTHER = path.resolve('../../node_modules/.bin/yaml-language-server');

/** A catalogue of schemas as yaml-language-server reads it, with one for our file. */
async function catalogue(schema: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const entry = { name: 'Codemagic', fileMatch: ['codemagic.yaml'], url: `http://127.0.0.1:${port.toString()}/schema.json` };
    response.end(request.url === '/schema.json' ? schema : JSON.stringify({ schemas: [entry] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port.toString()}/catalogue.json`, close: () => server.close() };
}

/** The messages of yaml-language-server about our sample. */
async function messages(url: string, text: string, settings: object): Promise<string[]> {
  const server = spawn(process.execPath, [OTHER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(server.stdout, server.stdin);
  const yaml = { validate: true, schemaStore: { enable: true, url }, ...settings };
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(({ section }) => (section === 'yaml' ? yaml : {})));
  connection.onRequest('client/registerCapability', () => null);
  const found = new Promise<string[]>((resolve) => {
    connection.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) => {
      resolve(diagnostics.map(({ message }) => (typeof message === 'string' ? message : message.value)));
    });
  });
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the protocol demands it
    rootUri: null,
    workspaceFolders: null,
    capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const uri = 'file:///project/codemagic.yaml';
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  const result = await found;
  connection.dispose();
  server.kill();
  return result;
}

test('what the YAML server says of the schema can be turned off for our file', async () => {
  const { stdout } = spawn(PROGRAM, ['schema', 'codemagic']);
  const parts: Buffer[] = [];
  for await (const part of stdout) {
    parts.push(part as Buffer);
  }
  const { url, close } = await catalogue(Buffer.concat(parts).toString());
  try {
    const text = readFileSync(SAMPLE, 'utf8');
    const [twice, set, commented] = await Promise.all([
      messages(url, text, {}),
      messages(url, text, { disableSchemaDetection: ['**/codemagic.yaml'] }),
      messages(url, `# yaml-language-server: $schema=none\n${text}`, {}),
    ]);
    assert.ok(twice.some((message) => message.includes('max_build_duraton')), twice.join('\n'));
    assert.deepEqual([set, commented], [[], []]);
  } finally {
    close();
  }
});
