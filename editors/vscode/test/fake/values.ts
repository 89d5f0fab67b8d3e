// The values of VS Code's API, as far as the language client makes and reads them.

import { URI } from 'vscode-uri';

export { URI as Uri };

export class Position {
  public constructor(
    public readonly line: number,
    public readonly character: number,
  ) {}
}

export class Range {
  public readonly start: Position;
  public readonly end: Position;
  public constructor(...at: [Position, Position] | [number, number, number, number]) {
    if (at.length === 2) {
      [this.start, this.end] = at;
    } else {
      this.start = new Position(at[0], at[1]);
      this.end = new Position(at[2], at[3]);
    }
  }
}

export class Selection extends Range {
  public get active(): Position {
    return this.end;
  }
}

export class Location {
  public constructor(
    public readonly uri: URI,
    public readonly range: Range,
  ) {}
}

export class Diagnostic {
  public source?: string;
  public code?: unknown;
  public relatedInformation?: unknown[];
  public tags?: number[];
  public constructor(
    public range: Range,
    public message: string,
    public severity = 0,
  ) {}
}

export class DiagnosticRelatedInformation {
  public constructor(
    public location: Location,
    public message: string,
  ) {}
}

export class MarkdownString {
  public isTrusted?: boolean;
  public supportHtml?: boolean;
  public constructor(public value = '') {}
  public appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
  public appendCodeblock(text: string, language = ''): this {
    this.value += `\n\`\`\`${language}\n${text}\n\`\`\`\n`;
    return this;
  }
}

export class Hover {
  public constructor(
    public contents: MarkdownString[] | MarkdownString,
    public range?: Range,
  ) {}
}

export class SnippetString {
  public constructor(public value = '') {}
}

export class CompletionItem {
  public insertText?: string | SnippetString;
  public range?: Range;
  public constructor(
    public label: string,
    public kind?: number,
  ) {}
}

export class CompletionList {
  public constructor(
    public items: CompletionItem[] = [],
    public isIncomplete = false,
  ) {}
}

export class TextEdit {
  public constructor(
    public range: Range,
    public newText: string,
  ) {}
  public static replace(range: Range, text: string): TextEdit {
    return new TextEdit(range, text);
  }
}

export class WorkspaceEdit {
  private readonly edits = new Map<string, TextEdit[]>();
  public set(uri: URI, edits: (TextEdit | [TextEdit, unknown])[]): void {
    this.edits.set(uri.toString(), edits.map((edit) => (Array.isArray(edit) ? edit[0] : edit)));
  }
  public get(uri: URI): TextEdit[] {
    return this.edits.get(uri.toString()) ?? [];
  }
}

/** Kinds of code actions are dotted names. */
export class CodeActionKind {
  public static readonly Empty = new CodeActionKind('');
  public static readonly QuickFix = new CodeActionKind('quickfix');
  public static readonly Refactor = new CodeActionKind('refactor');
  public static readonly RefactorExtract = new CodeActionKind('refactor.extract');
  public static readonly RefactorInline = new CodeActionKind('refactor.inline');
  public static readonly RefactorMove = new CodeActionKind('refactor.move');
  public static readonly RefactorRewrite = new CodeActionKind('refactor.rewrite');
  public static readonly Source = new CodeActionKind('source');
  public static readonly SourceFixAll = new CodeActionKind('source.fixAll');
  public static readonly SourceOrganizeImports = new CodeActionKind('source.organizeImports');
  public static readonly Notebook = new CodeActionKind('notebook');
  public constructor(public readonly value: string) {}
  public append(part: string): CodeActionKind {
    return new CodeActionKind(this.value === '' ? part : `${this.value}.${part}`);
  }
}

export class CodeAction {
  public edit?: WorkspaceEdit;
  public isPreferred?: boolean;
  public constructor(
    public title: string,
    public kind?: CodeActionKind,
  ) {}
}

export class CodeLens {
  public constructor(
    public range: Range,
    public command?: { command: string; title: string; arguments?: unknown[] },
  ) {}
}

export class Disposable {
  public static from(...all: { dispose: () => void }[]): Disposable {
    return new Disposable(() => {
      for (const one of all) {
        one.dispose();
      }
    });
  }
  public constructor(private readonly end: () => void) {}
  public dispose(): void {
    this.end();
  }
}

type Listener<T> = (event: T) => unknown;

export class EventEmitter<T> {
  private readonly listeners = new Set<Listener<T>>();
  public readonly event = (listener: Listener<T>, self?: unknown): Disposable => {
    const bound: Listener<T> = (event) => listener.call(self, event);
    this.listeners.add(bound);
    return new Disposable(() => this.listeners.delete(bound));
  };
  /** Waits for listeners that are asynchronous, which VS Code's own does not. */
  public async fire(event: T): Promise<void> {
    await Promise.all([...this.listeners].map((listener) => listener(event)));
  }
  public dispose(): void {
    this.listeners.clear();
  }
}

export class CancellationTokenSource {
  private readonly emitter = new EventEmitter<undefined>();
  public readonly token = {
    isCancellationRequested: false,
    onCancellationRequested: this.emitter.event,
  };
  public cancel(): void {
    this.token.isCancellationRequested = true;
    void this.emitter.fire(undefined);
  }
  public dispose(): void {
    this.emitter.dispose();
  }
}

export class CancellationError extends Error {}
