// The language server, from its start to its end.

import * as vscode from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
} from 'vscode-languageclient/node';

import type { Commands } from './commands';
import { SELECTOR } from './documents';
import { checkProgram, findProgram, surroundings } from './program';
import { settingsOf } from './settings';

/** The section of the settings. */
export const SECTION = 'codemagic-lint';

/** The language server and the item that shows how it is. */
export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  /** What is under way; one after the other, so that there are never two servers. */
  private work: Promise<void> = Promise.resolve();
  private readonly item: vscode.LanguageStatusItem;
  private readonly settings: vscode.Disposable;

  public constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
    private readonly commands: Commands,
  ) {
    this.item = vscode.languages.createLanguageStatusItem(SECTION, SELECTOR);
    this.item.name = SECTION;
    this.item.command = { command: 'codemagic-lint.showOutput', title: 'Show the Output' };
    this.settings = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('codemagic-lint.path')) {
        void this.restart();
      }
    });
  }

  /** The client of the server that runs. */
  public get running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  /** Starts the server, unless it runs. What goes wrong is shown and not thrown. */
  public start(): Promise<void> {
    return this.next(async () => {
      if (this.client === undefined) {
        await this.launch();
      }
    });
  }

  /** Ends the server. */
  public stop(): Promise<void> {
    return this.next(() => this.end());
  }

  /** Ends the server and starts it with the settings of now. */
  public restart(): Promise<void> {
    return this.next(async () => {
      await this.end();
      await this.launch();
    });
  }

  public dispose(): void {
    this.item.dispose();
    this.settings.dispose();
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.work = this.work.then(step);
    return this.work;
  }

  private async launch(): Promise<void> {
    this.show('starting', vscode.LanguageStatusSeverity.Information, true);
    try {
      const setting = vscode.workspace.getConfiguration(SECTION).get('path', '');
      const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
      const program = findProgram(surroundings(setting, this.context.extensionPath, workspace));
      const version = await checkProgram(program);
      this.output.info(`codemagic-lint ${version}: ${program.path} (${program.origin})`);
      const server: ServerOptions = { command: program.path, args: ['lsp'] };
      const client = new LanguageClient(SECTION, SECTION, server, this.options());
      this.client = client;
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) {
          this.show(version, vscode.LanguageStatusSeverity.Information, false);
        } else if (newState === State.Stopped) {
          this.show('stopped', vscode.LanguageStatusSeverity.Warning, false);
        }
      });
      await client.start();
      await vscode.commands.executeCommand('setContext', 'codemagic-lint.running', true);
    } catch (error) {
      await this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      initializationOptions: settingsOf((name) => vscode.workspace.getConfiguration(SECTION).get(name)),
      middleware: {
        executeCommand: (command, args, next) => this.commands.execute(command, args, next),
      },
    };
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await vscode.commands.executeCommand('setContext', 'codemagic-lint.running', false);
    // A client that did not start, or whose server is gone, has nothing to end.
    if (client?.state === State.Running) {
      try {
        await client.dispose();
      } catch (error) {
        this.output.warn(`the server did not end in time: ${String(error)}`);
      }
    }
  }

  private async fail(message: string): Promise<void> {
    this.output.error(message);
    this.show('not running', vscode.LanguageStatusSeverity.Error, false);
    this.item.detail = message;
    await this.end();
    const settings = 'Open Settings';
    // Not awaited: the message stands until a person answers it.
    void vscode.window.showErrorMessage(`codemagic-lint: ${message}`, settings).then((chosen) => {
      if (chosen === settings) {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'codemagic-lint.path');
      }
    });
  }

  private show(text: string, severity: vscode.LanguageStatusSeverity, busy: boolean): void {
    this.item.text = `codemagic-lint ${text}`;
    this.item.detail = '';
    this.item.severity = severity;
    this.item.busy = busy;
  }
}
