import { describe, expect, it } from 'vitest';
import { type EventWire, eventPatch } from '@/lib/events/schemas';
import { eventKinds, priorities, statuses } from '@/lib/events/vocabulary';
import { httpUrl } from '@/lib/links';
import { nameKey } from '@/lib/names';
import { fc } from '@/lib/testing/properties';
import { readUpdate, withoutEchoes } from './read-event';
import { sampleEvent } from './sample-event';
import { trackerEvent, trackerEventAnswer } from './schemas';
import { writeAnswer, writeChangelogEntry, writeEvent } from './write-event';

const creation = {
  seq: 0,
  at: '2026-07-02T12:00:00.123Z',
  actor: 'platform-team',
  type: 'created',
  field: '',
  oldValue: '',
  newValue: '',
  comment: 'Event created',
} as const;

describe('an event on the wire', () => {
  it('is the guide’s flat answer and the wire’s wrapped one in the same object', () => {
    expect(writeAnswer(sampleEvent, [creation], 'proto')).toStrictEqual({
      id: '01890000-0000-7000-8000-000000000001',
      title: 'Deploy user-service v2.1.0',
      createdAt: '2026-07-02T12:00:00.123Z',
      event: {
        title: 'Deploy user-service v2.1.0',
        attributes: {
          message: 'Deployed via GitHub Actions',
          source: '',
          type: 'deployment',
          priority: 'P2',
          relatedId: '',
          service: 'user-service',
          status: 'success',
          environment: 'production',
          impact: false,
          startDate: null,
          endDate: null,
          owner: 'platform-team',
          stakeHolders: [],
          notification: false,
          notifications: [],
        },
        links: { pullRequestLink: 'https://github.com/org/repo/pull/123', ticket: 'PROJ-456' },
        metadata: {
          createdAt: '2026-07-02T12:00:00.123Z',
          duration: null,
          id: '01890000-0000-7000-8000-000000000001',
          slackId: '',
        },
        changelog: [
          {
            timestamp: '2026-07-02T12:00:00.123Z',
            user: 'platform-team',
            changeType: 'created',
            field: '',
            oldValue: '',
            newValue: '',
            comment: 'Event created',
          },
        ],
      },
    });
  });

  it('names what is not set as the proto names its zero', () => {
    const bare = { ...sampleEvent, environment: null, status: null, priority: null } as const;
    const event = writeEvent({ ...bare, pullRequestUrl: null, ticket: null }, [], 'guide');
    expect(event.attributes).toMatchObject({
      priority: 'PRIORITY_UNSPECIFIED',
      status: 'STATUS_UNSPECIFIED',
      environment: 'ENVIRONMENT_UNSPECIFIED',
    });
    expect(event.links).toBeNull();
  });

  it.each([
    [{ status: 'recommendation' }, { status: 'recommandation' }],
    [{ status: 'pending' }, { status: 'planned' }],
    [{ status: 'aborted' }, { status: 'failure' }],
    [{ environment: 'UAT' }, { environment: 'UAT' }],
    [{ environment: 'eu-west staging' }, { environment: 'eu-west staging' }],
    [{ kind: 'signal' }, { type: 'TYPE_UNSPECIFIED', kind: 'signal' }],
    [{ impact: 3 }, { impact: 3 }],
  ] as const)('writes %j as %j', (fields, attributes) => {
    expect(writeEvent({ ...sampleEvent, ...fields }, [], 'guide').attributes).toMatchObject(attributes);
  });

  it('says with the proto’s enums only whether there is impact', () => {
    expect(writeEvent({ ...sampleEvent, impact: 2 }, [], 'proto').attributes.impact).toBe(true);
  });

  it('writes durations as protojson does', () => {
    expect(writeEvent({ ...sampleEvent, durationMs: 312_123 }, [], 'guide').metadata.duration).toBe(
      '312.123s',
    );
  });

  it('gives out no link that a browser would run', () => {
    const hostile = {
      ...sampleEvent,
      pullRequestUrl: 'javascript:alert(1)',
      ticket: 'java\nscript:alert(1)',
    };
    expect(writeEvent(hostile, [], 'guide').links).toBeNull();
  });

  it('keeps the wire’s names in the changelog', () => {
    const entry = { ...creation, type: 'status_changed', field: 'status' } as const;
    expect(writeChangelogEntry({ ...entry, oldValue: 'pending', newValue: 'recommendation' })).toMatchObject({
      changeType: 'status_changed',
      oldValue: 'planned',
      newValue: 'recommandation',
    });
    expect(writeChangelogEntry({ ...creation, field: 'slackId' }).field).toBe('slack_id');
    expect(writeChangelogEntry({ ...creation, field: 'startsAt' }).field).toBe('start_date');
  });
});

const text = fc.string({ minLength: 1, maxLength: 30 }).filter((value) => value.trim().length > 0);
const instant = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const anyEvent = fc
  .record({
    kind: fc.constantFrom(...eventKinds),
    title: text.map((value) => value.trim()),
    message: fc.string(),
    service: fc.constantFrom('shop', '__proto__', 'constructor', 'org/repo', 'prix € 日本'),
    environment: fc.constantFrom('production', 'UAT', 'TNR', 'Pre prod 2', null),
    status: fc.constantFrom(...statuses, null),
    priority: fc.constantFrom(...priorities, null),
    impact: fc.integer({ min: 0, max: 3 }),
    source: fc.string({ maxLength: 30 }),
    owner: fc.string({ maxLength: 30 }),
    stakeholders: fc.array(text, { maxLength: 3 }),
    notification: fc.boolean(),
    notifications: fc.array(text, { maxLength: 3 }),
    dates: fc.tuple(instant, instant).map((pair) => pair.sort() as [string, string]),
    dated: fc.constantFrom('none', 'start', 'end', 'both'),
    pullRequestUrl: fc.option(fc.webUrl().map((url) => httpUrl(url))),
    ticket: fc.constantFrom('PROJ-1', 'https://jira.example.com/browse/X-1', null),
    slackId: fc.option(text),
    relatedId: fc.option(fc.uuid()),
  })
  .map(({ dates: [start, end], dated, ...fields }) => ({
    ...sampleEvent,
    ...fields,
    startsAt: dated === 'start' || dated === 'both' ? start : null,
    endsAt: dated === 'end' || dated === 'both' ? end : null,
  }));

describe('an event that is read and sent back', () => {
  it.each(['guide', 'proto'] as const)('is unchanged (%s)', (table) => {
    const environments = new Map([[nameKey('Pre prod 2'), 'Pre prod 2']]);
    fc.assert(
      fc.property(anyEvent, (event: EventWire) => {
        const written = writeEvent(event, [], table);
        expect(trackerEvent.safeParse(written).error).toBeUndefined();
        const { title, attributes, links, metadata } = JSON.parse(JSON.stringify(written));
        const body = { id: metadata.id, title, attributes, links, slackId: metadata.slackId };
        const patch = withoutEchoes(readUpdate(body, { table, environments }), event);
        const fields = eventPatch.parse(patch);
        for (const [field, value] of Object.entries(fields))
          expect([field, value]).toEqual([field, event[field as keyof EventWire]]);
      }),
    );
  });

  it('is answered as its schema says', () => {
    expect(trackerEventAnswer.safeParse(writeAnswer(sampleEvent, [creation], 'guide')).success).toBe(true);
  });
});
