import { expect, test } from 'vitest';
import type { QuickLinkWire } from '@/lib/links-portal/schemas';
import { groupLinks, initialsOf } from './link-groups';

const link = (group: string, name: string, more: Partial<QuickLinkWire> = {}): QuickLinkWire => ({
  id: `${group}${name}`,
  group,
  name,
  url: `https://${name.toLowerCase()}.example.com/`,
  created_at: 0,
  updated_at: 0,
  ...more,
});

test('links come in groups, both by name, and those of Homer behind them', () => {
  const groups = groupLinks(
    [link('Runbooks', 'Payments'), link('Data', 'Metrics'), link('Runbooks', 'Cart')],
    {
      links: [],
      services: [{ name: 'Homer tools', items: [{ name: 'Wiki', url: 'https://wiki.example.com/' }] }],
    },
    '',
  );
  expect(groups.map(({ name, links }) => [name, links.map((one) => one.name)])).toEqual([
    ['Data', ['Metrics']],
    ['Runbooks', ['Cart', 'Payments']],
    ['Homer tools', ['Wiki']],
  ]);
  expect(groups[2]?.links[0]?.own).toBeNull();
});

test('all words must occur, in whatever is said of a link', () => {
  const links = [link('Runbooks', 'Payments', { description: 'Acquirers' }), link('Runbooks', 'Cart')];
  expect(groupLinks(links, undefined, 'run ACQ')[0]?.links.map(({ name }) => name)).toEqual(['Payments']);
  expect(groupLinks(links, undefined, 'nothing')).toEqual([]);
});

test('what is no http link is not shown', () => {
  const homer = { links: [{ name: 'Bad', url: 'javascript:alert(1)' }], services: [] };
  expect(groupLinks([link('A', 'B', { url: 'data:text/html,x' })], homer, '')).toEqual([]);
});

test.each([
  ['Payments runbook', 'PR'],
  ['grafana', 'GR'],
  ['ä', 'Ä'],
  ['🚢 Ship', '🚢S'],
  ['', '?'],
])('%j is drawn as %s', (name, letters) => expect(initialsOf(name)).toBe(letters));
