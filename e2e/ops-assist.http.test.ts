import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { lanes } from './support/lanes';
import { opsAssistGuide } from './support/ops-assist-guide';

/**
 * The requests of Ops-Assist's own guide, as they stand there but for the port, sent by the programs that it names.
 */

const run = promisify(execFile);

/** Whether a program can be had here; what needs one that is missing is skipped. */
const has = (program: string, ...args: string[]) =>
  run(program, args).then(
    () => true,
    () => false,
  );
const curl = (await has('bash', '-c', 'true')) && (await has('curl', '--version'));
const python = await has('python3', '-c', 'import requests');

describe.each(lanes)('the $name lane', ({ url }) => {
  const here = (text: string, service?: string) =>
    text
      .replaceAll('http://localhost:8000', url)
      .replaceAll(/incidents\/1\b/g, (path) => (service ? `incidents/${service}` : path));
  /** Nobody needs to wait between errors for them to count. */
  const bash = async (script: string, id?: string) =>
    (await run('bash', ['-c', `sleep() { :; }\n${here(script, id)}`])).stdout;
  const incidents = async () =>
    (await (await fetch(`${url}/api/v1/incidents?limit=1000`)).json()) as {
      id: number;
      service: string;
      status: string;
      category: string;
      severity: string;
      event_count: number;
    }[];
  const incidentOf = async (service: string) => {
    const found = (await incidents()).find((incident) => incident.service === service);
    if (!found) throw new Error(`no incident of ${service}`);
    return found;
  };

  test.skipIf(!curl)(
    'the loop of the guide opens one incident, which its curls list, read and move',
    async () => {
      await bash(opsAssistGuide.loop);
      const { id, event_count, status } = await incidentOf('my-service');
      expect({ event_count, status }).toEqual({ event_count: 5, status: 'open' });

      expect(await bash(opsAssistGuide.list)).toContain('"my-service"');
      const read = JSON.parse(await bash(opsAssistGuide.read, String(id)));
      expect(read).toMatchObject({ id, service: 'my-service' });
      expect(read.events).toHaveLength(5);

      for (const [script, expected] of opsAssistGuide.moves) {
        const answered = JSON.parse(await bash(script, String(id)));
        expect(answered).toEqual({
          message: 'Incident status updated successfully',
          incident_id: id,
          new_status: expected,
        });
        expect((await incidentOf('my-service')).status).toBe(expected);
      }
    },
  );

  test.skipIf(!curl).each(opsAssistGuide.scenarios)(
    '$name: sent five times, the curl of the guide opens an incident that is triaged as $category',
    async ({ script, category, severity }) => {
      const service = `guide-${randomUUID()}`;
      const mine = script.replace(/("service": ")[^"]+/, `$1${service}`);
      for (let n = 0; n < 5; n += 1) expect(JSON.parse(await bash(mine))).toMatchObject({ service });
      expect(await incidentOf(service)).toMatchObject({ category, severity, event_count: 5 });
    },
  );

  test.skipIf(!python)('the Python script of the guide prints what it promises', async () => {
    const script = `import time\ntime.sleep = lambda seconds: None\n${here(opsAssistGuide.python)}`;
    const { stdout } = await run('python3', ['-c', script]);
    expect(stdout).toContain('Sent event 5: 201');
    expect(stdout).toMatch(/ {2}- python-service: open \(\d+ events\)/);
  });

  test('what Python’s requests sends is taken as it is', async () => {
    const service = `requests-${randomUUID()}`;
    for (let n = 1; n <= 5; n += 1) {
      const response = await fetch(`${url}/api/v1/events`, {
        method: 'POST',
        headers: {
          'user-agent': 'python-requests/2.32.3',
          accept: '*/*',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ service, level: 'ERROR', message: `Critical error occurred: event #${n}` }),
      });
      expect(response.status).toBe(201);
    }
    expect(await incidentOf(service)).toMatchObject({ status: 'open', event_count: 5 });
  });

  test('a trailing slash is no other path, for whoever writes one', async () => {
    for (const path of ['/api/v1/', '/api/v1/health/', '/api/v1/events/', '/api/v1/incidents/'])
      expect((await fetch(`${url}${path}`, { redirect: 'manual' })).status, path).toBe(200);
    const body = JSON.stringify({ service: 'slash', level: 'INFO', message: 'x' });
    const posted = await fetch(`${url}/api/v1/events/`, { method: 'POST', body, redirect: 'manual' });
    expect(posted.status).toBe(201);
  });

  test('failures are worded as FastAPI words them', async () => {
    const missing = await fetch(`${url}/api/v1/incidents/0`);
    expect([missing.status, await missing.json()]).toEqual([404, { detail: 'Incident with id 0 not found' }]);
    const unknown = await fetch(`${url}/api/v1/analytics`);
    expect([unknown.status, await unknown.json()]).toEqual([404, { detail: 'Not Found' }]);
    const wrong = await fetch(`${url}/api/v1/incidents`, { method: 'DELETE' });
    expect([wrong.status, await wrong.json()]).toEqual([405, { detail: 'Method Not Allowed' }]);
    const invalid = await fetch(`${url}/api/v1/events`, { method: 'POST', body: '{"service": "a"' });
    expect(invalid.status).toBe(422);
  });
});
