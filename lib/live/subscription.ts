import { once } from '@/lib/runtime';
import { currentPosition, readChanges } from './changes';
import { type Feed, joinFeed } from './feed';
import { type ChangeMessage, matcher, type StreamFilters, toMessages } from './messages';
import { comparePositions, type Position } from './position';
import { Turns } from './turns';

/** What a subscriber gets next. */
export type Delivery =
  /** `position` may lie beyond the last message: what was between did not match. */
  | { type: 'messages'; messages: ChangeMessage[]; position: Position }
  /** What lies between the last delivery and `position` cannot be told; lists must be read anew. */
  | { type: 'reset'; position: Position }
  /** Nothing happened for a while, or the signal aborted. */
  | { type: 'quiet'; position: Position };

const pageSize = 100;
/** One delivery is about this large at most, in characters, unless a single message is larger. */
const largestDelivery = 64 * 1024;

/** So that many subscribers who come back at once do not take all connections of the pool. */
const catchingUp = () => once('live.catching-up', () => new Turns(2));

/**
 * A reader of the feed with a place of its own. It takes messages only when it asks for them; meanwhile nothing is kept for
 * it but the place.
 */
export class Subscription {
  private readonly feed: Feed;
  private readonly matches: (message: ChangeMessage) => boolean;
  private history: number;

  constructor(
    private position: Position,
    filters: StreamFilters,
  ) {
    this.feed = joinFeed();
    this.history = this.feed.history;
    this.matches = matcher(filters);
  }

  /** Leaves the feed. */
  close(): void {
    this.feed.leave();
  }

  /** The next delivery; waits for one until `quietMs` have passed or `signal` aborts. */
  async next(quietMs: number, signal: AbortSignal): Promise<Delivery> {
    const until = performance.now() + quietMs;
    for (;;) {
      if (this.history !== this.feed.history) return this.reset();
      const { recent } = this.feed;
      const left = until - performance.now();
      if (signal.aborted || left <= 0) return { type: 'quiet', position: this.position };
      if (!recent || comparePositions(this.position, recent.end) >= 0) {
        await waitFor(this.feed.changed(), left, signal);
        continue;
      }
      const delivery = recent.reaches(this.position)
        ? this.deliver(recent.after(this.position), recent.end)
        : await catchingUp().take(() => this.catchUp());
      if (delivery.type !== 'messages' || delivery.messages.length > 0) return delivery;
    }
  }

  /** Reads a page of what is no longer among the latest messages. */
  private async catchUp(): Promise<Delivery> {
    const page = await readChanges(this.position, pageSize);
    if (page.pruned || page.foreign) return this.reset();
    return this.deliver(await toMessages(page.changes), page.next);
  }

  /** Takes as many messages as fit into one delivery; the rest stays where it is. */
  private deliver(messages: readonly ChangeMessage[], end: Position): Delivery {
    const taken: ChangeMessage[] = [];
    let size = 0;
    for (const message of messages) {
      if (!this.matches(message)) continue;
      if (taken.length > 0 && size + message.block.length > largestDelivery) {
        this.position = (taken.at(-1) as ChangeMessage).position;
        return { type: 'messages', messages: taken, position: this.position };
      }
      size += message.block.length;
      taken.push(message);
    }
    this.position = end;
    return { type: 'messages', messages: taken, position: end };
  }

  private async reset(): Promise<Delivery> {
    this.history = this.feed.history;
    this.position = await currentPosition();
    return { type: 'reset', position: this.position };
  }
}

function waitFor(progress: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    void progress.then(done);
  });
}
