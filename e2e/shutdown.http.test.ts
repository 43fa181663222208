import { once } from 'node:events';
import { Agent, get, type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { type LaneName, laneNames } from './support/lanes';
import { ownDatabase } from './support/own-database';
import { startServer } from './support/server';

test.each(laneNames)(
  'clients that keep their connections lose no request when a server is stopped (%s lane)',
  async (lane: LaneName) => {
    const database = await ownDatabase(`shutdown_${lane}`);
    const server = await startServer({ label: `shutdown-${lane}`, databaseUrl: database.url, lane });
    onTestFinished(() => server.stop());
    const ask = (path: string, agent: Agent) => answerOf(get(server.url + path, { agent }));

    // Something that is not done, so that the server has to wait: half of what is posted.
    const body = JSON.stringify({
      kind: 'operation',
      title: 'Reindex',
      service: 'search',
      environment: 'UAT',
    });
    const slow = request(`${server.url}/api/v2/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    slow.on('error', () => {});
    slow.write(body.slice(0, 10));

    const paths = ['/', '/docs', '/icon.svg', '/api/v2/events', '/openapi.json', '/api/health'];
    const asked = new Map<string, number>();
    const clients = Promise.all(
      paths.map(async (path) => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        for (;;) {
          const answer = await ask(path, agent);
          expect(answer.status, path).toBe(200);
          asked.set(path, (asked.get(path) ?? 0) + 1);
          if (answer.connection === 'close') return answer.size;
        }
      }),
    );
    clients.catch(() => {});
    // All of them are in the middle of it.
    await expect
      .poll(() => paths.every((path) => (asked.get(path) ?? 0) > 1), { timeout: 60_000 })
      .toBe(true);
    const stopped = server.stop();
    for (const size of await clients) expect(size).toBeGreaterThan(0);

    slow.end(body.slice(10));
    expect(await answerOf(slow)).toMatchObject({ status: 201, connection: 'close' });
    await stopped;
  },
  120_000,
);

/** An answer that has come whole; rejects when it does not. */
async function answerOf(asking: ReturnType<typeof get>) {
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  let size = 0;
  for await (const chunk of answer) size += chunk.length;
  return { status: answer.statusCode, connection: answer.headers.connection, size };
}
