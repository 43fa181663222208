import { expect, it } from 'vitest';
import { fitJson } from '@/lib/audit/fit';
import { fc } from '@/lib/testing/properties';
import { auditedEvent, auditFields } from './audit-fields';
import type { EventWire } from './schemas';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 500 }),
  fc.constantFrom(
    'slg_abcdefghij',
    'Bearer abcdefgh',
    '\0',
    '\ud800',
    '"}',
    'x'.repeat(1200),
    '\u0001'.repeat(790),
  ),
);
const event = fc
  .record({
    kind: fc.constantFrom('deployment', 'signal'),
    title: text,
    service: text,
    environment: fc.option(text),
    status: fc.constantFrom('success', null),
    version: fc.option(text),
  })
  .map((fields) => fields as unknown as EventWire);
const about = {
  requestId: 'r-1',
  callerKind: 'token',
  callerId: 'a',
  callerName: 'ci "x"',
  via: 'slg_…abcd',
  address: '::1',
  operation: 'createEvent',
};

it('what is kept of an event is the canonical JSON of its fields, fit for the log', () => {
  fc.assert(
    fc.property(event, (one) => {
      const { kind, title, service, environment, status, version } = one;
      expect(auditedEvent(one)).toBe(fitJson({ kind, title, service, environment, status, version }));
    }),
    { numRuns: 1000 },
  );
});

it('each caller and each request is told as itself', () => {
  const members = (changed: object) =>
    JSON.parse(
      `{"first":1${auditFields({ title: 't', service: 's', environment: null, kind: 'build', status: null, version: null } as EventWire, { ...about, ...changed })}}`,
    );
  const told = (fields: object) => ({
    first: 1,
    ...about,
    ...fields,
    after: expect.objectContaining({ title: 't' }),
  });
  expect(members({})).toEqual(told({}));
  for (const [name, value] of Object.entries(about))
    expect(members({ [name]: `${value}!` })).toEqual(told({ [name]: `${value}!` }));
});
