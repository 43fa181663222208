import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { runModel } from './run';

/** `LOCKS_SEED` replays the plan of a run: who does what, who is stopped and killed, and whose clock is off by how much. */
const seed = Number(process.env.LOCKS_SEED ?? randomInt(2 ** 31));

// Processes cannot be stopped and continued on Windows.
test.skipIf(process.platform === 'win32')(
  'no two hold the same lock, no stale token is accepted and nobody is overtaken, whoever is paused, killed or restarted',
  async () => {
    console.log(`locks model: LOCKS_SEED=${seed}`);
    const result = await runModel({ ops: 20_000, seed, say: (line) => console.log(`locks model: ${line}`) });
    console.log(`locks model: ${JSON.stringify({ ...result, violations: result.violations.length })}`);
    expect(result.violations.slice(0, 20)).toEqual([]);
    expect(result.ops).toBeGreaterThanOrEqual(20_000);
    for (const seen of ['grants', 'waiters', 'refused', 'pauses', 'kills', 'restarts'] as const)
      expect(result[seen]).toBeGreaterThan(0);
  },
);
