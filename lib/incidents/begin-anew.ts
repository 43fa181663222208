import { DomainError } from '@/lib/errors';

/** A transaction has found out too late that it must enter a service first. It is rolled back and begun anew. */
export class BeginAnew extends Error {
  constructor() {
    super('A service has to be entered first.');
    this.name = 'BeginAnew';
  }
}

const mostAttempts = 6;
/** Serialization failure and deadlock: the database has rolled back and asks to try again. */
const lostRaces: readonly unknown[] = ['40001', '40P01'];

/**
 * Does work that is one transaction, again when it must begin anew or lost a race that the database has broken off.
 * @param work is told whether this is not its first attempt
 */
export async function beginningAnew<T>(work: (again: boolean) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt > 1);
    } catch (error) {
      const again =
        error instanceof BeginAnew || lostRaces.includes((error as { code?: unknown } | null)?.code);
      if (!again) throw error;
      if (attempt === mostAttempts)
        throw new DomainError('unavailable', 'Too many others are changing the same incident. Try again.');
    }
  }
}
