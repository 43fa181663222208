import { isConnectionError } from '@/lib/db/connection-error';
import { DomainError } from '@/lib/errors';
import { once } from '@/lib/runtime';

/** How items are put together. */
export interface Grouping {
  /** Most items that go into one commit. */
  most: number;
  /**
   * One commit is under way at a time, since more would only make smaller groups. A second one may join it when so many wait
   * that both are large: then Postgres works on both cores.
   */
  worthASecond: number;
  /** Milliseconds that a commit waits for more items at most, unless it is full or somebody asks for it at once… */
  lingerMs: number;
  /** …and after which it does when none comes any more. */
  pauseMs: number;
}

const usual: Grouping = { most: 500, worthASecond: 250, lingerMs: 0, pauseMs: 0 };

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Group commit: whoever is waiting goes into the next commit together, and every answer follows its commit.
 *
 * Nobody waits for a timer, unless the grouping says so. An item that finds nothing under way is committed at once, alone; items that arrive while
 * commits are under way share the next one. So the batch grows exactly with the load.
 */
export class GroupCommit<Item, Result> {
  #waiting: Waiting<Item, Result>[] = [];
  #inFlight = 0;
  #scheduled = false;
  #lingering: { timer: NodeJS.Timeout; since: number } | undefined;
  /** Somebody who waits asks for the next commit to come at once. */
  #hurried = false;
  readonly #grouping: Grouping;

  /** @param store commits items together and answers a result for each, in order; it throws when nothing was stored. */
  constructor(
    private readonly store: (items: readonly Item[]) => Promise<Result[]>,
    grouping: Partial<Grouping> = {},
  ) {
    this.#grouping = { ...usual, ...grouping };
  }

  /** The process-wide committer called `name`. */
  static named<Item, Result>(
    name: string,
    store: (items: readonly Item[]) => Promise<Result[]>,
    grouping?: Partial<Grouping>,
  ): GroupCommit<Item, Result> {
    return once(name, () => new GroupCommit(store, grouping));
  }

  /** Resolves with the item's result after its commit. @param atOnce has it go with the very next one */
  add(item: Item, atOnce = false): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#hurried ||= atOnce;
      this.#scheduleOrLinger();
    });
  }

  /** Has what waits go with the very next commit. */
  hurry(): void {
    if (this.#waiting.length === 0) return;
    this.#hurried = true;
    this.#scheduleOrLinger();
  }

  #mayStart(): boolean {
    return (
      this.#inFlight === 0 || (this.#inFlight === 1 && this.#waiting.length >= this.#grouping.worthASecond)
    );
  }

  #scheduleOrLinger(): void {
    const { lingerMs, pauseMs, most } = this.#grouping;
    if (lingerMs === 0 || this.#hurried || this.#waiting.length >= most) {
      this.#schedule();
    } else if (!this.#lingering) {
      const timer = setTimeout(() => {
        this.#lingering = undefined;
        this.#schedule();
      }, pauseMs);
      this.#lingering = { timer, since: performance.now() };
    } else if (performance.now() - this.#lingering.since < lingerMs - pauseMs) {
      this.#lingering.timer.refresh();
    }
  }

  /** One turn of the event loop later, so that what arrived in the same turn goes together. */
  #schedule(): void {
    if (this.#scheduled || !this.#mayStart()) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#waiting.length === 0 || !this.#mayStart()) return;
    const batch = this.#waiting.splice(0, this.#grouping.most);
    if (this.#waiting.length === 0) this.#hurried = false;
    this.#inFlight++;
    void this.#commit(batch).then((answer) => {
      this.#inFlight--;
      if (this.#waiting.length === 0) return answer();
      this.#scheduleOrLinger();
      // The next commit first: Postgres works on it while answers are written.
      setImmediate(answer);
    });
    if (this.#waiting.length > 0) this.#schedule();
  }

  /** Never rejects. @returns what answers those of the batch */
  async #commit(batch: Waiting<Item, Result>[]): Promise<() => void> {
    try {
      const results = await this.store(batch.map(({ item }) => item));
      return () => {
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
      };
    } catch (error) {
      // The statement failed as a whole. A fault of one item's data must not hit its neighbours: each goes alone.
      if (batch.length > 1 && isDataError(error)) {
        const answers: (() => void)[] = [];
        for (const one of batch) answers.push(await this.#commit([one]));
        return () => {
          for (const answer of answers) answer();
        };
      }
      return () => {
        for (const { reject } of batch) reject(unavailableIfConnection(error));
      };
    }
  }
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation) blame the data, not the database. */
function isDataError(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^(22|23)/.test(code);
}

/** A connection can break after the commit was sent, so nobody can say whether the events are there. */
export function unavailableIfConnection(error: unknown): unknown {
  return isConnectionError(error)
    ? new DomainError(
        'unavailable',
        'The database did not answer; whether this was stored is not known. Try again: with the same Idempotency-Key, or source and external id, nothing doubles.',
      )
    : error;
}
