// The server as any client finds it: messages over standard input and output, by
// vscode-jsonrpc, with nothing of an editor around them.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import {
  type CodeAction,
  CodeActionRequest,
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ErrorCodes,
  ExecuteCommandRequest,
  ExitNotification,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type MarkupContent,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type Range,
  RenameRequest,
  ResponseError,
  ShutdownRequest,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';

import { PROGRAM, SAMPLE } from './program';

/** A client that keeps the text as the server should have it. */
class Client {
  public text: TextDocument;
  private readonly process: ChildProcess;
  private readonly connection: ProtocolConnection;
  private pushed: (() => void) | undefined;
  public diagnostics: Diagnostic[] | undefined;

  public constructor(private readonly folder: string) {
    const file = path.join(folder, 'codemagic.yaml');
    copyFileSync(SAMPLE, file);
    mkdirSync(path.join(folder, '.git'));
    this.text = TextDocument.create(URI.file(file).toString(), 'yaml', 1, readFileSync(file, 'utf8'));
    const server = spawn(PROGRAM, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.process = server;
    this.connection = createProtocolConnection(server.stdout, server.stdin);
    this.connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
      assert.equal(uri, this.text.uri);
      if (version === this.text.version) {
        this.diagnostics = diagnostics;
        this.pushed?.();
      }
    });
    this.connection.listen();
  }

  public get identifier(): { uri: string } {
    return { uri: this.text.uri };
  }

  public async begin(textDocument: object): Promise<void> {
    const uri = URI.file(this.folder).toString();
    const { capabilities } = await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the protocol demands it
      rootUri: null,
      workspaceFolders: [{ uri, name: 'work' }],
      capabilities: { textDocument },
    });
    // Not offered, and so what every client understands.
    assert.equal(capabilities.positionEncoding ?? 'utf-16', 'utf-16');
    await this.connection.sendNotification(InitializedNotification.type, {});
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { ...this.identifier, languageId: 'yaml', version: 1, text: this.text.getText() },
    });
  }

  public async ask<R>(method: { method: string }, params: object): Promise<R> {
    return await this.connection.sendRequest<R>(method.method, params);
  }

  public range(part: string): Range {
    const text = this.text.getText();
    const at = text.indexOf(part);
    assert.ok(at >= 0 && !text.includes(part, at + 1), part);
    return { start: this.text.positionAt(at), end: this.text.positionAt(at + part.length) };
  }

  public inside(part: string): Position {
    const { start } = this.range(part);
    return { line: start.line, character: start.character + 1 };
  }

  /** Replaces a text that occurs once, and tells that range alone. */
  public async type(part: string, text: string): Promise<void> {
    await this.change([{ range: this.range(part), text }]);
  }

  public async apply(edit: WorkspaceEdit): Promise<void> {
    const changes = edit.documentChanges as TextDocumentEdit[] | undefined;
    const edits = changes?.flatMap((change) => change.edits) ?? edit.changes?.[this.text.uri] ?? [];
    assert.ok(edits.length > 0);
    const after = TextDocument.applyEdits(this.text, edits as { range: Range; newText: string }[]);
    await this.change([{ text: after }]);
  }

  private async change(contentChanges: ({ range: Range; text: string } | { text: string })[]): Promise<void> {
    this.diagnostics = undefined;
    this.text = TextDocument.update(this.text, contentChanges, this.text.version + 1);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { ...this.identifier, version: this.text.version },
      contentChanges,
    });
  }

  /** Where each rule is reported, for the text as it stands. */
  public async reported(): Promise<Record<string, Range>> {
    if (this.diagnostics === undefined) {
      await new Promise<void>((resolve) => {
        this.pushed = resolve;
      });
    }
    return places(this.diagnostics ?? []);
  }

  public async end(): Promise<number | null> {
    const gone = once(this.process, 'exit') as Promise<[number | null]>;
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const [code] = await gone;
    this.connection.dispose();
    return code;
  }

  public kill(): void {
    this.process.kill();
  }
}

function places(found: readonly Diagnostic[]): Record<string, Range> {
  return Object.fromEntries<Range>(found.map(({ code, range }) => [code ?? '', range]));
}

function mistakes(client: Client, without: readonly string[] = []): Record<string, Range> {
  const all: Record<string, string> = {
    'unknown-key': 'max_build_duraton',
    'version-loses-zero': '1.10',
    'asc-integration-undeclared': 'integration',
  };
  const left = Object.entries(all).filter(([rule]) => !without.includes(rule));
  return Object.fromEntries(left.map(([rule, part]) => [rule, client.range(part)]));
}

async function session(textDocument: object, body: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(mkdtempSync(path.join(tmpdir(), 'codemagic-lint-')));
  try {
    await client.begin(textDocument);
    await body(client);
    assert.equal(await client.end(), 0);
  } finally {
    client.kill();
  }
}

test('a client that can do little gets pushed diagnostics, in UTF-16', async () => {
  await session({}, async (client) => {
    assert.deepEqual(await client.reported(), mistakes(client));
    await client.type('"Grüße 🚀"', '"🍏 Grüße 🚀🚀"');
    assert.deepEqual(await client.reported(), mistakes(client));
    await client.type('max_build_duraton', 'max_build_duration');
    assert.deepEqual(await client.reported(), mistakes(client, ['unknown-key']));
  });
});

test('a client that pulls is not pushed to as well', async () => {
  await session({ diagnostic: {} }, async (client) => {
    const pull = (previousResultId?: string) =>
      client.ask<{ kind: string; resultId: string; items: Diagnostic[] }>(DocumentDiagnosticRequest.type, {
        textDocument: client.identifier,
        previousResultId,
      });
    const first = await pull();
    assert.deepEqual(places(first.items), mistakes(client));
    assert.equal((await pull(first.resultId)).kind, 'unchanged');
    await client.type('1.10', "'1.10'");
    assert.deepEqual(places((await pull(first.resultId)).items), mistakes(client, ['version-loses-zero']));
    assert.equal(client.diagnostics, undefined);
  });
});

test('completion and hover answer at the cursor', async () => {
  await session({}, async (client) => {
    const textDocument = client.identifier;
    await client.type('    triggering:\n', '    working_dir\n    triggering:\n');
    const { end } = client.range('working_dir');
    const answer = await client.ask<CompletionItem[] | CompletionList>(CompletionRequest.type, { textDocument, position: end });
    const items = Array.isArray(answer) ? answer : answer.items;
    assert.ok(items.some(({ label }) => label === 'working_directory'));
    const position = client.inside('instance_type');
    const hover = await client.ask<Hover>(HoverRequest.type, { textDocument, position });
    assert.match((hover.contents as MarkupContent).value, /instance_type/);
    assert.deepEqual(hover.range, client.range('instance_type'));
  });
});

test('a fix and a rename are applied', async () => {
  const codeAction = { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } };
  await session({ codeAction }, async (client) => {
    const textDocument = client.identifier;
    const before = client.text.getText();
    await client.reported();
    const found = client.diagnostics?.find(({ code }) => code === 'version-loses-zero');
    assert.ok(found);
    const context = { diagnostics: [found], only: ['quickfix'] };
    const actions = await client.ask<CodeAction[]>(CodeActionRequest.type, { textDocument, range: found.range, context });
    const fix = actions.find(({ edit }) => JSON.stringify(edit ?? {}).includes("'1.10'"));
    assert.ok(fix?.edit, JSON.stringify(actions));
    await client.apply(fix.edit);
    assert.deepEqual(await client.reported(), mistakes(client, ['version-loses-zero']));
    const position = client.inside('&tools');
    const edit = await client.ask<WorkspaceEdit>(RenameRequest.type, { textDocument, position, newName: 'werkzeug' });
    await client.apply(edit);
    assert.equal(client.text.getText(), before.replace('1.10', "'1.10'").replace(/([&*])tools/g, '$1werkzeug'));
  });
});

test('a command answers, and one that is unknown is an error', async () => {
  await session({}, async (client) => {
    const run = (command: string) =>
      client.ask(ExecuteCommandRequest.type, { command, arguments: [client.text.uri, 'android'] });
    assert.match(JSON.stringify(await run('codemagic-lint.showEffective')), /java/);
    await assert.rejects(run('codemagic-lint.noSuchCommand'), (error) => error instanceof ResponseError);
    await assert.rejects(
      client.ask({ method: 'codemagic-lint/noSuchRequest' }, {}),
      (error) => error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound,
    );
  });
});
