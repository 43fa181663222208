import { describe, expect, it } from 'vitest';
import { DomainError } from '@/lib/errors';
import { HttpError } from '@/lib/http/http-error';
import { tracker } from './errors';
import { type ReadContext, readDraft, readUpdate, withoutEchoes } from './read-event';
import { sampleEvent } from './sample-event';

const guide: ReadContext = { table: 'guide', environments: new Map([['staging', 'Staging']]) };
const proto: ReadContext = { ...guide, table: 'proto' };
const base = { title: 'Deploy', attributes: { type: 1, service: 'shop' } };
const create = (attributes: object, rest: object = {}, context = guide) =>
  readDraft({ ...base, ...rest, attributes: { ...base.attributes, ...attributes } }, context);
const update = (body: object, context = guide) => readUpdate({ id: 'x', ...body }, context).patch;

/** The message that a client would see. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof DomainError || error instanceof HttpError)) throw error;
    const { status, body } = tracker.renderError(error);
    expect(status).toBe(400);
    return (body as { message: string }).message;
  }
  throw new Error('It was not refused.');
}

describe('a new event', () => {
  it('may be as small as title, type and service', () => {
    expect(readDraft(base, guide)).toEqual({ kind: 'deployment', title: 'Deploy', service: 'shop' });
  });

  it('may name every field in camelCase or in snake_case', () => {
    const id = '01890000-0000-7000-8000-000000000000';
    const expected = {
      kind: 'incident',
      title: 'Deploy',
      service: 'shop',
      message: 'm',
      source: 's',
      priority: 'P2',
      relatedId: id,
      status: 'success',
      environment: 'production',
      impact: 2,
      startsAt: '2024-01-15T10:00:00.000Z',
      endsAt: '2024-01-15T10:05:00.000Z',
      owner: 'o',
      stakeholders: ['a', 'b'],
      notification: true,
      notifications: ['slack'],
      pullRequestUrl: 'https://github.com/org/repo/pull/123',
      ticket: 'PROJ-456',
      slackId: 'C1-2',
    };
    const same = {
      message: 'm',
      source: 's',
      type: 4,
      priority: 2,
      service: 'shop',
      status: 3,
      environment: 7,
      impact: 2,
      owner: 'o',
      notification: true,
      notifications: ['slack'],
    };
    const camel = {
      title: 'Deploy',
      slackId: 'C1-2',
      attributes: {
        ...same,
        relatedId: id,
        startDate: '2024-01-15T10:00:00Z',
        endDate: '2024-01-15T10:05:00Z',
        stakeHolders: ['a', 'b'],
      },
      links: { pullRequestLink: 'https://github.com/org/repo/pull/123', ticket: 'PROJ-456' },
    };
    const snake = {
      title: 'Deploy',
      slack_id: 'C1-2',
      attributes: {
        ...same,
        related_id: id,
        start_date: '2024-01-15T10:00:00Z',
        end_date: '2024-01-15T10:05:00Z',
        stake_holders: ['a', 'b'],
      },
      links: { pull_request_link: 'https://github.com/org/repo/pull/123', ticket: 'PROJ-456' },
    };
    expect(readDraft(camel, guide)).toEqual(expected);
    expect(readDraft(snake, guide)).toEqual(expected);
  });

  it('takes null, empty and zero for "not set"', () => {
    const draft = create(
      {
        message: null,
        source: '',
        priority: 0,
        relatedId: '',
        status: 'STATUS_UNSPECIFIED',
        environment: null,
        impact: null,
        startDate: null,
        end_date: '',
        owner: null,
        stakeHolders: null,
        notification: null,
        notifications: [''],
      },
      { links: null, slackId: '' },
    );
    expect(draft).toEqual({ kind: 'deployment', title: 'Deploy', service: 'shop' });
  });

  it('ignores fields that nobody knows', () => {
    expect(
      create({ stackHolders: ['x'], slackChannel: 1 }, { slackChannel: 'x', links: { slackThread: 'x' } }),
    ).toEqual({ kind: 'deployment', title: 'Deploy', service: 'shop' });
  });

  it.each([
    [{ status: 4 }, guide, { status: 'failure' }],
    [{ status: 4 }, proto, { status: 'warning' }],
    [{ status: '3' }, guide, { status: 'success' }],
    [{ status: 'recommandation' }, guide, { status: 'recommendation' }],
    [{ priority: 'p1' }, guide, { priority: 'P1' }],
    [{ environment: 'uat' }, guide, { environment: 'UAT' }],
    [{ environment: '7' }, guide, { environment: 'production' }],
    [{ environment: 'staging' }, guide, { environment: 'Staging' }],
    [{ impact: true }, guide, { impact: 1 }],
    [{ impact: false }, proto, { impact: 0 }],
    [{ impact: '3' }, proto, { impact: 3 }],
    [{ startDate: '2024-01-15' }, guide, { startsAt: '2024-01-15T00:00:00.000Z' }],
    [{ start_date: '2024-01-15T10' }, guide, { startsAt: '2024-01-15T10:00:00.000Z' }],
    [{ startDate: '2024-01-15T12:00:00+02:00' }, guide, { startsAt: '2024-01-15T10:00:00.000Z' }],
    [{ service: '__proto__' }, guide, { service: '__proto__' }],
  ] as const)('reads %j', (attributes, context, expected) => {
    expect(create(attributes, {}, context)).toMatchObject(expected);
  });

  it('may leave its service to the event that it follows', () => {
    const relatedId = '01890000-0000-7000-8000-000000000000';
    expect(readDraft({ title: 'Rollback', attributes: { relatedId, type: 1, status: 1 } }, guide)).toEqual({
      kind: 'deployment',
      title: 'Rollback',
      status: 'start',
      relatedId,
    });
  });

  it.each([
    [{ status: 99 }, 'attributes.status is 99, allowed are start (1), failure (4), success (3)'],
    [{ status: 'sucess' }, 'attributes.status is "sucess", allowed are start (1)'],
    [{ status: 12 }, 'X-Tracker-Enums: proto'],
    [{ status: true }, 'attributes.status is true, allowed are'],
    [{ type: 'deploy' }, 'attributes.type is "deploy", allowed are deployment (1), operation (2)'],
    [{ type: 'build' }, 'attributes.type is "build", allowed are'],
    [{ type: 0 }, 'attributes.type is required, one of deployment (1)'],
    [{ priority: 6 }, 'attributes.priority is 6, allowed are P1 (1)'],
    [{ environment: 'prodution' }, 'attributes.environment is "prodution", allowed are development (1)'],
    [{ environment: 9 }, 'attributes.environment is 9'],
    [{ impact: 4 }, 'attributes.impact is 4, allowed are 0, 1, 2, 3, true, false'],
    [{ impact: -1 }, 'attributes.impact is -1'],
    [{ impact: 1.5 }, 'attributes.impact is 1.5'],
    [{ startDate: '2024-02-30T10:00:00Z' }, 'attributes.startDate is "2024-02-30T10:00:00Z", expected'],
    [{ end_date: 'tomorrow' }, 'attributes.endDate is "tomorrow", expected'],
    [{ startDate: 1705312800 }, 'attributes.startDate is 1705312800, expected'],
    [
      { startDate: '2024-01-15T10:00:00Z', endDate: '2024-01-15T09:00:00Z' },
      'attributes.endDate is before startDate',
    ],
    [{ service: '' }, 'attributes.service is required'],
    [{ service: 5 }, 'attributes.service must be a string, not 5'],
    [{ message: {} }, 'attributes.message must be a string'],
    [{ stakeHolders: 'ops' }, 'attributes.stakeHolders must be a list of strings'],
    [{ stakeHolders: [1] }, 'attributes.stakeHolders must be a list of strings'],
    [{ notification: 'yes' }, 'attributes.notification must be true or false, not "yes"'],
    [{ relatedId: 'parent-event-uuid' }, 'attributes.relatedId is "parent-event-uuid", expected a UUID'],
    [{ startDate: 'x', start_date: 'x' }, 'duplicate field "start_date"'],
    [{ relatedId: null, related_id: null }, 'duplicate field "related_id"'],
  ])('refuses %j and says why', (attributes, message) => {
    expect(refusal(() => create(attributes))).toContain(message);
  });

  it.each([
    [{ title: '' }, 'title is required'],
    [{ title: null }, 'title is required'],
    [{ title: 7 }, 'title must be a string, not 7'],
    [{ title: '  ' }, 'title must not be empty'],
    [{ slackId: 'a', slack_id: 'a' }, 'duplicate field "slack_id"'],
    [{ links: [] }, 'links must be an object'],
    [{ links: { pullRequestLink: 'javascript:alert(1)' } }, 'links.pullRequestLink must be an absolute http'],
    [{ links: { pull_request_link: ' java\tscript:alert(1)' } }, 'links.pullRequestLink must be'],
    [{ links: { ticket: 'javascript:alert(1)' } }, 'links.ticket must be a ticket key'],
  ])('refuses %j and says why', (rest, message) => {
    expect(refusal(() => create({}, rest))).toContain(message);
  });

  it.each([null, [], 'text', 5])('is an object, not %j', (body) => {
    expect(refusal(() => readDraft(body, guide))).toBe('The body must be a JSON object');
  });

  it('tells everything that is wrong at once', () => {
    const message = refusal(() => readDraft({ attributes: { status: 99, endDate: 'x' } }, guide));
    for (const part of ['attributes.status is 99', 'attributes.endDate is', 'title is required'])
      expect(message).toContain(part);
    expect(message).toContain('attributes.type is required');
    expect(message).toContain('attributes.service is required');
    expect(refusal(() => readDraft({}, guide))).toContain('title is required');
  });
});

describe('an update', () => {
  it('says nothing of what is left out', () => {
    expect(update({})).toEqual({});
    expect(update({ attributes: {}, links: {} })).toEqual({});
    expect(update({ attributes: null })).toEqual({});
    expect(update({ title: 'T', attributes: { status: 3, endDate: '2024-01-15T10:05:00Z' } })).toEqual({
      title: 'T',
      status: 'success',
      endsAt: '2024-01-15T10:05:00.000Z',
    });
  });

  it.each([
    [{ attributes: { message: null } }, { message: '' }],
    [{ attributes: { owner: '' } }, { owner: '' }],
    [
      { attributes: { status: 0, priority: null, environment: '' } },
      { status: null, priority: null, environment: null },
    ],
    [{ attributes: { impact: null } }, { impact: 0 }],
    [{ attributes: { start_date: null, endDate: '' } }, { startsAt: null, endsAt: null }],
    [{ attributes: { related_id: '' } }, { relatedId: null }],
    [
      { attributes: { stakeHolders: [], notifications: null, notification: null } },
      { stakeholders: [], notifications: [], notification: false },
    ],
    [{ links: { ticket: '' } }, { ticket: null }],
    [{ links: null }, { pullRequestUrl: null, ticket: null }],
    [{ slackId: '' }, { slackId: null }],
  ])('clears with %j', (body, patch) => {
    expect(update(body)).toEqual(patch);
  });

  it.each([
    [{ title: '' }, 'title is required and cannot be cleared'],
    [{ attributes: { service: null } }, 'attributes.service is required and cannot be cleared'],
    [{ attributes: { type: null } }, 'attributes.type is required and cannot be cleared'],
    [{ attributes: { type: 9 } }, 'attributes.type is 9, allowed are'],
    [{ id: 5 }, 'id must be a string'],
    [{ id: '' }, 'id is required: the id of the event, or its slackId'],
  ])('refuses %j and says why', (body, message) => {
    expect(refusal(() => update(body))).toContain(message);
  });

  it('finds its event by id, or by Slack id when there is none', () => {
    expect(readUpdate({ id: 'a', slack_id: 'b' }, guide)).toMatchObject({
      which: { id: 'a' },
      patch: { slackId: 'b' },
    });
    expect(readUpdate({ slack_id: 'b' }, guide)).toMatchObject({ which: { slackId: 'b' }, patch: {} });
    expect(readUpdate({ id: null, slackId: 'b' }, guide).which).toEqual({ slackId: 'b' });
  });

  it('with an event just as it was read changes nothing that the wire cannot say', () => {
    const before = { ...sampleEvent, status: 'aborted', impact: 3 } as const;
    const echo = readUpdate({ id: before.id, attributes: { status: 'failure', impact: true } }, proto);
    expect(withoutEchoes(echo, before)).toEqual({});
    expect(withoutEchoes(echo, { ...before, status: 'success', impact: 0 })).toEqual({
      status: 'failure',
      impact: 1,
    });
    expect(update({ attributes: { type: 'TYPE_UNSPECIFIED' } })).toEqual({});
  });
});
