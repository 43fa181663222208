/** What the clients of the model test do, as far as it follows from the seed. */

/** Random numbers that a seed determines (mulberry32). */
export class Dice {
  private state: number;

  constructor(...seeds: readonly number[]) {
    this.state = seeds.reduce((state, seed) => Math.imul(state ^ seed, 0x9e3779b1) + 0x7f4a7c15, 0x2545f491);
  }

  /** From 0 to 1, exclusive. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `min` to `max`. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)] as T;
  }
}

/** Terms are short, so that pauses, restarts and slow clients outlast them. */
export const ttlMs = { min: 40, max: 400 };
export const delayMs = { min: 0, max: 60 };
/** Waiters that are silent for so long drop out. */
export const leaseMs = 400;

export const environments = ['model-a', 'model-b'];
export const services = ['model-u', 'model-v', 'model-w', 'model-x', 'model-y', 'model-z'];
export const resources = ['deployment', 'migration'];

/** A scope: mostly a resource, sometimes wider, now and then everything. */
export function pickScope(dice: Dice) {
  if (dice.chance(0.002)) return { environment: '*' };
  const environment = dice.pick(environments);
  if (dice.chance(0.01)) return { environment };
  const service = dice.pick(services);
  if (dice.chance(0.06)) return { environment, service };
  return { environment, service, resource: dice.pick(resources) };
}

/** What a client process is told at its start. */
export interface ClientOrder {
  seed: number;
  client: number;
  /** Counts on when a killed client is replaced. */
  incarnation: number;
  workers: number;
  log: string;
  /** How far its clock is off. */
  skewMs: number;
}
