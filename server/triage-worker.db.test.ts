import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { ingestOne } from '@/lib/events/ingest';
import { eventDraft } from '@/lib/events/schemas';
import { findIncidentsByEvent, getIncident } from '@/lib/incidents/find-incidents';
import { triageIncident } from '@/lib/incidents/triage/triage-incident';
import { runShutdownHooks } from '@/lib/shutdown';
import { incidentsSettled } from '@/lib/testing/incidents';
import { ModelServer } from '@/lib/testing/model-server';
import { startTriageWorker } from './triage-worker';

const server = new ModelServer();

beforeAll(async () => {
  config().triage = { baseUrl: await server.start(), apiKey: undefined, model: 'small', timeoutMs: 20_000 };
});
afterEach(() => incidentsSettled());
afterAll(() => server.stop());

async function reported(title: string): Promise<number> {
  const { event } = await ingestOne({
    draft: eventDraft.parse({ kind: 'incident', title, service: 'worker' }),
    actor: 'test',
  });
  return (await findIncidentsByEvent([event.id]))[0]?.number as number;
}

test('an incident is judged by the model soon after somebody wants it, and the process does not wait for a model that hangs to end', async () => {
  startTriageWorker();
  const number = await reported('Names do not resolve');
  expect((await triageIncident(number, 'ada')).triagePending).toBe(true);
  await vi.waitFor(async () => expect((await getIncident(number)).triage?.source).toBe('model'), {
    timeout: 60_000,
  });

  const next = await reported('Something else');
  const asked = new Promise<void>((resolve) => {
    server.behave = () => resolve();
  });
  await triageIncident(next, 'ada');
  await asked;
  const failed: string[] = [];
  await runShutdownHooks(5_000, (name) => failed.push(name));
  expect(failed).toEqual([]);
  // Another process takes it up at once.
  const { rows } = await pool().query(
    'SELECT triage_wanted_at <= now() AS due FROM incident WHERE number = $1',
    [next],
  );
  expect(rows).toEqual([{ due: true }]);
});
