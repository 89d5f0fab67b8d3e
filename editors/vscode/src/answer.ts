// What a command of the server answers, made ready to be shown.

import path from 'node:path';

/** The commands that answer with something to read, and what they are called. */
export const TITLES: ReadonlyMap<string, string> = new Map([
  ['codemagic-lint.dryRun', 'dry run'],
  ['codemagic-lint.explainTriggers', 'triggers'],
  ['codemagic-lint.showEffective', 'effective configuration'],
]);

/** A text to show. */
export interface Answer {
  readonly title: string;
  readonly text: string;
  readonly language: string;
  /** Of the document's name, with its dot. */
  readonly extension: string;
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['markdown', '.md'],
  ['yaml', '.yaml'],
  ['plaintext', '.txt'],
]);

/** What to show for the result of a command; nothing where it says nothing. */
export function answerOf(command: string, args: readonly unknown[], result: unknown): Answer | undefined {
  const content = contentOf(result);
  if (content === undefined) {
    return undefined;
  }
  const [uri, workflow] = args;
  const file = typeof uri === 'string' ? path.posix.basename(decodeURIComponent(uri)) : '';
  const about = typeof workflow === 'string' ? `${workflow} (${file})` : file;
  const title = `${TITLES.get(command) ?? command} - ${about}`.replaceAll('/', '_');
  const extension = EXTENSIONS.get(content.language) ?? '.txt';
  return { title, text: content.text, language: content.language, extension };
}

function contentOf(result: unknown): { text: string; language: string } | undefined {
  if (typeof result === 'string') {
    return { text: result, language: 'plaintext' };
  }
  if (typeof result !== 'object' || result === null) {
    return undefined;
  }
  const { content, language } = result as Record<string, unknown>;
  if (typeof content !== 'string') {
    return undefined;
  }
  return { text: content, language: typeof language === 'string' ? language : 'plaintext' };
}
