import { fork } from 'node:child_process';
import { join } from 'node:path';
import { resolveServices } from '@/lib/catalog/known-names';
import { compare } from './compare';
import type { LockLoadOrder, LockLoadResult } from './lock-load';
import { serve, stop } from './processes';

/** What locks cost over HTTP against the same functions of the database behind bare node:http. */
export async function compareLocks(options: {
  env: Record<string, string>;
  ports: { product: number; bare: number };
  rounds: number;
  milliseconds: number;
}): Promise<void> {
  const { env, ports, rounds, milliseconds } = options;
  const apart = Array.from({ length: 16 }, (_, connection) =>
    Array.from({ length: 50 }, (_, n) => `bench-lock-${connection}-${n}`),
  );
  const shared = ['bench-lock-shared'];
  await resolveServices([...apart.flat(), ...shared]);
  const bare = await serve(join(import.meta.dirname, 'bench-bare-locks.mjs'), {
    ...env,
    PORT: String(ports.bare),
  });
  try {
    const measure = (order: Omit<LockLoadOrder, 'port' | 'milliseconds'>, unit: 'pairs' | 'completed') => {
      const side = (name: string, port: number) => ({
        name,
        round: async () => {
          const result = await load({ ...order, port, milliseconds });
          return result[unit] / result.seconds;
        },
      });
      return {
        ours: side('Shiplog: POST /api/v2/locks, …/release', ports.product),
        others: [{ ...side('bare node:http, the same SQL functions', ports.bare), aim: 0.8 }],
      };
    };
    await compare(
      {
        title: 'Locks acquired and released over HTTP, each its own, 16 connections',
        unit: 'pairs/s',
        ...measure({ connections: 16, services: apart }, 'pairs'),
      },
      rounds,
    );
    await compare(
      {
        title: 'One lock wanted by 64 connections over HTTP',
        unit: 'answers/s',
        ...measure({ connections: 64, services: [shared] }, 'completed'),
      },
      rounds,
    );
  } finally {
    await stop(bare);
  }
}

async function load(order: LockLoadOrder): Promise<LockLoadResult> {
  const child = fork(join(import.meta.dirname, 'bench-lock-load.mjs'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const result = await new Promise<LockLoadResult>((resolve, reject) => {
    child.once('message', (message) => resolve(message as LockLoadResult));
    child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
    child.send(order);
  });
  child.kill();
  if (result.failed > 0 || result.pairs === 0)
    throw new Error(`${result.failed} of ${result.completed} requests failed:\n${result.firstFailure}`);
  return result;
}
