import type { TestProject } from 'vitest/node';
import { startTestCluster } from './cluster';
import { onInterrupt } from './stop';

/** One PostgreSQL for all `*.db.test.ts` files of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster('db');
  const release = onInterrupt(() => cluster.stop());
  project.provide('cluster', { adminUrl: cluster.adminUrl, template: cluster.template });
  return async () => {
    release();
    await cluster.stop();
  };
}
