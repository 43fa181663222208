import { expect, test } from 'vitest';
import { POST as createIncident } from '@/app/api/v2/incidents/route';
import { hashSecret, newTokenSecret } from '@/lib/access/token-secret';
import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { newId } from '@/lib/ids';
import { makeCallers, own, type TestCaller } from '@/lib/testing/access/callers';
import { call } from '@/lib/testing/call';
import { POST as createEvent } from '../../../../events/route';
import { POST as judgeSuspect } from './route';

const query = (text: string, values?: unknown[]) => pool().query(text, values);

test('a token that must not read is told of no change elsewhere by judging it', async () => {
  config().auth = 'required';
  const admin = (await makeCallers(query)).find(({ name }) => name === 'admin') as TestCaller;
  const secret = newTokenSecret();
  await query(
    `INSERT INTO api_token (id, hash, hint, name, scopes, service_ids, environment_ids) VALUES ($1, $2, $3, 'worker', $4,
       ARRAY(SELECT id FROM service WHERE name_key = $5), ARRAY(SELECT id FROM environment WHERE name_key = $6))`,
    [newId(), hashSecret(secret), secret.slice(-4), ['incidents:write'], own.service, own.environment],
  );
  const headers = admin.headers;
  const elsewhere = { kind: 'operation', title: 'Theirs', service: 'quarry', environment: 'development' };
  const { json: theirs } = await call(createEvent, { headers, body: elsewhere });
  const { json: mine } = await call(createEvent, {
    headers,
    body: { kind: 'operation', title: 'Mine', ...own },
  });
  const { json: incident } = await call(createIncident, { headers, body: { title: 'Slow', ...own } });

  const judge = async (who: Record<string, string>, eventId: string) => {
    const params = { number: String(incident.number), eventId };
    const { status, json } = await call(judgeSuspect, {
      headers: who,
      params,
      body: { verdict: 'confirmed' },
    });
    expect(status).toBe(200);
    return json.items.map(({ event }: { event: { id: string } }) => event.id);
  };
  const worker = { authorization: `Bearer ${secret}` };
  const told = await judge(worker, theirs.id);
  expect(told).not.toContain(theirs.id);
  expect(await judge(worker, mine.id)).toContain(mine.id);
  expect(await judge(headers, mine.id)).toEqual(expect.arrayContaining([mine.id, theirs.id]));
});
