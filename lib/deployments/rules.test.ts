import { expect, test } from 'vitest';
import { cellAsOf, type DeploymentSpan, phaseAsOf } from './cell';
import { changeKind } from './change-kind';
import { canonicalStatus, statusWords } from './status-synonyms';
import { sameSha, versionKey } from './version-key';
import { versionOf, versionOfTitle } from './version-of-title';

test.each([
  ['queued', 'pending'],
  [' In_Progress ', 'started'],
  ['deploying', 'started'],
  ['BUILDING', 'started'],
  ['deployed', 'completed'],
  ['built', 'completed'],
  ['error', 'failed'],
  ['cancelled', 'aborted'],
  ['canceled', 'aborted'],
  ['skipped', 'aborted'],
  ['done-ish', null],
  ['', null],
])('the status word %j means %j', (word, status) => {
  expect(canonicalStatus(word)).toBe(status);
});

test('every word of both tables is taken for both kinds, and each kind is told its own', () => {
  for (const word of [...statusWords('deployment'), ...statusWords('build')])
    expect(canonicalStatus(word)).not.toBeNull();
  expect(statusWords('build')).not.toContain('deployed');
});

test.each([
  ['Deploy checkout v1.2.3 to production', 'v1.2.3'],
  ['(v2.0.0-rc.1)', 'v2.0.0-rc.1'],
  ['release/V10.20.30+build.5.', 'V10.20.30+build.5'],
  ['api v1.2 and v1.2.3.', 'v1.2.3'],
  ['dev1.2.3', null],
  ['1.2.3', null],
  ['v1.2.3beta', null],
])('the title %j speaks of version %j', (title, version) => {
  expect(versionOfTitle(title)).toBe(version);
});

test('the version that is named comes before the one in the title', () => {
  expect(versionOf({ version: '2.0.0', title: 'Deploy v1.0.0' })).toBe('2.0.0');
  expect(versionOf({ version: ' ', title: 'Deploy v1.0.0' })).toBe('v1.0.0');
  expect(versionOf({ title: 'Deploy' })).toBeNull();
});

test('a leading v, case and space do not make another version', () => {
  expect(versionKey(' V1.2.3-RC1 ')).toBe(versionKey('1.2.3-rc1'));
  expect(versionKey('vanilla')).toBe('vanilla');
});

test('an abbreviated commit is the same commit', () => {
  expect(sameSha('ABC1234', 'abc1234def0')).toBe(true);
  expect(sameSha('abc', 'abcdef')).toBe(false);
  expect(sameSha('abc123', 'abd123')).toBe(false);
  expect(sameSha('main', 'main')).toBe(true);
});

test.each([
  ['1.0.0', [], 'first'],
  ['1.0.0', ['v1.0.0'], 'redeploy'],
  ['1.1.0', ['1.0.0'], 'upgrade'],
  ['1.0.0', ['1.1.0', '1.0.0'], 'rollback'],
  ['1.0.1', ['1.1.0'], 'rollback'],
  ['deadbeef', ['cafebabe', '0ddba11'], 'upgrade'],
  [null, ['1.0.0'], null],
] as const)('deploying %j after %j is %j', (version, before, kind) => {
  expect(changeKind(version, before)).toBe(kind);
});

test.each([
  ['2.0.0', [], ['2.0.0'], 'first'],
  ['2.0.0', ['1.0.0'], ['2.0.0'], 'upgrade'],
  ['1.0.0', ['1.0.0'], ['2.0.0'], 'rollback'],
  ['v1.0.0', ['1.0.0'], ['v1.0.0', '2.0.0'], 'rollback'],
  ['1.0.0', ['1.0.0'], ['v1.0.0'], 'redeploy'],
  ['1.0.0', ['1.0.0'], ['', null], 'redeploy'],
  ['1.1.0', ['1.0.0'], ['2.0.0'], 'upgrade'],
  ['cafebabe', ['cafebabe'], ['deadbeef'], 'rollback'],
  [null, ['1.0.0'], ['2.0.0'], null],
] as const)('deploying %j after %j and failures of %j is %j', (version, before, failed, kind) => {
  expect(changeKind(version, before, failed)).toBe(kind);
});

const span = (id: string, at: number, until: number | null, phase: DeploymentSpan['phase']) => ({
  id,
  at,
  until,
  phase,
});

test('a cell shows what is in place, and what was tried since', () => {
  const history = [
    span('a', 10, 20, 'succeeded'),
    span('b', 30, 40, 'failed'),
    span('c', 50, null, 'running'),
    span('d', 90, 90, 'planned'),
  ];
  const ids = (instant: number) => {
    const { current, attempt, planned } = cellAsOf(history, instant);
    return [current?.id, attempt?.id, planned?.id];
  };
  expect(ids(5)).toEqual([undefined, undefined, 'd']);
  expect(ids(15)).toEqual([undefined, 'a', 'd']);
  expect(ids(20)).toEqual(['a', undefined, 'd']);
  expect(ids(45)).toEqual(['a', 'b', 'd']);
  expect(ids(95)).toEqual(['a', 'c', undefined]);
  expect(phaseAsOf(history[1] as DeploymentSpan, 35)).toBe('running');
  expect(phaseAsOf(history[1] as DeploymentSpan, 25)).toBeNull();
});
