import { expect, vi } from 'vitest';
import { readAuditStatus } from '@/lib/audit/list-audit';
import { sealAudit } from '@/lib/audit/seal';

/**
 * Seals until nothing is left. It may take more than once: transactions are numbered by the cluster, so that one of another test's
 * database holds the horizon back until it ends.
 */
export async function allSealed(): Promise<void> {
  await vi.waitFor(
    async () => {
      await sealAudit();
      expect((await readAuditStatus()).unsealed).toBe(0);
    },
    { timeout: 60_000, interval: 10 },
  );
}
