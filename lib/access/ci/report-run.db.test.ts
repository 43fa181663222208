import { beforeEach, describe, expect, test } from 'vitest';
import { POST as OPS_ASSIST } from '@/app/api/v1/events/route';
import { POST as TRACKER } from '@/app/api/v1alpha1/event/route';
import { GET, PATCH } from '@/app/api/v2/events/[id]/route';
import { POST as BATCH } from '@/app/api/v2/events/batch/route';
import { POST as REPORT } from '@/app/api/v2/events/route';
import { POST as INCIDENT } from '@/app/api/v2/incidents/route';
import { POST as VERSIONER } from '@/app/deployment-events/route';
import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import type { TrustRuleInput } from '@/lib/trust/schemas';
import { claims, report, trustIssuer, withIssuer } from './testing';

const issuer = await withIssuer();
const trust = (more: Partial<TrustRuleInput> = {}) => trustIssuer(issuer, more);

describe('over the API', () => {
  beforeEach(() => {
    config().auth = 'required';
  });
  const make = async (more: Partial<TrustRuleInput> = {}) => {
    config().auth = 'auto';
    await trust(more);
    config().auth = 'required';
  };

  test('a run reports where its rule lets it, and nowhere else', async () => {
    await make({ services: ['shop'], environments: ['production'] });
    const jwt = await issuer.sign(claims);
    expect((await report(jwt)).status).toBe(201);
    expect((await report(jwt, { service: 'cart' })).status).toBe(403);
    expect((await report(jwt, { environment: 'UAT' })).status).toBe(403);
    const refused = await report(await issuer.sign({ ...claims, ref: 'refs/heads/x' }));
    expect(refused.status).toBe(401);
    expect(refused.json.detail).toContain('no trust rule');
  });
});

describe('what a run reports', () => {
  const said = {
    issuer: expect.stringContaining('http://127.0.0.1'),
    actor: 'ada',
    repository: 'acme/shop',
    sha: 'c0ffee',
    ref: 'refs/heads/main',
    environment: 'production',
    run: expect.stringMatching(/\/acme\/shop\/actions\/runs\/7001$/),
  };
  const bearer = async () => ({ authorization: `Bearer ${await issuer.sign(claims)}` });
  const read = async (id: string) => (await call(GET, { params: { id } })).json;

  test('carries what its issuer vouches for, beside what it says itself', async () => {
    await trust();
    const answer = await report(await issuer.sign(claims), { sha: 'another', environment: 'UAT' });
    expect(answer.json).toMatchObject({
      createdBy: 'ada',
      sha: 'another',
      environment: 'UAT',
      verified: said,
    });
    expect(await read(answer.json.id)).toEqual(answer.json);
    // A change by somebody else takes nothing away, and cannot add anything.
    const patched = await call(PATCH, { params: { id: answer.json.id }, body: { title: 'v2' } });
    expect(patched.json.verified).toEqual(answer.json.verified);
  });

  test('carries it in batches and in the words of other systems', async () => {
    await trust({ scopes: ['events:write', 'deployments:write', 'incidents:write'] });
    const headers = await bearer();
    const batch = await call(BATCH, {
      headers,
      body: { events: [{ kind: 'operation', title: 'a', service: 'shop' }] },
    });
    const tracker = await call(TRACKER, {
      headers,
      body: { title: 'b', attributes: { message: 'm', type: 1, service: 'shop', environment: 7 } },
    });
    const versioner = await call(VERSIONER, {
      headers,
      body: { product_name: 'shop', environment_name: 'production', version: '1.0.0', status: 'started' },
    });
    await call(OPS_ASSIST, { headers, body: { service: 'shop', level: 'ERROR', message: 'c' } });
    await call(INCIDENT, { headers, body: { title: 'd', service: 'shop' } });
    expect([batch.status, tracker.status, versioner.status]).toEqual([200, 200, 200]);
    const { rows } = await pool().query<{ kind: string; verified: unknown }>(
      'SELECT kind, verified FROM event ORDER BY id',
    );
    expect(rows.map(({ kind }) => kind)).toEqual([
      'operation',
      'deployment',
      'deployment',
      'signal',
      'incident',
    ]);
    for (const { verified } of rows) expect(verified).toEqual(said);
  });

  test('cannot be forged by anybody', async () => {
    const forged = { issuer: 'https://token.actions.githubusercontent.com', actor: 'linus' };
    const draft = { kind: 'deployment', title: 'v1', service: 'shop' };
    expect((await call(REPORT, { body: { ...draft, verified: forged } })).status).toBe(422);
    const answer = await call(REPORT, {
      body: { ...draft, payload: { verified: forged }, metadata: { verified: forged } },
    });
    expect(answer.json.verified).toBeNull();
    const { id } = answer.json;
    const patched = await call(PATCH, { params: { id }, body: { verified: forged } });
    expect(patched.status).toBe(422);
    expect((await read(id)).verified).toBeNull();
  });

  test('leads nowhere but to http', async () => {
    const { id } = (await call(REPORT, { body: { kind: 'operation', title: 'x', service: 'shop' } })).json;
    const store = (run: unknown) =>
      pool().query('UPDATE event SET verified = $2 WHERE id = $1', [
        id,
        JSON.stringify({ issuer: 'i', run }),
      ]);
    await store('java\tscript:alert(1)');
    expect((await read(id)).verified.run).toBeNull();
    await store('7001');
    expect((await read(id)).verified.run).toBe('7001');
    await pool().query(`UPDATE event SET verified = '"text"' WHERE id = $1`, [id]);
    expect((await read(id)).verified).toBeNull();
  });
});
