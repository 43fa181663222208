import { log } from '@/lib/log';
import { shutdownSignal } from '@/lib/shutdown';
import { canResume, currentPosition } from './changes';
import type { StreamFilters } from './messages';
import { formatPosition, type Position, parsePosition } from './position';
import { Subscription } from './subscription';

/** How long a client waits before it connects again. */
const retryMs = 2_000;

export interface StreamTimes {
  /** After this long without a message, a comment shows that the connection is alive. */
  heartbeatMs: number;
  /** A client that takes nothing for this long is let go; it can resume where it was. */
  stalledMs: number;
}
const usual: StreamTimes = { heartbeatMs: 15_000, stalledMs: 60_000 };

/** Where a stream begins. */
export interface StreamStart {
  position: Position;
  /** Whether the client goes on where it was. */
  resumed: boolean;
  /** False when it asked for a place from which nothing can be told any more. */
  known: boolean;
}

/** Finds where to begin: after the last id that the client has seen if that can still be told, else now. */
export async function streamStart(lastEventId: string | undefined): Promise<StreamStart> {
  if (!lastEventId) return { position: await currentPosition(), resumed: false, known: true };
  const position = parsePosition(lastEventId);
  if (position && (await canResume(position))) return { position, resumed: true, known: true };
  return { position: await currentPosition(), resumed: false, known: false };
}

/**
 * The feed as server-sent events. Nothing happens before somebody reads, and the next delivery is made when the last one
 * has been taken, so that a slow client is served at its own pace.
 *
 * It ends when `signal` aborts or the process shuts down, and breaks off when the client stalls.
 */
export function eventStream(
  start: StreamStart,
  filters: StreamFilters,
  signal: AbortSignal,
  { heartbeatMs, stalledMs }: StreamTimes = usual,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const ended = new AbortController();
  let subscription: Subscription | undefined;
  let stalled: NodeJS.Timeout | undefined;
  let end = () => {};

  const release = () => {
    ended.abort();
    clearTimeout(stalled);
    for (const reason of [signal, shutdownSignal()]) reason.removeEventListener('abort', end);
    subscription?.close();
  };

  const send = (controller: ReadableStreamDefaultController<Uint8Array>, text: string) => {
    controller.enqueue(encoder.encode(text));
    stalled = setTimeout(() => {
      if (ended.signal.aborted) return;
      release();
      controller.error(new Error('The client stopped reading.'));
    }, stalledMs).unref();
  };

  const begin = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    end = () => {
      if (ended.signal.aborted) return;
      release();
      controller.close();
    };
    for (const reason of [signal, shutdownSignal()]) {
      if (reason.aborted) return end();
      reason.addEventListener('abort', end, { once: true });
    }
    subscription = new Subscription(start.position, filters);
    send(controller, greet(start));
  };

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled);
        if (!subscription) return begin(controller);
        const text = await nextText(subscription, heartbeatMs, ended.signal);
        if (ended.signal.aborted) return;
        send(controller, text);
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  );
}

function greet({ position, known, resumed }: StreamStart): string {
  const id = formatPosition(position);
  const ready = `retry: ${retryMs}\nid: ${id}\nevent: ready\ndata: ${JSON.stringify({ position: id, resumed })}\n\n`;
  return known ? ready : ready + reset(id);
}

function reset(id: string): string {
  return `id: ${id}\nevent: reset\ndata: ${JSON.stringify({ position: id })}\n\n`;
}

async function nextText(
  subscription: Subscription,
  heartbeatMs: number,
  signal: AbortSignal,
): Promise<string> {
  try {
    const delivery = await subscription.next(heartbeatMs, signal);
    const id = formatPosition(delivery.position);
    switch (delivery.type) {
      case 'messages':
        return delivery.messages.map(({ block }) => block).join('');
      case 'reset':
        return reset(id);
      case 'quiet':
        // The id moves on although nothing is dispatched, so that after a long silence there is little to catch up.
        return `: still here\nid: ${id}\n\n`;
    }
  } catch (error) {
    // The database could not be read: the stream stays open, and the next attempt follows the next heartbeat.
    log().warn({ err: error }, 'a stream could not read what it lacks');
    await new Promise((resolve) => setTimeout(resolve, 1_000).unref());
    return ': trying again\n\n';
  }
}
