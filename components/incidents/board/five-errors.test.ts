import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { eventDraft } from '@/lib/events/schemas';
import { fiveErrors } from './five-errors';

test('the command of the empty board, pasted into a shell, posts five errors that the API takes', () => {
  const command = fiveErrors('http://ship.example:8080');
  const pretended = `curl() { echo "$2"; for last; do :; done; printf %s "$last" | tr -d '\\n'; echo; }\n${command}`;
  const lines = execFileSync('sh', ['-c', pretended], { encoding: 'utf8' }).trim().split('\n');
  expect(lines.filter((line) => line === 'http://ship.example:8080/api/v2/events')).toHaveLength(5);
  const bodies = lines
    .filter((line) => line.startsWith('{'))
    .map((line) => eventDraft.parse(JSON.parse(line)));
  expect(bodies.map(({ title }) => title.replace(/\D/g, ''))).toEqual([
    '1000',
    '2000',
    '3000',
    '4000',
    '5000',
  ]);
  expect(bodies.every(({ kind, level }) => kind === 'signal' && level === 'error')).toBe(true);
});
