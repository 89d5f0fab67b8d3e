// What commands of the server answer, as documents that are only read.

import * as vscode from 'vscode';

import type { Answer } from './answer';

/** The scheme of documents that show an answer. */
export const SCHEME = 'codemagic-lint';

/** Serves answers as documents. */
export class Results implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered: vscode.Disposable[];
  public readonly onDidChange = this.changed.event;

  public constructor() {
    this.registered = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.texts.delete(uri.toString());
      }),
    ];
  }

  public provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.texts.get(uri.toString());
  }

  /** Shows an answer beside the file that it is about. */
  public async show(answer: Answer): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${answer.title}` });
    this.texts.set(uri.toString(), answer.text);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, answer.language);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  public dispose(): void {
    this.changed.dispose();
    for (const one of this.registered) {
      one.dispose();
    }
  }
}
