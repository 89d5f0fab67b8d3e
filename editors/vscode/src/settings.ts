// What the server is told of the editor's settings.

/** The settings that the server reads; the others of the section are the extension's. */
export const NAMES = ['config', 'schema', 'baseline', 'shellcheck', 'select', 'extendSelect', 'ignore'] as const;

/** The settings of the server, each as `get` gives it; what is not set is left out. */
export function settingsOf(get: (name: string) => unknown): Record<string, unknown> {
  const known = NAMES.map((name) => [name, get(name)] as const);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined && value !== null));
}
