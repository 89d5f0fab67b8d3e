// What commands of the server answer, as documents that are only read.

import * as vscode from 'vscode';

import type { Answer } from './answer';

/** The scheme of documents that show an answer. */
export const SCHEME = 'codemagic-lint';

/** How many answers are kept. Those that are looked at are among the newest. */
export const KEPT = 20;

/** Serves answers as documents. */
export class Results implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered: vscode.Disposable[];
  public readonly onDidChange = this.changed.event;

  public constructor() {
    // Nothing is dropped when a document closes: one whose language is set is closed and
    // opened again, and a closed one may be asked for once more from the history.
    this.registered = [vscode.workspace.registerTextDocumentContentProvider(SCHEME, this)];
  }

  public provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.texts.get(uri.toString());
  }

  /** Shows an answer beside the file that it is about. */
  public async show(answer: Answer): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${answer.title}` });
    this.keep(uri.toString(), answer.text);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, answer.language);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  private keep(name: string, text: string): void {
    // Anew, so that it counts as the newest.
    this.texts.delete(name);
    this.texts.set(name, text);
    for (const oldest of [...this.texts.keys()].slice(0, -KEPT)) {
      this.texts.delete(oldest);
    }
  }

  public dispose(): void {
    this.changed.dispose();
    for (const one of this.registered) {
      one.dispose();
    }
  }
}
