import { describe, expect, it } from 'vitest';
import { GET as draftRoute } from '@/app/api/v2/incidents/[number]/postmortem/draft/route';
import { GET as similarRoute } from '@/app/api/v2/incidents/[number]/similar/route';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { appendEntries } from '@/lib/incidents/append-entries';
import { getIncident } from '@/lib/incidents/find-incidents';
import { moveIncident } from '@/lib/incidents/move-incident';
import { similarIncidentWire } from '@/lib/incidents/schemas';
import { call } from '@/lib/testing/call';
import { judgeSuspect } from './judge-suspect';
import { open, report } from './testing';

let nth = 0;
const fresh = (name: string) => `${name}-${++nth}`;
const similar = async (number: number, query = '') => {
  const answer = await call(similarRoute, {
    params: { number: String(number) },
    url: `/api/v2/incidents/${number}/similar?${query}`,
  });
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return (answer.json.items as unknown[]).map((item) => similarIncidentWire.parse(item));
};
const note = (incident: number, text: string, actor = 'ann') =>
  transaction((client) => appendEntries(client, [{ incident, actor, type: 'note', text }]));

describe('similar incidents', () => {
  const template = 'database connection timeout: failed to connect to postgresql at <ip>';

  it('are past ones whose errors read alike, those of the same service rather than others', async () => {
    const [shop, ledger] = [fresh('shop'), fresh('ledger')];
    const far = await open({ service: ledger, ago: 900, endedAgo: 880, template });
    const own = await open({ service: shop, ago: 800, endedAgo: 780, template: `${template} <n>` });
    const other = await open({
      service: shop,
      ago: 700,
      endedAgo: 690,
      template: 'disk full on volume <path>',
    });
    const active = await open({ service: fresh('web'), ago: 600, template });
    const later = await open({ service: shop, ago: 5, endedAgo: 1, template });
    const number = await open({ service: shop, template });
    const found = await similar(number);
    expect(found.map(({ incident, sameService }) => [incident.number, sameService])).toEqual([
      [own, true],
      [far, false],
    ]);
    expect(found[1]?.similarity).toBe(1);
    for (const absent of [other, active, later, number]) {
      expect(found.map(({ incident }) => incident.number)).not.toContain(absent);
    }
    expect(await similar(number, 'limit=1')).toHaveLength(1);
  });

  it('say what resolved them: the words of whoever resolved it, the confirmed cause, the last change before the end', async () => {
    const service = fresh('shop');
    const words = 'out of memory in worker: heap limit reached for pool';
    const past = await open({ service, ago: 600, template: words });
    const culprit = await report(630, { service, title: 'Deploy 2.0', version: '2.0' });
    await report(590, { service, title: 'a failed attempt', status: 'failure' });
    const rollback = await report(580, { service, title: 'Back to 1.9', version: '1.9' });
    await note(past, 'Restarting does not help.');
    expect(await similar(await open({ service, template: words }))).toEqual([]);
    await judgeSuspect({ number: past, eventId: culprit.id, verdict: 'confirmed', actor: 'ann' });
    await moveIncident(past, { status: 'resolved', comment: 'Rolled back to 1.9.' }, 'bob');
    await note(past, 'Thanks all.');
    const [found] = await similar(await open({ service, template: words }));
    expect(found).toMatchObject({
      incident: { number: past },
      resolution: { text: 'Rolled back to 1.9.', actor: 'bob' },
      cause: { eventId: culprit.id, title: 'Deploy 2.0', service, version: '2.0' },
      fix: { eventId: rollback.id, title: 'Back to 1.9', version: '1.9' },
    });
  });

  it('have the last note where nobody said anything when resolving', async () => {
    const service = fresh('shop');
    const words = 'certificate of <host> has expired since <time>';
    const past = await open({ service, ago: 600, endedAgo: 500, template: words });
    await note(past, 'first');
    await note(past, 'Renewed the certificate.');
    const [found] = await similar(await open({ service, template: words }));
    expect(found).toMatchObject({ resolution: { text: 'Renewed the certificate.' }, cause: null, fix: null });
  });

  it('of one that was reported without errors are those of its service with a like title', async () => {
    const service = fresh('shop');
    const past = await open({
      service,
      ago: 600,
      endedAgo: 500,
      title: 'Checkout answers 500 for every second order',
    });
    await open({ service, ago: 600, endedAgo: 500, title: 'Invoices are printed twice' });
    await open({ service: fresh('web'), ago: 600, endedAgo: 500, title: 'Checkout answers 500' });
    const number = await open({ service, title: 'Checkout answers 500 for some orders' });
    expect((await similar(number)).map(({ incident }) => incident.number)).toEqual([past]);
  });

  it('are not lost nor found by what is special to patterns', async () => {
    const service = fresh('shop');
    const words = `100% of '_' \\ "quoted" $1 ; DROP TABLE incident; --`;
    const past = await open({ service, ago: 600, endedAgo: 500, template: words });
    expect((await similar(await open({ service, template: words })))[0]).toMatchObject({
      incident: { number: past },
      similarity: 1,
    });
    expect(await similar(await open({ service, template: '%' }))).toEqual([]);
  });

  it.each([
    ['999999', '', 404],
    ['0', '', 422],
    ['x', '', 422],
    ['1', 'limit=21', 422],
    ['1', 'limit=1e9', 422],
  ])('of incident %s with %s is refused with %i', async (number, query, status) => {
    const url = `/api/v2/incidents/${number}/similar?${query}`;
    expect((await call(similarRoute, { params: { number }, url })).status).toBe(status);
  });
});

describe('the draft of a postmortem', () => {
  it('tells what happened, and stores nothing over the words of a person', async () => {
    const service = fresh('shop');
    const culprit = await report(30, { service, title: 'Deploy <b>2.0</b>' });
    const number = await open({ service, ago: 20, template: 'it broke' });
    await judgeSuspect({ number, eventId: culprit.id, verdict: 'confirmed', actor: 'ann' });
    await moveIncident(number, { status: 'resolved', comment: 'Rolled back.' }, 'bob');
    await pool().query(`UPDATE incident SET postmortem = 'by hand' WHERE number = $1`, [number]);
    const before = await getIncident(number);
    const answer = await call(draftRoute, { params: { number: String(number) } });
    expect(answer.status).toBe(200);
    const { text } = answer.json as { text: string };
    expect(text).toContain(`Confirmed: “Deploy \\<b\\>2.0\\</b\\>” (${service}, production).`);
    expect(text).toContain('bob wrote: Rolled back.');
    expect(text).toContain('ann confirmed “Deploy');
    expect(await getIncident(number)).toEqual(before);
  });

  it.each([
    ['999999', 404],
    ['0', 422],
  ])('of incident %s is refused with %i', async (number, status) => {
    expect((await call(draftRoute, { params: { number } })).status).toBe(status);
  });
});
