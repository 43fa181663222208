import { connect, type Socket } from 'node:net';
import { answerLength } from './answer';

/**
 * A load generator on raw sockets, so that it takes as little as possible of the two cores it shares with what it measures.
 * Runs in a process of its own: reads one order from its parent, sends one {@link LoadResult} back.
 */
export interface LoadOrder {
  port: number;
  /** Complete requests, taken in turn. Identical to the byte for every server that is compared. */
  requests: string[];
  connections: number;
  /** Stops after this time… */
  milliseconds: number;
  /** …or after this many requests, whichever is first. */
  count?: number;
}

export interface LoadResult {
  completed: number;
  /** Answers with another status than 2xx, and connections that broke. */
  failed: number;
  seconds: number;
  /** Latencies in milliseconds. */
  p50: number;
  p99: number;
  firstFailure: string;
}

export async function run(order: LoadOrder): Promise<LoadResult> {
  const requests = order.requests.map((request) => Buffer.from(request));
  const latencies: number[] = [];
  let started = 0;
  let failed = 0;
  let firstFailure = '';
  const begin = performance.now();
  const deadline = begin + order.milliseconds;

  const client = () =>
    new Promise<void>((resolve) => {
      const socket: Socket = connect(order.port, '127.0.0.1');
      socket.setNoDelay(true);
      let pending: Buffer = Buffer.alloc(0);
      let sentAt = 0;
      const send = () => {
        if (performance.now() >= deadline || (order.count !== undefined && started >= order.count)) {
          socket.end();
          return;
        }
        sentAt = performance.now();
        socket.write(requests[started++ % requests.length] as Buffer);
      };
      socket.on('connect', send);
      socket.on('data', (chunk: Buffer) => {
        pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
        const length = answerLength(pending);
        if (length === 0) return;
        if (pending[9] !== 0x32) {
          failed++;
          firstFailure ||= pending.toString('utf8', 0, 400);
        }
        latencies.push(performance.now() - sentAt);
        pending = pending.subarray(length);
        send();
      });
      socket.on('error', (error) => {
        failed++;
        firstFailure ||= error.message;
      });
      socket.on('close', () => resolve());
    });

  await Promise.all(Array.from({ length: order.connections }, client));
  const seconds = (performance.now() - begin) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (part: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0;
  return { completed: latencies.length, failed, seconds, p50: at(0.5), p99: at(0.99), firstFailure };
}

process.on('message', (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result));
});
