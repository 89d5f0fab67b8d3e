// Which documents are looked at.

import path from 'node:path';

/** The names of files that are ours; the second is a mistake that the server reports. */
export const FILE_NAMES = ['codemagic.yaml', 'codemagic.yml'] as const;

/** The pattern by which a workspace is searched. */
export const PATTERN = `**/{${FILE_NAMES.join(',')}}`;

/** What the language client takes: files of these names, in whatever language. */
export const SELECTOR = FILE_NAMES.map((name) => ({ scheme: 'file', pattern: `**/${name}` }));

/** Whether a document is one of ours. */
export function isOurs(scheme: string, file: string): boolean {
  const name = path.posix.basename(file.replaceAll('\\', '/'));
  return scheme === 'file' && FILE_NAMES.some((ours) => ours === name);
}
