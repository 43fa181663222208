import { beforeEach, describe, expect, it } from 'vitest';
import { trackerDeleted, trackerEventAnswer, trackerEventList } from '@/lib/dialects/tracker/schemas';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { DELETE, GET } from './event/[id]/route';
import { POST, PUT } from './event/route';
import { GET as list } from './events/list/route';
import { GET as search } from './events/search/route';
import { GET as today } from './events/today/route';

/**
 * The examples of Tracker's guide and README, with the bodies as they stand there: what people copy must work.
 */

const userService = `{
    "title": "Deploy user-service v2.1.0 to production",
    "attributes": {
      "message": "Deployed via GitHub Actions",
      "type": 1,
      "priority": 2,
      "service": "user-service",
      "status": 3,
      "environment": 7,
      "owner": "platform-team"
    },
    "links": {
      "pullRequestLink": "https://github.com/org/repo/pull/123",
      "ticket": "PROJ-456"
    }
  }`;

const completeSchema = `{
  "title": "Deploy user-service v2.1.0 to production",
  "attributes": {
    "message": "Deployed via GitHub Actions workflow",
    "source": "github_actions",
    "type": 1,
    "priority": 2,
    "relatedId": "parent-event-uuid",
    "service": "user-service",
    "status": 3,
    "environment": 7,
    "impact": 2,
    "startDate": "2024-01-15T10:00:00Z",
    "endDate": "2024-01-15T10:05:00Z",
    "owner": "platform-team",
    "stakeHolders": ["backend-team", "ops-team"],
    "notification": true,
    "notifications": ["slack", "email"]
  },
  "links": {
    "pullRequestLink": "https://github.com/org/repo/pull/123",
    "ticket": "PROJ-456"
  }
}`;

const grpcBody = `{
  "title": "Deploy user-service v2.1.0",
  "attributes": {
    "message": "Deployed via GitHub Actions",
    "type": "1",
    "priority": "2",
    "service": "user-service",
    "status": "3",
    "environment": "7",
    "start_date": "2024-01-15T10:00:00Z",
    "end_date": "2024-01-15T10:05:00Z"
  },
  "links": {
    "pull_request_link": "https://github.com/org/repo/pull/123"
  }
}`;

const trackDeployment = `{
    "title": "Deploy API v3.2.0 to production",
    "attributes": {
      "message": "New features: user preferences, dark mode",
      "type": 1,
      "priority": 2,
      "service": "api-service",
      "status": 3,
      "environment": 7,
      "owner": "backend-team",
      "startDate": "2024-01-15T14:00:00Z",
      "endDate": "2024-01-15T14:10:00Z"
    },
    "links": {
      "pullRequestLink": "https://github.com/org/api/pull/234",
      "ticket": "FEAT-789"
    }
  }`;

const reportIncident = `{
    "title": "Database connection pool exhausted",
    "attributes": {
      "message": "High traffic caused connection pool saturation",
      "type": 4,
      "priority": 1,
      "service": "database",
      "status": 7,
      "environment": 7,
      "impact": 3,
      "owner": "ops-team",
      "stakeHolders": ["backend-team", "frontend-team"]
    },
    "links": {
      "ticket": "INC-456"
    }
  }`;

const trackDrift = `{
    "title": "Terraform drift detected in VPC configuration",
    "attributes": {
      "message": "Manual changes detected in security group rules",
      "type": 3,
      "priority": 3,
      "service": "infrastructure",
      "status": 7,
      "environment": 7,
      "owner": "platform-team"
    }
  }`;

const monitorRpa = `{
    "title": "Invoice processing automation completed",
    "attributes": {
      "message": "Processed 250 invoices in 15 minutes",
      "type": 5,
      "priority": 1,
      "service": "invoice-automation",
      "status": 3,
      "startDate": "2024-01-15T09:00:00Z",
      "endDate": "2024-01-15T09:15:00Z"
    }
  }`;

const githubActions = `{
        "title": "Deploy org/repo v1.2.0",
        "attributes": {
          "type": 1,
          "service": "org/repo",
          "status": 3,
          "environment": 7,
          "owner": "octocat"
        },
        "links": {
          "pullRequestLink": ""
        }
      }`;

const jenkins = `{
                "title": "Deploy shop #42",
                "attributes": {
                  "type": 1,
                  "service": "shop",
                  "status": 3,
                  "environment": 7
                }
              }`;

const readme = `{
    "title": "Deployment completed",
    "attributes": {
      "message": "Service deployed successfully",
      "source": "github_actions",
      "type": 1,
      "priority": 2,
      "service": "my-service",
      "status": 3,
      "environment": 7
    }
  }`;

const update = (id: string) => `{
    "id": "${id}",
    "title": "Deploy user-service v2.1.0 to production",
    "attributes": {
      "status": 3,
      "endDate": "2024-01-15T10:05:00Z"
    }
  }`;

const json = { 'content-type': 'application/json' };
const create = async (body: string) => {
  const answer = await call(POST, { body, headers: json });
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  return trackerEventAnswer.parse(answer.json);
};
const events = async (route: typeof list, path: string) => {
  const answer = await call(route, { url: `/api/v1alpha1/events/${path}` });
  expect(answer.status).toBe(200);
  return trackerEventList.parse(answer.json);
};

beforeEach(async () => {
  await emptyTables('event', 'changelog_entry', 'change', 'idempotency_key');
});

describe('the examples that create', () => {
  it.each([
    ['Create Event', userService, 'deployment', 'success', 'production', 'P2'],
    ['the gRPC body with numbers in strings', grpcBody, 'deployment', 'success', 'production', 'P2'],
    ['Track Deployments', trackDeployment, 'deployment', 'success', 'production', 'P2'],
    ['Report Incidents', reportIncident, 'incident', 'open', 'production', 'P1'],
    ['Track Configuration Drift', trackDrift, 'drift', 'open', 'production', 'P3'],
    ['Monitor RPA Executions', monitorRpa, 'rpa_usage', 'success', 'ENVIRONMENT_UNSPECIFIED', 'P1'],
    ['GitHub Actions', githubActions, 'deployment', 'success', 'production', 'PRIORITY_UNSPECIFIED'],
    ['Jenkins Pipeline', jenkins, 'deployment', 'success', 'production', 'PRIORITY_UNSPECIFIED'],
    ['the README', readme, 'deployment', 'success', 'production', 'P2'],
  ])('%s', async (_name, body, type, status, environment, priority) => {
    const { id, title, createdAt, event } = await create(body);
    expect(event.attributes).toMatchObject({ type, status, environment, priority });
    expect({ id, title, createdAt }).toEqual({
      id: event.metadata.id,
      title: JSON.parse(body).title,
      createdAt: event.metadata.createdAt,
    });
    expect(event.changelog).toHaveLength(1);
  });

  it('the complete schema, once its placeholder is a real event', async () => {
    const placeholder = await call(POST, { body: completeSchema, headers: json });
    expect(placeholder.status).toBe(400);
    expect(placeholder.json.message).toContain('attributes.relatedId is "parent-event-uuid"');
    const parent = await create(userService);
    const { event } = await create(completeSchema.replace('parent-event-uuid', parent.id));
    expect(event.attributes).toMatchObject({
      relatedId: parent.id,
      impact: 2,
      startDate: '2024-01-15T10:00:00Z',
      endDate: '2024-01-15T10:05:00Z',
      stakeHolders: ['backend-team', 'ops-team'],
      notification: true,
      notifications: ['slack', 'email'],
    });
    expect(event.metadata.duration).toBe('300s');
  });

  it('the related event, which takes its service from the one that it follows', async () => {
    const original = await create(userService);
    const { event } = await create(`{
      "title": "Rollback user-service to v2.0.9",
      "attributes": { "relatedId": "${original.id}", "type": 1, "status": 1 }
    }`);
    expect(event.attributes).toMatchObject({
      service: 'user-service',
      environment: 'production',
      status: 'start',
    });
    expect(event.metadata.duration).toMatch(/^\d+(\.\d{3})?s$/);
  });
});

describe('the examples with an id', () => {
  it('answer 404 for the id of the page, which does not exist here, and work with a real one', async () => {
    const documented = '507f1f77bcf86cd799439011';
    const missing = { code: 5, message: `no event found in tracker for id ${documented}`, details: [] };
    for (const answer of [
      await call(PUT, { body: update(documented), headers: json }),
      await call(GET, { params: { id: documented } }),
      await call(DELETE, { params: { id: documented } }),
    ])
      expect([answer.status, answer.json]).toEqual([404, missing]);

    const { id } = await create(userService);
    const updated = trackerEventAnswer.parse((await call(PUT, { body: update(id), headers: json })).json);
    expect(updated.event.attributes).toMatchObject({
      status: 'success',
      service: 'user-service',
      priority: 'P2',
      endDate: '2024-01-15T10:05:00Z',
      owner: 'platform-team',
    });
    expect(updated.event.links).toEqual({
      pullRequestLink: 'https://github.com/org/repo/pull/123',
      ticket: 'PROJ-456',
    });
    expect((await call(GET, { params: { id } })).json).toEqual(updated);
    expect(trackerDeleted.parse((await call(DELETE, { params: { id } })).json)).toEqual({ id, slackId: '' });
    expect((await call(GET, { params: { id } })).status).toBe(404);
  });

  it('follow a life cycle: start, then success with an end', async () => {
    const { id } = await create(jenkins.replace('"status": 3', '"status": 1'));
    const answer = await call(PUT, {
      body: { id, attributes: { status: 3, endDate: new Date(Date.now() + 60_000).toISOString() } },
    });
    const { event } = trackerEventAnswer.parse(answer.json);
    expect(event.attributes.status).toBe('success');
    expect(event.changelog.map(({ changeType, field }) => [changeType, field])).toEqual([
      ['created', ''],
      ['locked', ''],
      ['status_changed', 'status'],
      ['updated', 'end_date'],
      ['unlocked', ''],
    ]);
  });
});

describe('the examples that read', () => {
  beforeEach(async () => {
    for (const body of [userService, trackDeployment, reportIncident, trackDrift, monitorRpa, readme])
      await create(body);
  });
  const services = async (query: string) =>
    (await events(search, `search?${query}`)).events.map(({ attributes }) => attributes.service).sort();

  it('list ten by ten, and everything when no page is asked for', async () => {
    expect((await events(list, 'list?per_page=10&page=1')).events).toHaveLength(6);
    expect(await events(list, 'list?per_page=10&page=2')).toEqual({ events: [], totalCount: 6 });
    expect((await events(list, 'list')).totalCount).toBe(6);
  });

  it.each([
    ['priority=1&type=4', ['database']],
    ['priority=1', ['database', 'invoice-automation']],
    ['type=1&environment=7', ['api-service', 'my-service', 'user-service']],
    ['service=user-service', ['user-service']],
    ['start_date=2024-01-01&end_date=2024-01-31', ['api-service', 'invoice-automation']],
    ['priority=1&service=user-service&start_date=2024-01-01', []],
  ])('search %s', async (query, expected) => {
    expect(await services(query)).toEqual(expected);
  });

  it("list today's events", async () => {
    const { events: found, totalCount } = await events(today, 'today?per_page=10&page=1');
    expect(found.map(({ attributes }) => attributes.service).sort()).toEqual([
      'database',
      'infrastructure',
      'my-service',
      'user-service',
    ]);
    expect(totalCount).toBe(4);
    expect(await events(today, 'today')).toEqual({ events: found, totalCount });
  });
});
