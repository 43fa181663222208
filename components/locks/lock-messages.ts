/** What the live stream tells of locks. */
const lockOps = [
  'queued',
  'acquired',
  'renewed',
  'released',
  'expired',
  'taken_over',
  'moved',
  'dropped',
  'updated',
] as const;
export type LockOp = (typeof lockOps)[number];

export const lockMessageTypes = lockOps.map((op) => `lock.${op}`);
