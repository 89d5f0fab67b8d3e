// The bundled extension with the real language client, against the real server. Only
// VS Code itself is a stand-in.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { URI } from 'vscode-uri';

import { Editor } from './fake/editor';
import type { CodeAction, CompletionItem, CompletionList, Hover, MarkdownString, TextEdit, WorkspaceEdit } from './fake/values';
import { PROGRAM, SAMPLE } from './program';

interface Extension {
  activate: (context: unknown) => Promise<void>;
  deactivate: () => Promise<void>;
}

type Load = (request: string, ...rest: unknown[]) => unknown;

/** The extension as it is shipped, loaded anew, in an editor of its own. */
function load(editor: Editor): Extension {
  const internals = Module as unknown as { _load: Load; _cache: Record<string, unknown> };
  const bundle = path.resolve('dist/extension.js');
  const before = internals._load;
  const vscode = editor.module();
  internals._load = (request, ...rest) =>
    request === 'vscode' ? vscode : before.call(Module, request, ...rest);
  try {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- Node keeps it under its path
    delete internals._cache[bundle];
    return internals._load(bundle, null, false) as Extension;
  } finally {
    internals._load = before;
  }
}

function workspace(): { folder: string; file: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'codemagic-lint-'));
  const file = path.join(folder, 'codemagic.yaml');
  mkdirSync(path.join(folder, '.git'));
  copyFileSync(SAMPLE, file);
  return { folder, file };
}

async function within(
  settings: Record<string, unknown>,
  folder: string | undefined,
  body: (editor: Editor) => Promise<void>,
): Promise<void> {
  const editor = new Editor(folder, settings);
  const extension = load(editor);
  const context = { subscriptions: [] as { dispose: () => void }[], extensionPath: path.resolve('.') };
  await extension.activate(context);
  try {
    await body(editor);
  } catch (error) {
    console.error(editor.log.join('\n'));
    throw error;
  } finally {
    await extension.deactivate();
    for (const one of context.subscriptions.reverse()) {
      one.dispose();
    }
  }
}

const OURS = { 'codemagic-lint.path': PROGRAM };
const only = (rule: string) => (found: { code?: unknown }[]) =>
  found.filter(({ code }) => (code as { value?: string } | undefined)?.value === rule);

test('a file is opened, checked, edited and checked again', async () => {
  const { folder, file } = workspace();
  await within(OURS, folder, async (editor) => {
    const { uri } = await editor.open(file);
    const found = await editor.until(uri, (all) => all.length > 0);
    const rule = only('unknown-key');
    const [one] = rule(found) as typeof found;
    assert.ok(one);
    assert.equal(one.source, 'codemagic-lint');
    assert.deepEqual(one.range, editor.range(uri, 'max_build_duraton'));
    await editor.type(uri, 'max_build_duraton', 'max_build_duration');
    await editor.until(uri, (all) => rule(all).length === 0);
    assert.match(String(editor.statusItem['text']), /^codemagic-lint \d+\.\d+\.\d+$/);
  });
});
