import { expect, it } from 'vitest';
import { type EventRow, toWire } from './row';
import { eventWire } from './schemas';

const at = new Date('2026-07-02T12:00:00Z');
const row = {
  id: '01890000-0000-7000-8000-000000000000',
  kind: 'deployment',
  title: '<script>alert(1)</script>',
  message: '',
  service: 'shop',
  environment: null,
  status: null,
  phase: 'noted',
  priority: null,
  impact: 0,
  level: null,
  category: null,
  event_type: null,
  source: '',
  owner: '',
  stakeholders: [],
  notification: false,
  notifications: [],
  starts_at: null,
  ends_at: null,
  ended_at: null,
  at,
  until: at,
  duration_ms: null,
  related_id: null,
  version: null,
  sha: null,
  pull_request_url: null,
  ticket: null,
  links: [],
  slack_id: null,
  external_id: null,
  payload: null,
  metadata: {},
  verified: null,
  created_by: '',
  revision: 1,
  created_at: at,
  updated_at: at,
} satisfies EventRow;

const good = { title: 'Run', url: 'https://ci.example.com/1' };

it('a row that was written by hand gives no link but http and https', () => {
  const wire = toWire({
    ...row,
    pull_request_url: 'javascript:alert(1)',
    ticket: 'JaVa\tScRiPt:alert(1)',
    links: [
      { title: 'x', url: 'javascript:alert(1)' },
      { title: 'x', url: 'data:text/html,x' },
      { title: 'x', url: 'https://bank@evil.example/' },
      good,
    ],
  });
  expect(wire).toMatchObject({ pullRequestUrl: null, ticket: null, links: [good] });
});

it.each([null, 5, 'text', {}, [null], [5, 'text', [], {}, { url: 7 }]])(
  'links of the shape %j are none',
  (links) => {
    expect(toWire({ ...row, links }).links).toEqual([]);
  },
);

it('a row with anything in its JSON columns is read as the wire says', () => {
  const odd = { ...row, stakeholders: null, notifications: null, metadata: [1], links: [{ url: good.url }] };
  const wire = toWire(odd as unknown as EventRow);
  expect(eventWire.parse(wire)).toEqual(wire);
  expect(wire.links).toEqual([{ title: good.url, url: good.url }]);
});

it('what was stored by the rules comes back as it is', () => {
  const wire = toWire({ ...row, pull_request_url: good.url, ticket: 'SHOP-1', links: [good] });
  expect(wire).toMatchObject({ pullRequestUrl: good.url, ticket: 'SHOP-1', links: [good] });
});
