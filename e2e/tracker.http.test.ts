import { describe, expect, test } from 'vitest';
import { trackerEventAnswer, trackerEventList } from '@/lib/dialects/tracker/schemas';
import { lanes } from './support/lanes';

const guideExample = `{
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

describe.each(lanes)("Tracker's wire in the $name lane", ({ name, url }) => {
  const base = `${url}/api/v1alpha1`;
  const send = (method: string, path: string, body?: unknown, headers = {}) =>
    fetch(`${base}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });

  test('lives through the whole life of an event, as curl sends it', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await send('POST', '/event', guideExample, form);
    expect(posted.status).toBe(200);
    const { id, event } = trackerEventAnswer.parse(await posted.json());
    expect(event.attributes).toMatchObject({ status: 'success', environment: 'production' });

    const slackId = `C024/${name} 1705312800.1`;
    const linked = await send('POST', `/event/${id}/slack`, { slack_id: slackId });
    expect(trackerEventAnswer.parse(await linked.json()).event.metadata.slackId).toBe(slackId);
    const updated = await send(
      'PUT',
      '/event',
      { slackId, attributes: { status: 4 } },
      { 'x-tracker-enums': 'proto' },
    );
    expect(trackerEventAnswer.parse(await updated.json()).event.attributes.status).toBe('warning');
    const noted = await send('POST', `/event/${id}/changelog`, { entry: { comment: 'Looked at it' } });
    expect(noted.status).toBe(200);
    const changelog = await (await send('GET', `/event/${id}/changelog?per_page=2&page=2`)).json();
    expect(changelog).toMatchObject({
      totalCount: 4,
      changelog: [{ field: 'status' }, { comment: 'Looked at it' }],
    });

    const found = await send('GET', `/events/search?slack_id=${encodeURIComponent(slackId)}`);
    expect(trackerEventList.parse(await found.json()).totalCount).toBe(1);
    expect((await send('GET', '/events/today')).status).toBe(200);
    const bySlackId = `/event/${encodeURIComponent(slackId)}`;
    expect((await (await send('GET', bySlackId)).json()).id).toBe(id);
    expect(await (await send('DELETE', bySlackId)).json()).toEqual({ id, slackId });
    expect((await send('GET', `/event/${id}`)).status).toBe(404);
  });

  test.each([
    ['GET', '/nothing', undefined, 404, { code: 5, message: 'Not Found', details: [] }],
    ['GET', '/events/search', undefined, 400, { code: 3, details: [] }],
    ['GET', '/events/list?per_page=-1', undefined, 400, { code: 3, details: [] }],
    ['POST', '/event', '{"title":', 400, { code: 3, details: [] }],
    ['POST', '/event', `{"title":"${'x'.repeat(1_100_000)}"}`, 413, { code: 8, details: [] }],
  ])('answers %s %s in its own words', async (method, path, body, status, error) => {
    const response = await send(method, path, body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject(error);
  });
});
