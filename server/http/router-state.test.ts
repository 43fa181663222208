import { expect, it } from 'vitest';
import { isRouterState } from './router-state';

const sent = (value: unknown) => isRouterState(encodeURIComponent(JSON.stringify(value)));

it.each([
  [['', {}]],
  [['', { children: ['(console)', { children: ['__PAGE__', {}, null, null, 4] }] }, null, null, 16]],
  [
    [
      '',
      {
        children: [
          'events',
          { children: [['id', 'a', 'd', null], { children: ['__PAGE__?{"q":"ä"}', {}] }] },
        ],
      },
    ],
  ],
  [['', { children: [['name', 'a', 'd', ['b']], {}] }, ['/a', '?b'], 'refetch']],
  [['', {}, null, 'metadata-only', 0, 'x']],
])('what the client sends is a state of the router: %j', (state) => {
  expect(sent(state)).toBe(true);
});

it.each([
  [null],
  ['x'],
  [[]],
  [['']],
  [['', []]],
  [['', null]],
  [[1, {}]],
  [['', { children: 1 }]],
  [['', {}, ['/a']]],
  [['', {}, null, 'else']],
  [['', {}, null, null, 'x']],
  [['', {}, null, null, 1, 1]],
  [['', {}, null, null, 1, 'x', 2]],
  [[['a', 'b', 'x', null], {}]],
  [[['a', 'b', 'd'], {}]],
  [[['a', 'b', 'd', [1]], {}]],
])('anything else is none: %j', (value) => {
  expect(sent(value)).toBe(false);
});

it('nor is what cannot be read, or goes on without end', () => {
  expect(isRouterState('%E0%A4%A')).toBe(false);
  expect(isRouterState('{')).toBe(false);
  let deep: unknown = ['', {}];
  for (let depth = 0; depth < 60; depth++) deep = ['', { children: deep }];
  expect(sent(deep)).toBe(false);
});
