// The extension: what VS Code calls when it begins and ends.

import * as vscode from 'vscode';

import { Commands } from './commands';
import { isOurs, PATTERN } from './documents';
import { Results } from './results';
import { Server } from './server';

let server: Server | undefined;

/** Begins. The server starts with the first document of ours, not with any YAML file. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('codemagic-lint', { log: true });
  const results = new Results();
  const commands = new Commands(results);
  const started = new Server(context, output, commands);
  server = started;
  context.subscriptions.push(output, results, started, ...commands.register(started, output));
  if (await isNeeded()) {
    await started.start();
    return;
  }
  const waiting = vscode.workspace.onDidOpenTextDocument((document) => {
    if (isOurs(document.uri.scheme, document.uri.path)) {
      waiting.dispose();
      void started.start();
    }
  });
  context.subscriptions.push(waiting);
}

/** Ends, with the server's orderly shutdown. */
export async function deactivate(): Promise<void> {
  await server?.stop();
  server = undefined;
}

async function isNeeded(): Promise<boolean> {
  const open = vscode.workspace.textDocuments;
  if (open.some((document) => isOurs(document.uri.scheme, document.uri.path))) {
    return true;
  }
  const found = await vscode.workspace.findFiles(PATTERN, '**/node_modules/**', 1);
  return found.length > 0;
}
