import { expect, onTestFinished, test } from 'vitest';
import { type LaneName, laneNames } from './support/lanes';
import { ownDatabase } from './support/own-database';
import { startServer } from './support/server';

/** The log of a server whose pages fail, with secrets in what they fail by. */

const token = 'slg_0123456789ABCDEFGHIJabcdefghij01234567';
const secret = 'hunter2-and-more';
const message = `no answer from postgresql://app:${secret}@db:5432/x?password=${secret} for ${token}`;

/** Incidents can no longer be read, and the database says why in words that it should not. */
const breakIncidents = `
  ALTER TABLE incident RENAME TO incident_kept;
  CREATE FUNCTION tell() RETURNS SETOF incident_kept LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '${message}' USING DETAIL = 'host=db password=${secret}'; END $$;
  CREATE VIEW incident AS SELECT * FROM tell()`;

type Line = { requestId?: string; path?: string; msg?: string; err?: { digest?: string; message?: string } };

test.each(laneNames)(
  'the log is JSON with request ids, and holds no secret (%s lane)',
  async (lane: LaneName) => {
    const database = await ownDatabase(`log_${lane}`);
    const server = await startServer({
      label: `log-${lane}`,
      databaseUrl: database.url,
      lane,
      env: { LOG_LEVEL: 'info' },
    });
    onTestFinished(() => server.stop());
    await database.query(breakIncidents);

    const page = await fetch(`${server.url}/incidents/7?code=${secret}`, {
      headers: { cookie: `a=${secret}` },
    });
    const api = await fetch(`${server.url}/api/v2/incidents/7?code=${secret}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([page.status, api.status]).toEqual([500, 500]);
    const ids = [page, api].map(({ headers }) => headers.get('x-request-id') as string);
    for (const id of ids)
      await expect.poll(() => server.stderr(), { timeout: 60_000 }).toContain(`"requestId":"${id}"`);
    // All it ever says is there once it has ended.
    await server.stop();

    const lines = server
      .stderr()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    const [ofPage, ofApi] = ids.map((id) => lines.filter(({ requestId }) => requestId === id)) as [
      Line[],
      Line[],
    ];
    const digests = ofPage.map(({ err }) => err?.digest);
    expect(ofPage[0]).toMatchObject({ msg: 'a request failed', method: 'GET', path: '/incidents/7' });
    expect(ofPage[0]?.err?.message).toContain(
      'no answer from postgresql://***@db:5432/x?password=*** for slg_***',
    );
    expect(await page.text()).toContain(digests[0]);
    expect(new Set(digests).size, 'one line for one error').toBe(digests.length);
    expect(ofApi).toHaveLength(1);
    expect(server.log()).not.toContain(secret);
    expect(server.log()).not.toContain(token);
    // What is for people ends with the way to stop it, and the last word.
    const [, after] = server.stdout().split('Ctrl-C stops it.');
    expect(after?.trim()).toBe('• SIGTERM: finishing what is in flight … (again to force)');
  },
  120_000,
);
