import type { TestProject } from 'vitest/node';
import { startTestCluster } from './cluster';
import type { Lane, LaneName } from './lanes';
import { type RunningServer, startServer } from './server';
import { onInterrupt } from './stop';

const names: LaneName[] = ['lean', 'next'];

/** One PostgreSQL and, on a database each, the built product in both lanes, for all `*.http.test.ts` files of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster('http');
  const servers: RunningServer[] = [];
  const stop = async () => {
    try {
      await Promise.all(servers.map((server) => server.stop()));
    } finally {
      await cluster.stop();
    }
  };
  const release = onInterrupt(stop);
  try {
    const lanes: Lane[] = [];
    for (const name of names) {
      const databaseUrl = await cluster.createDatabase(`lane_${name}`);
      const server = await startServer({ label: name, databaseUrl, lane: name });
      servers.push(server);
      lanes.push({ name, url: server.url, databaseUrl });
    }
    project.provide('lanes', lanes);
  } catch (error) {
    release();
    await stop();
    throw error;
  }
  return async () => {
    release();
    await stop();
  };
}
