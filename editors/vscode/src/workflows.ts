// Which workflow a command is about, where it was not called from a code lens.

/** What a code lens of the server carries. */
export interface Lens {
  readonly range: { readonly start: { readonly line: number } };
  readonly command?: { readonly command: string; readonly arguments?: unknown[] } | null;
}

/** A workflow that a command can be about. */
export interface Workflow {
  readonly id: string;
  /** The line of its key, from 0. */
  readonly line: number;
}

/** The workflows for which the server offers a command, in the order of the text; all
 * that it names where it offers the command nowhere. */
export function workflowsOf(lenses: readonly Lens[], command: string): Workflow[] {
  const found = new Map<string, Workflow>();
  const offered = lenses.filter((lens) => lens.command?.command === command);
  for (const { range, command: lens } of offered.length > 0 ? offered : lenses) {
    const id = lens?.arguments?.[1];
    if (typeof id === 'string') {
      found.set(id, { id, line: range.start.line });
    }
  }
  return [...found.values()].sort((left, right) => left.line - right.line);
}

/** The workflow around a line: the last that begins there or above. */
export function workflowAt(workflows: readonly Workflow[], line: number): Workflow | undefined {
  return workflows.findLast((workflow) => workflow.line <= line);
}
