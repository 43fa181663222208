import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { detectionSettled } from '@/lib/incidents/detection/detect';
import { findIncidentsByEvent } from '@/lib/incidents/find-incidents';
import { rankSuspects } from './rank-suspects';
import { report } from './testing';

/** Errors come in like any events: detection sees them, opens the incident, and has its suspects ranked. */
async function errors(service: string, ago: number, message: (n: number) => string): Promise<void> {
  for (let n = 0; n < 5; n++) {
    const title = message(n);
    await report(ago - n / 10, {
      service,
      kind: 'signal',
      level: 'error',
      title,
      message: title,
      minutes: 0,
      status: undefined,
    });
  }
  await detectionSettled();
}

async function incidentOf(service: string) {
  const { rows } = await pool().query<{ event_id: string }>(
    'SELECT i.event_id FROM incident i JOIN service s ON s.id = i.service_id WHERE s.name = $1 ORDER BY i.number DESC LIMIT 1',
    [service],
  );
  const [incident] = await findIncidentsByEvent(rows.map(({ event_id }) => event_id));
  if (!incident) throw new Error('no incident was opened');
  return incident;
}

test('a bad deployment and the errors that it brings: the incident opens with the deployment as its first suspect', async () => {
  await report(200, { service: 'tale', title: 'Deploy tale 1.0', version: '1.0' });
  const bad = await report(20, { service: 'tale', title: 'Deploy tale 2.0', version: '2.0' });
  await report(14, {
    service: 'tale',
    kind: 'infra',
    level: 'info',
    title: 'Backup finished',
    minutes: 0,
    status: undefined,
  });
  await errors('tale', 12, (n) => `cannot read total of order ${n}`);
  const { number, startedAt } = await incidentOf('tale');
  expect(startedAt).toBeTruthy();
  const { items } = await rankSuspects(number);
  expect(items[0]).toMatchObject({ event: { id: bad.id }, rank: 1 });
  const sight = items[0]?.parts.find(({ part }) => part === 'firstSight');
  expect(sight?.reason).toMatch(/^tale never reported this error before; first 8 min after it began$/);
  expect(sight?.points).toBeGreaterThan(12);
  expect((await incidentOf('tale')).topSuspect).toMatchObject({ eventId: bad.id, version: '2.0' });
});

test('an error that was there before a deployment does not speak against it', async () => {
  await errors('known', 300, (n) => `pool exhausted after ${n} ms`);
  const { eventId } = await incidentOf('known');
  await pool().query(
    `UPDATE incident SET status = 'closed', ended_at = started_at + interval '5 minutes', closed_at = now() WHERE event_id = $1`,
    [eventId],
  );
  await report(20, { service: 'known', title: 'Deploy known 2.0' });
  await errors('known', 12, (n) => `pool exhausted after ${n} ms`);
  const { items } = await rankSuspects((await incidentOf('known')).number);
  expect(items[0]?.parts.find(({ part }) => part === 'firstSight')).toMatchObject({
    points: 0,
    reason: expect.stringMatching(/^This error was seen 4 h 4\d min before it already$/),
  });
});
