// The commands: those of the server, which answer with a text, and our own.

import * as vscode from 'vscode';

import { answerOf, TITLES } from './answer';
import { isOurs } from './documents';
import type { Results } from './results';
import type { Server } from './server';
import { type Lens, workflowAt, workflowsOf } from './workflows';

/** The kind of the code action that fixes all. */
export const FIX_ALL = 'source.fixAll.codemagic-lint';

const YAML_EXTENSION = 'redhat.vscode-yaml';

/** The commands of the extension. */
export class Commands {
  private server: Server | undefined;

  public constructor(private readonly results: Results) {}

  /** Registers what the server does not register itself. */
  public register(server: Server, output: vscode.LogOutputChannel): vscode.Disposable[] {
    this.server = server;
    const register = (name: string, run: () => unknown) =>
      vscode.commands.registerCommand(`codemagic-lint.${name}`, run);
    return [
      register('restart', () => server.restart()),
      register('showOutput', () => {
        output.show(true);
      }),
      register('fixAll', () =>
        vscode.commands.executeCommand('editor.action.codeAction', { kind: FIX_ALL, apply: 'first' }),
      ),
      register('besideYaml', besideYaml),
    ];
  }

  /** Runs a command of the server: from a code lens with its arguments, else about the cursor. */
  public async execute(
    command: string,
    args: unknown[],
    next: (command: string, args: unknown[]) => vscode.ProviderResult<unknown>,
  ): Promise<unknown> {
    const title = TITLES.get(command);
    if (title === undefined) {
      return next(command, args);
    }
    const target = args.length > 0 ? args : await this.choose(command);
    if (target === undefined) {
      return undefined;
    }
    const result: unknown = await next(command, target);
    const answer = answerOf(command, target, result);
    if (answer !== undefined) {
      await this.results.show(answer);
    }
    return result;
  }

  /** The file of the editor and the workflow at its cursor, or the one that is picked. */
  private async choose(command: string): Promise<unknown[] | undefined> {
    const editor = vscode.window.activeTextEditor;
    const client = this.server?.running;
    if (editor === undefined || client === undefined || !isOurs(editor.document.uri.scheme, editor.document.uri.path)) {
      void vscode.window.showInformationMessage('codemagic-lint: open a codemagic.yaml first');
      return undefined;
    }
    const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
    const lenses = await client.sendRequest<Lens[] | null>('textDocument/codeLens', { textDocument: { uri } });
    const workflows = workflowsOf(lenses ?? [], command);
    if (workflows.length === 0) {
      void vscode.window.showInformationMessage('codemagic-lint: no workflow here can be asked this');
      return undefined;
    }
    const around = workflowAt(workflows, editor.selection.active.line);
    const ids = workflows.map(({ id }) => id);
    const id = around?.id ?? (await vscode.window.showQuickPick(ids, { title: TITLES.get(command) ?? command }));
    return id === undefined ? undefined : [uri, id];
  }
}

/** Tells how not to hear the same from two servers. Changes no setting. */
async function besideYaml(): Promise<void> {
  if (vscode.extensions.getExtension(YAML_EXTENSION) === undefined) {
    void vscode.window.showInformationMessage(
      'codemagic-lint: the YAML extension is not here, so nothing is reported twice',
    );
    return;
  }
  const copy = 'Copy and Open Settings';
  const chosen = await vscode.window.showInformationMessage(
    'The YAML extension checks codemagic.yaml by a schema of its own, so that some mistakes are reported twice. The setting `yaml.disableSchemaDetection` leaves this file to codemagic-lint; all other files stay as they are.',
    copy,
  );
  if (chosen === copy) {
    await vscode.env.clipboard.writeText('"yaml.disableSchemaDetection": ["**/codemagic.yaml"],');
    await vscode.commands.executeCommand('workbench.action.openSettingsJson');
  }
}
