import type { AuditEntryInput } from './entry';

/** How long attempts alike are counted before they are written. */
const windowMs = 60_000;
/** Kinds of attempts that are told apart at a time. What comes beyond is told apart by what was attempted alone. */
const mostKinds = 1_000;

interface Kind {
  /** The last of them: its request is the one that somebody may still ask about. */
  last: AuditEntryInput;
  repeats: number;
  since: number;
}

/**
 * Denied attempts on their way into the audit log. Whoever tries passwords by the thousand must neither fill the log nor the memory, nor
 * be answered more slowly: the first attempt of a kind (who, from where, at what, why) is written at once, its repeats within a minute
 * become one entry that says how many.
 */
export class DenialBook {
  readonly #kinds = new Map<string, Kind>();
  readonly #writing = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  /** @param write never rejects */
  constructor(
    private readonly write: (entry: AuditEntryInput) => Promise<void>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  note(entry: AuditEntryInput): void {
    const key = keyOf(entry);
    const known = this.#kinds.get(key);
    if (known) {
      known.last = entry;
      known.repeats++;
    } else if (this.#kinds.size < mostKinds) {
      this.#begin(key, entry);
    } else {
      this.#noteFromMany(entry);
    }
  }

  /** Writes what was counted, and waits for everything that is being written. */
  async flush(): Promise<void> {
    this.#writeRepeats(() => true);
    while (this.#writing.size > 0) await Promise.all(this.#writing);
  }

  /** There are more kinds than are told apart, as when an attack comes from many addresses. */
  #noteFromMany(entry: AuditEntryInput): void {
    const merged = {
      ...entry,
      callerId: '',
      callerName: 'several',
      via: '',
      address: 'several',
      subject: '',
    };
    const key = keyOf(merged);
    const known = this.#kinds.get(key);
    if (known) {
      known.last = merged;
      known.repeats++;
    } else {
      this.#begin(key, merged);
    }
  }

  #begin(key: string, entry: AuditEntryInput): void {
    this.#kinds.set(key, { last: entry, repeats: 0, since: this.now() });
    this.#put(entry);
    this.#timer ??= setTimeout(() => this.#tick(), windowMs / 6).unref();
  }

  #tick(): void {
    this.#timer = undefined;
    const end = this.now() - windowMs;
    this.#writeRepeats(({ since }) => since <= end);
    if (this.#kinds.size > 0) this.#timer = setTimeout(() => this.#tick(), windowMs / 6).unref();
  }

  #writeRepeats(due: (kind: Kind) => boolean): void {
    for (const [key, kind] of this.#kinds) {
      if (!due(kind)) continue;
      this.#kinds.delete(key);
      if (kind.repeats > 0) this.#put({ ...kind.last, times: kind.repeats });
    }
  }

  #put(entry: AuditEntryInput): void {
    const writing = this.write(entry).finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }
}

function keyOf(entry: AuditEntryInput): string {
  const { callerKind, callerId, address, operation, outcome, reason, subject } = entry;
  return JSON.stringify([callerKind, callerId, address, operation, outcome, reason, subject]);
}
