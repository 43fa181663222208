import { connect, type Socket } from 'node:net';
import { answerLength } from './answer';

/**
 * A load generator for locks, on raw sockets as load.ts is: each connection acquires a lock, reads its id and token, and releases
 * it. Runs in a process of its own: reads one order, sends one result.
 */
export interface LockLoadOrder {
  port: number;
  connections: number;
  /** Services that each connection locks in turn, a list for each; several connections may share one. */
  services: string[][];
  milliseconds: number;
}

export interface LockLoadResult {
  /** Answered requests: acquisitions, refusals and releases. */
  completed: number;
  /** Acquired and released again. */
  pairs: number;
  seconds: number;
  /** Answers that are none of 201, 423 (acquire) and 200 (release). */
  failed: number;
  firstFailure: string;
}

function post(path: string, body: unknown): Buffer {
  const text = JSON.stringify(body);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

async function run(order: LockLoadOrder): Promise<LockLoadResult> {
  const result = { completed: 0, pairs: 0, failed: 0, firstFailure: '' };
  const begin = performance.now();
  const deadline = begin + order.milliseconds;

  const client = (services: string[]) =>
    new Promise<void>((resolve) => {
      const acquires = services.map((service) =>
        post('/api/v2/locks', { environment: 'production', service, resource: 'deployment', ttlSeconds: 60 }),
      );
      const socket: Socket = connect(order.port, '127.0.0.1');
      socket.setNoDelay(true);
      let pending: Buffer = Buffer.alloc(0);
      let turn = 0;
      let releasing = false;
      const acquire = () => {
        // What is held is released before the end, so that the next round finds everything free.
        if (performance.now() >= deadline) return socket.end();
        releasing = false;
        return socket.write(acquires[turn++ % acquires.length] as Buffer);
      };
      socket.on('connect', acquire);
      socket.on('data', (chunk: Buffer) => {
        pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
        const length = answerLength(pending);
        if (length === 0) return;
        const status = pending.toString('latin1', 9, 12);
        const text = pending.toString('utf8', pending.indexOf('\r\n\r\n') + 4, length);
        pending = pending.subarray(length);
        result.completed += 1;
        if (!releasing && status === '201') {
          const { id, token } = JSON.parse(text) as { id: string; token: number };
          releasing = true;
          socket.write(post(`/api/v2/locks/${id}/release`, { token }));
          return;
        }
        if (releasing && status === '200') result.pairs += 1;
        else if (releasing || status !== '423') {
          result.failed += 1;
          result.firstFailure ||= text.slice(0, 400);
        }
        acquire();
      });
      socket.on('error', (error) => {
        result.failed += 1;
        result.firstFailure ||= error.message;
      });
      socket.on('close', () => resolve());
    });

  await Promise.all(
    Array.from({ length: order.connections }, (_, n) =>
      client(order.services[n % order.services.length] as string[]),
    ),
  );
  return { ...result, seconds: (performance.now() - begin) / 1000 };
}

process.on('message', (order: LockLoadOrder) => {
  void run(order).then((result) => process.send?.(result));
});
