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
}

/** Of answers that are more than plain text. */
const LANGUAGES: ReadonlyMap<string, string> = new Map([['codemagic-lint.showEffective', 'yaml']]);

/** What to show for the result of a command; nothing where it says nothing. */
export function answerOf(command: string, args: readonly unknown[], result: unknown): Answer | undefined {
  const text = textOf(result);
  if (text === undefined) {
    return undefined;
  }
  const [uri, workflow] = args;
  const file = typeof uri === 'string' ? path.posix.basename(decodeURIComponent(uri)) : '';
  const about = typeof workflow === 'string' ? `${workflow} (${file})` : file;
  const title = `${TITLES.get(command) ?? command} - ${about}`.replaceAll('/', '_');
  return { title, text, language: LANGUAGES.get(command) ?? 'plaintext' };
}

/** The server answers with an object whose `text` is for people. */
function textOf(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null || !('text' in result)) {
    return undefined;
  }
  return typeof result.text === 'string' ? result.text : undefined;
}
