import { beforeAll, expect, test } from 'vitest';
import { hashSecret, newTokenSecret } from '@/lib/access/token-secret';
import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { newId } from '@/lib/ids';
import { makeCallers, own, type TestCaller } from '@/lib/testing/access/callers';
import { call } from '@/lib/testing/call';
import { POST as createEvents } from './batch/route';
import { POST as createEvent } from './route';

/** What an event that is there before tells whoever reports it again. */

const query = (text: string, values?: unknown[]) => pool().query(text, values);
let admin: TestCaller;

/** A token that reports in one place and reads nowhere, or reads as well. */
async function reporter(scopes: readonly string[]) {
  const secret = newTokenSecret();
  await query(
    `INSERT INTO api_token (id, hash, hint, name, scopes, service_ids, environment_ids) VALUES ($1, $2, $3, 'reporter', $4,
       ARRAY(SELECT id FROM service WHERE name_key = $5), ARRAY(SELECT id FROM environment WHERE name_key = $6))`,
    [newId(), hashSecret(secret), secret.slice(-4), scopes, own.service, own.environment],
  );
  return { authorization: `Bearer ${secret}` };
}

beforeAll(async () => {
  config().auth = 'required';
  admin = (await makeCallers(query)).find(({ name }) => name === 'admin') as TestCaller;
});

const mine = (externalId: string) => ({
  kind: 'operation',
  title: 'Mine',
  source: 'ci',
  externalId,
  ...own,
});
const report = (headers: Record<string, string>, body: object) => call(createEvent, { headers, body });

test('a token that must not read is told nothing of an event elsewhere by reporting it again', async () => {
  const theirs = { ...mine('theirs-1'), title: 'Theirs', message: 'Secret', environment: 'development' };
  expect((await report(admin.headers, theirs)).status).toBe(201);
  const headers = await reporter(['events:write']);

  const alone = await report(headers, mine('theirs-1'));
  expect(alone.status).toBe(409);
  expect(alone.text).not.toMatch(/Theirs|Secret|development/);

  const { json, text } = await call(createEvents, {
    headers,
    body: { events: [mine('theirs-1'), mine('mine-1')] },
  });
  expect(json.results.map(({ status }: { status: number }) => status)).toEqual([409, 201]);
  expect(text).not.toMatch(/Theirs|Secret|development/);
});

test('it is answered its own event again, and whoever may read any event', async () => {
  const blind = await reporter(['events:write']);
  const first = await report(blind, mine('mine-2'));
  expect(first.status).toBe(201);
  const again = await report(blind, mine('mine-2'));
  expect([again.status, again.json.id]).toEqual([200, first.json.id]);

  const theirs = { ...mine('theirs-2'), environment: 'development' };
  const { json } = await report(admin.headers, theirs);
  const read = await report(await reporter(['events:write', 'read']), mine('theirs-2'));
  expect([read.status, read.json.id]).toEqual([200, json.id]);
});
