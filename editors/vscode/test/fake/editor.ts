// As much of VS Code as the extension and the real language client need to run under
// Node: documents, providers, diagnostics and commands. It computes nothing itself; what
// tests see comes from the server, through the real client.

import { readFileSync } from 'node:fs';

import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';

import * as values from './values';

/** A document as the language client reads it. */
export interface Document {
  readonly uri: URI;
  readonly fileName: string;
  readonly languageId: string;
  readonly version: number;
  readonly isDirty: boolean;
  getText: () => string;
}

interface Pattern {
  scheme?: string;
  pattern?: string;
  language?: string;
}

/** How long something is waited for, in milliseconds. */
const PATIENCE = 20_000;

type Handler = (...args: unknown[]) => unknown;

/** The editor, and how a test works in it. */
export class Editor {
  public readonly documents: Document[] = [];
  public readonly commands = new Map<string, Handler>();
  public readonly providers = new Map<string, Record<string, Handler>>();
  public readonly contents = new Map<string, { provideTextDocumentContent: (uri: URI) => string }>();
  public readonly diagnostics = new Map<string, values.Diagnostic[]>();
  public readonly log: string[] = [];
  /** Messages that were shown, and pages of the editor that were opened. */
  public readonly shown: string[] = [];
  public readonly statusItem: Record<string, unknown> = {};
  public activeTextEditor: { document: Document; selection: values.Selection } | undefined;
  private readonly opened = new values.EventEmitter<Document>();
  private readonly changed = new values.EventEmitter<unknown>();
  private readonly closed = new values.EventEmitter<Document>();
  private readonly configured = new values.EventEmitter<unknown>();

  public constructor(
    private readonly folder: string | undefined,
    public readonly settings: Record<string, unknown>,
  ) {}

  /** Opens a file that exists. */
  public async open(path: string, languageId = 'yaml'): Promise<Document> {
    const uri = URI.file(path);
    const document = this.document(uri, languageId, 1, readFileSync(path, 'utf8'));
    this.documents.push(document);
    this.activate(document, 0);
    await this.opened.fire(document);
    return document;
  }

  /** Puts the cursor at the beginning of a line. */
  public activate(document: Document, line: number): void {
    this.activeTextEditor = { document, selection: new values.Selection(line, 0, line, 0) };
  }

  /** Replaces a text that occurs once, as typing would. */
  public async type(uri: URI, old: string, text: string): Promise<void> {
    const index = this.documents.findIndex((one) => one.uri.toString() === uri.toString());
    const before = this.documents[index];
    const content = before?.getText() ?? '';
    const at = content.indexOf(old);
    if (before === undefined || at < 0 || content.includes(old, at + 1)) {
      throw new Error(`${JSON.stringify(old)} should occur once`);
    }
    const range = this.range(uri, old);
    const after = content.slice(0, at) + text + content.slice(at + old.length);
    const document = this.document(before.uri, before.languageId, before.version + 1, after);
    this.documents[index] = document;
    this.activate(document, range.start.line);
    const contentChanges = [{ range, rangeOffset: at, rangeLength: old.length, text }];
    await this.changed.fire({ document, contentChanges, reason: undefined });
  }

  /** Applies edits, as the editor would those of a code action. */
  public async apply(uri: URI, edits: readonly values.TextEdit[]): Promise<void> {
    const before = this.text(uri);
    const model = TextDocument.create(uri.toString(), 'yaml', 0, before);
    const after = TextDocument.applyEdits(model, [...edits]);
    await this.type(uri, before, after);
  }

  public text(uri: URI): string {
    return this.documents.find((one) => one.uri.toString() === uri.toString())?.getText() ?? '';
  }

  /** Where a text stands, in UTF-16 as in VS Code. */
  public range(uri: URI, part: string): values.Range {
    const model = TextDocument.create(uri.toString(), 'yaml', 0, this.text(uri));
    const at = model.getText().indexOf(part);
    const place = (offset: number) => {
      const { line, character } = model.positionAt(offset);
      return new values.Position(line, character);
    };
    return new values.Range(place(at), place(at + part.length));
  }

  /** Waits until diagnostics are as a test wants them. */
  public async until(uri: URI, wanted: (found: values.Diagnostic[]) => boolean): Promise<values.Diagnostic[]> {
    const deadline = Date.now() + PATIENCE;
    while (Date.now() < deadline) {
      const found = this.diagnostics.get(uri.toString());
      if (found !== undefined && wanted(found)) {
        return found;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`waited in vain for diagnostics:\n${this.log.join('\n')}`);
  }

  /** Asks a provider that the language client registered. */
  public async ask(kind: string, method: string, uri: URI, ...args: unknown[]): Promise<unknown> {
    const provider = this.providers.get(kind);
    const answer = provider?.[method];
    if (answer === undefined) {
      throw new Error(`nobody provides ${kind}.${method}; there are ${[...this.providers.keys()].join(', ')}`);
    }
    const document = this.documents.find((one) => one.uri.toString() === uri.toString());
    return await answer.call(provider, document, ...args);
  }

  /** The text of a document that the extension serves. */
  public content(uri: string): string {
    const parsed = URI.parse(uri);
    return this.contents.get(parsed.scheme)?.provideTextDocumentContent(parsed) ?? '';
  }

  public async run(command: string, ...args: unknown[]): Promise<unknown> {
    const handler = this.commands.get(command);
    if (handler === undefined) {
      this.shown.push([command, ...args.map((arg) => String(arg))].join(' '));
      return undefined;
    }
    return await handler(...args);
  }

  public async configure(key: string, value: unknown): Promise<void> {
    this.settings[key] = value;
    await this.configured.fire({ affectsConfiguration: (section: string) => key.startsWith(section) });
  }

  private document(uri: URI, languageId: string, version: number, text: string): Document {
    return { uri, fileName: uri.fsPath, languageId, version, isDirty: false, getText: () => text };
  }

  private matches(selector: readonly Pattern[], document: Document): number {
    const fits = ({ scheme, pattern, language }: Pattern) =>
      (scheme === undefined || scheme === document.uri.scheme) &&
      (language === undefined || language === document.languageId) &&
      (pattern === undefined || document.uri.path.endsWith(pattern.replace('**', '')));
    return selector.some(fits) ? 10 : 0;
  }

  /** The module `vscode`. */
  public module(): Record<string, unknown> {
    const nothing = new values.Disposable(() => undefined);
    const never = () => nothing;
    const keep = (line: string) => this.log.push(line);
    const languages: Record<string, unknown> = {
      match: (selector: readonly Pattern[], document: Document) => this.matches(selector, document),
      createLanguageStatusItem: () => Object.assign(this.statusItem, { dispose: () => undefined }),
      // As VS Code does it: the document is closed and opened again, in the other language.
      setTextDocumentLanguage: async (document: Document, languageId: string) => {
        const reopened = { ...document, languageId };
        await this.closed.fire(document);
        await this.opened.fire(reopened);
        return reopened;
      },
      createDiagnosticCollection: () => ({
        set: (uri: URI, found?: values.Diagnostic[]) => {
          this.diagnostics.set(uri.toString(), found ?? []);
        },
        delete: (uri: URI) => this.diagnostics.delete(uri.toString()),
        has: (uri: URI) => this.diagnostics.has(uri.toString()),
        clear: () => { this.diagnostics.clear(); },
        dispose: () => undefined,
      }),
    };
    const registering = {
      get: (target: typeof languages, name: string) =>
        target[name] ??
        ((_: unknown, provider: Record<string, Handler>) => {
          this.providers.set(name.replace(/^register|Provider$/g, ''), provider);
          return nothing;
        }),
    };
    const channel = {
      logLevel: 2,
      append: keep, appendLine: keep, info: keep, warn: keep, error: keep, debug: keep, trace: keep, replace: keep,
      onDidChangeLogLevel: never,
      clear: () => undefined,
      show: () => undefined,
      dispose: () => undefined,
    };
    const say = (message: string) => {
      this.shown.push(message);
      return Promise.resolve(undefined);
    };
    const folders =
      this.folder === undefined ? undefined : [{ uri: URI.file(this.folder), name: 'work', index: 0 }];
    const workspace = {
      workspaceFolders: folders,
      textDocuments: this.documents,
      notebookDocuments: [],
      getWorkspaceFolder: () => folders?.[0],
      asRelativePath: (uri: URI) => uri.fsPath,
      findFiles: () => Promise.resolve(folders === undefined ? [] : [URI.file(`${this.folder ?? ''}/codemagic.yaml`)]),
      getConfiguration: (section?: string) => this.configuration(section),
      registerTextDocumentContentProvider: (scheme: string, provider: { provideTextDocumentContent: (uri: URI) => string }) => {
        this.contents.set(scheme, provider);
        return nothing;
      },
      openTextDocument: (uri: URI) => {
        const text = this.contents.get(uri.scheme)?.provideTextDocumentContent(uri) ?? '';
        return Promise.resolve(this.document(uri, 'plaintext', 1, text));
      },
      applyEdit: async (edit: values.WorkspaceEdit) => {
        for (const { uri } of [...this.documents]) {
          await this.apply(uri, edit.get(uri));
        }
        return true;
      },
      createFileSystemWatcher: () => ({ onDidCreate: never, onDidChange: never, onDidDelete: never, dispose: () => undefined }),
      fs: { stat: () => Promise.reject(new Error('not here')) },
      onDidOpenTextDocument: this.opened.event,
      onDidChangeTextDocument: this.changed.event,
      onDidCloseTextDocument: this.closed.event,
      onDidChangeConfiguration: this.configured.event,
    };
    const window = {
      createOutputChannel: () => channel,
      showInformationMessage: say,
      showWarningMessage: say,
      showErrorMessage: say,
      showQuickPick: (items: string[]) => Promise.resolve(items[0]),
      showTextDocument: ({ uri }: { uri: URI }) => say(uri.toString(true)),
      withProgress: (_: unknown, task: (progress: unknown) => unknown) => task({ report: () => undefined }),
      tabGroups: { all: [], onDidChangeTabs: never, onDidChangeTabGroups: never },
      visibleTextEditors: [],
    };
    const editor = () => this.activeTextEditor;
    Object.defineProperty(window, 'activeTextEditor', { get: editor });
    const commands = {
      registerCommand: (name: string, handler: Handler, self?: unknown) => {
        if (this.commands.has(name)) {
          throw new Error(`the command ${name} is registered twice`);
        }
        this.commands.set(name, (...args) => handler.apply(self, args));
        return new values.Disposable(() => this.commands.delete(name));
      },
      executeCommand: (name: string, ...args: unknown[]) => this.run(name, ...args),
    };
    const events = { get: (target: Record<string, unknown>, name: string) => target[name] ?? (name.startsWith('on') ? never : undefined) };
    const known: Record<string, unknown> = {
      ...values,
      version: '1.91.0',
      languages: new Proxy(languages, registering),
      workspace: new Proxy<Record<string, unknown>>(workspace, events),
      window: new Proxy<Record<string, unknown>>(window, events),
      commands,
      env: { appName: 'a test', language: 'en', clipboard: { writeText: say } },
      extensions: { getExtension: () => this.settings['other-extension'] },
      ...ENUMS,
    };
    return new Proxy(known, {
      // Classes that no test looks into.
      // eslint-disable-next-line @typescript-eslint/no-extraneous-class
      get: (target, name: string) => (name === 'proposed' ? undefined : (target[name] ??= class {})),
    });
  }

  private configuration(section?: string): Record<string, unknown> {
    const prefix = section === undefined || section === '' ? '' : `${section}.`;
    const get = (key: string, otherwise?: unknown) => {
      const below = Object.entries(this.settings).filter(([name]) => name.startsWith(`${prefix}${key}.`));
      const nested = below.map(([name, value]) => [name.slice(prefix.length + key.length + 1), value]);
      return this.settings[prefix + key] ?? (below.length > 0 ? (Object.fromEntries(nested) as unknown) : otherwise);
    };
    return { get, has: (key: string) => get(key) !== undefined, inspect: () => undefined };
  }
}

const ENUMS = {
  CodeActionTriggerKind: { Invoke: 1, Automatic: 2 },
  CompletionItemKind: { Text: 0 },
  CompletionItemTag: { Deprecated: 1 },
  CompletionTriggerKind: { Invoke: 0, TriggerCharacter: 1, TriggerForIncompleteCompletions: 2 },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  DiagnosticTag: { Unnecessary: 1, Deprecated: 2 },
  FoldingRangeKind: { Comment: 1, Imports: 2, Region: 3 },
  LanguageStatusSeverity: { Information: 0, Warning: 1, Error: 2 },
  LogLevel: { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 },
  ProgressLocation: { SourceControl: 1, Window: 10, Notification: 15 },
  SymbolKind: { File: 0, Property: 6, TypeParameter: 25 },
  SymbolTag: { Deprecated: 1 },
  TextDocumentSaveReason: { Manual: 1, AfterDelay: 2, FocusOut: 3 },
  ViewColumn: { Active: -1, Beside: -2 },
};
