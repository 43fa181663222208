import { once } from '@/lib/runtime';

/**
 * How old what is known of callers may get. Whatever is revoked, disabled or signed out is noticed by every process within this
 * time, without anybody having to tell it: half of the second that is promised.
 */
export const freshForMs = 500;

interface Entry<T> {
  value: T | Promise<T>;
  loadedAt: number;
}

/**
 * Values that are never older than {@link freshForMs}: a hot path asks the database twice a second instead of once a request.
 * Those who ask while a value is loading share the load. A load that fails is not kept.
 */
export class Fresh<T> {
  readonly #entries = new Map<string, Entry<T>>();

  /** @param most entries that are kept; beyond it the oldest go */
  constructor(
    private readonly load: (key: string) => Promise<T>,
    private readonly now: () => number = () => performance.now(),
    private readonly most = 10_000,
  ) {}

  /** The process-wide one called `name`. */
  static named<T>(name: string, load: (key: string) => Promise<T>): Fresh<T> {
    return once(`access.fresh.${name}`, () => new Fresh(load));
  }

  /** The value itself where it is at hand: most requests need not wait for a promise. */
  get(key: string): T | Promise<T> {
    const entry = this.#entries.get(key);
    // The age counts from before the load: what was true then may have changed since.
    if (entry && this.now() - entry.loadedAt < freshForMs) return entry.value;
    const loading: Entry<T> = { value: this.#loaded(key), loadedAt: this.now() };
    this.#entries.delete(key);
    this.#entries.set(key, loading);
    if (this.#entries.size > this.most) this.#entries.delete(this.#entries.keys().next().value as string);
    return loading.value;
  }

  /** What was known last, however long ago; undefined while nothing is. */
  remembered(key: string): T | undefined {
    const value = this.#entries.get(key)?.value;
    return value instanceof Promise ? undefined : value;
  }

  /** Forgets a value, or all: whoever changed one does not have to wait. */
  forget(key?: string): void {
    if (key === undefined) this.#entries.clear();
    else this.#entries.delete(key);
  }

  async #loaded(key: string): Promise<T> {
    await undefined;
    const entry = this.#entries.get(key);
    try {
      const value = await this.load(key);
      if (entry && this.#entries.get(key) === entry) entry.value = value;
      return value;
    } catch (error) {
      if (entry && this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }
}
