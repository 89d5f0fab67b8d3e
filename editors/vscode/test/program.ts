// What the tests run, and on which file.

import { existsSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve('../..');

/** The server that is tested; the environment may name another. */
export const PROGRAM =
  process.env['CODEMAGIC_LINT'] ?? path.join(ROOT, 'target/debug/codemagic-lint');

/** A file with a mistake of each kind that an editor is asked about. */
export const SAMPLE = path.join(ROOT, 'tests/editors/codemagic.yaml');

if (!existsSync(PROGRAM)) {
  throw new Error(`there is no ${PROGRAM}; run \`cargo build\` first`);
}
