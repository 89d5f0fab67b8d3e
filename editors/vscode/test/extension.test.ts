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
import {
  CancellationTokenSource,
  type CodeAction,
  type CodeLens,
  type CompletionItem,
  type CompletionList,
  type Diagnostic,
  type Hover,
  type WorkspaceEdit,
} from './fake/values';
import { PROGRAM, SAMPLE } from './program';

interface Extension {
  activate: (context: unknown) => Promise<void>;
  deactivate: () => Promise<void>;
}

const NONE = new CancellationTokenSource().token;

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

function about(rule: string, found: readonly Diagnostic[]): Diagnostic[] {
  return found.filter(({ code }) => (code as { value?: string } | undefined)?.value === rule);
}

async function session(body: (editor: Editor, uri: URI) => Promise<void>, settings = {}): Promise<void> {
  const { folder, file } = workspace();
  await within({ ...OURS, ...settings }, folder, async (editor) => {
    const { uri } = await editor.open(file);
    await editor.until(uri, (all) => all.length > 0);
    await body(editor, uri);
  });
}

test('a file is checked, edited and checked again', async () => {
  await session(async (editor, uri) => {
    const [one] = about('unknown-key', editor.diagnostics.get(uri.toString()) ?? []);
    assert.equal(one?.source, 'codemagic-lint');
    assert.deepEqual(one.range, editor.range(uri, 'max_build_duraton'));
    await editor.type(uri, 'max_build_duraton', 'max_build_duration');
    await editor.type(uri, '"Grüße 🚀"', '"🍏 Grüße 🚀🚀"');
    const left = await editor.until(uri, (all) => about('unknown-key', all).length === 0);
    const [version] = about('version-loses-zero', left);
    assert.deepEqual(version?.range, editor.range(uri, '1.10'));
    assert.match(String(editor.statusItem['text']), /^codemagic-lint \d+\.\d+\.\d+$/);
  });
});

test('settings of the editor reach the server, also when they change', async () => {
  const ignore = { 'codemagic-lint.ignore': ['unknown-key'] };
  await session(async (editor, uri) => {
    assert.deepEqual(about('unknown-key', editor.diagnostics.get(uri.toString()) ?? []), []);
    await editor.configure('codemagic-lint.ignore', ['version-loses-zero']);
    const found = await editor.until(uri, (all) => about('unknown-key', all).length > 0);
    assert.deepEqual(about('version-loses-zero', found), []);
  }, ignore);
});

test('completion and hover come from the server', async () => {
  await session(async (editor, uri) => {
    await editor.type(uri, '    triggering:\n', '    working_dir\n    triggering:\n');
    const { end } = editor.range(uri, 'working_dir');
    const context = { triggerKind: 0, triggerCharacter: undefined };
    const document = (await editor.ask('CompletionItem', 'provideCompletionItems', uri, end, NONE, context)) as
      | CompletionItem[]
      | CompletionList;
    const items = Array.isArray(document) ? document : document.items;
    assert.ok(items.some(({ label }) => labelOf(label) === 'working_directory'));
    const { start } = editor.range(uri, 'instance_type');
    const hover = (await editor.ask('Hover', 'provideHover', uri, start, NONE)) as Hover;
    const [text] = [hover.contents].flat();
    assert.match(text?.value ?? '', /instance_type/);
  });
});

test('a fix is offered and applied', async () => {
  await session(async (editor, uri) => {
    const [found] = about('version-loses-zero', editor.diagnostics.get(uri.toString()) ?? []);
    assert.ok(found);
    const context = { diagnostics: [found], only: undefined, triggerKind: 1 };
    const actions = (await editor.ask('CodeActions', 'provideCodeActions', uri, found.range, context, NONE)) as CodeAction[];
    const fix = actions.find(({ edit }) => edit?.get(uri).some(({ newText }) => newText.includes("'")));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
    await editor.apply(uri, fix.edit.get(uri));
    await editor.until(uri, (all) => about('version-loses-zero', all).length === 0);
    assert.match(editor.text(uri), /cocoapods: '1\.10' \}/);
  });
});

test('an anchor is renamed with its aliases', async () => {
  await session(async (editor, uri) => {
    const { end } = editor.range(uri, '&tools');
    const edit = (await editor.ask('Rename', 'provideRenameEdits', uri, end, 'werkzeug', NONE)) as WorkspaceEdit;
    const before = editor.text(uri);
    await editor.apply(uri, edit.get(uri));
    assert.equal(editor.text(uri), before.replace(/([&*])tools/g, '$1werkzeug'));
  });
});

test('a code lens opens what its command answers', async () => {
  await session(async (editor, uri) => {
    const lenses = (await editor.ask('CodeLens', 'provideCodeLenses', uri, NONE)) as CodeLens[];
    const lens = lenses.find(({ command }) => command?.command === 'codemagic-lint.explainTriggers');
    assert.ok(lens?.command);
    await editor.run(lens.command.command, ...(lens.command.arguments ?? []));
    const shown = editor.shown.findLast((line) => line.startsWith('codemagic-lint:/'));
    assert.equal(shown, 'codemagic-lint:/triggers - ios (codemagic.yaml)');
    assert.match(editor.content(shown), /push/);
  });
});

test('a command of the palette is about the workflow at the cursor', async () => {
  await session(async (editor, uri) => {
    const document = editor.documents.find((one) => one.uri.toString() === uri.toString());
    assert.ok(document);
    editor.activate(document, editor.range(uri, 'flutter build apk').start.line);
    await editor.run('codemagic-lint.showEffective');
    const shown = editor.shown.findLast((line) => line.startsWith('codemagic-lint:/'));
    assert.equal(shown, 'codemagic-lint:/effective configuration - android (codemagic.yaml)');
    assert.match(editor.content(shown), /java: 21/);
    editor.activeTextEditor = undefined;
    await editor.run('codemagic-lint.dryRun');
    assert.match(editor.shown.at(-1) ?? '', /open a codemagic\.yaml first/);
  });
});

test('the server is started anew, and no second beside it', async () => {
  await session(async (editor, uri) => {
    editor.diagnostics.clear();
    await Promise.all([editor.run('codemagic-lint.restart'), editor.run('codemagic-lint.restart')]);
    await editor.until(uri, (all) => all.length > 0);
    const starts = editor.log.filter((line) => line.startsWith('codemagic-lint 0.'));
    assert.equal(starts.length, 3);
  });
});

test('without a codemagic.yaml no server is started until one is opened', async () => {
  const { folder, file } = workspace();
  const other = path.join(folder, 'pubspec.yaml');
  writeFileSync(other, 'max_build_duraton: 1\n');
  await within(OURS, undefined, async (editor) => {
    await editor.open(other);
    assert.deepEqual(editor.log, []);
    const { uri } = await editor.open(file, 'codemagic');
    await editor.until(uri, (all) => all.length > 0);
    assert.equal(editor.diagnostics.has(URI.file(other).toString()), false);
  });
});

test('a program that is not there is told, with the way to the setting', async () => {
  const { folder } = workspace();
  await within({ 'codemagic-lint.path': '/no/such/program' }, folder, async (editor) => {
    assert.match(editor.shown.join('\n'), /there is no `\/no\/such\/program`, which the setting `codemagic-lint\.path` names/);
    assert.equal(editor.statusItem['text'], 'codemagic-lint not running');
    await editor.configure('codemagic-lint.path', PROGRAM);
    await editor.run('codemagic-lint.restart');
    assert.match(editor.statusItem['text'], /^codemagic-lint \d/);
  });
});

test('how to avoid double reports is told, and no setting is changed', async () => {
  const settings = { 'other-extension': {} };
  await session(async (editor) => {
    const before = { ...editor.settings };
    await editor.run('codemagic-lint.besideYaml');
    assert.match(editor.shown.at(-1) ?? '', /`yaml\.disableSchemaDetection`/);
    assert.deepEqual(editor.settings, before);
  }, settings);
});

function labelOf(label: unknown): unknown {
  return typeof label === 'object' && label !== null && 'label' in label ? label.label : label;
}
