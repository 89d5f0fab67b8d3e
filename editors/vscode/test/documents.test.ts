import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isOurs } from '../src/documents';
import { type Lens, workflowAt, workflowsOf } from '../src/workflows';

test('only files named codemagic.yaml or codemagic.yml are ours', () => {
  assert.ok(isOurs('file', '/project/codemagic.yaml'));
  assert.ok(isOurs('file', 'C:\\work\\codemagic.yml'));
  assert.ok(!isOurs('file', '/project/pubspec.yaml'));
  assert.ok(!isOurs('file', '/project/my-codemagic.yaml'));
  assert.ok(!isOurs('git', '/project/codemagic.yaml'));
});

function lens(line: number, command: string, ...args: unknown[]): Lens {
  return { range: { start: { line } }, command: { command, arguments: args } };
}

test('a command without an argument is about the workflow around the cursor', () => {
  const lenses = [lens(9, 'run', 'file:///a', 'second'), lens(2, 'run', 'file:///a', 'first')];
  const workflows = workflowsOf([...lenses, lens(4, 'other', 'file:///a', 'third')], 'run');
  assert.deepEqual(workflows, [{ id: 'first', line: 2 }, { id: 'second', line: 9 }]);
  assert.equal(workflowAt(workflows, 1), undefined);
  assert.equal(workflowAt(workflows, 2)?.id, 'first');
  assert.equal(workflowAt(workflows, 8)?.id, 'first');
  assert.equal(workflowAt(workflows, 30)?.id, 'second');
});

test('a command that no lens offers is about any workflow', () => {
  const lenses = [lens(2, 'run', 'file:///a', 'first'), lens(2, 'other', 'file:///a', 'first')];
  assert.deepEqual(workflowsOf(lenses, 'show'), [{ id: 'first', line: 2 }]);
});

test('lenses that are not understood are passed over', () => {
  const odd: Lens[] = [{ range: { start: { line: 0 } } }, lens(1, 'run'), lens(2, 'run', 'file:///a', 7)];
  assert.deepEqual(workflowsOf(odd, 'run'), []);
});
