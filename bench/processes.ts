import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { LoadOrder, LoadResult } from './load';

/** A child process that says `ready` once it serves. */
export async function serve(
  script: string,
  env: Record<string, string>,
  args: string[] = [],
): Promise<ChildProcess> {
  const child = fork(script, args, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it served`)));
  });
  return child;
}

/** Ends a child and waits for it. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}

/** One run of load from a fresh process. Throws when any request failed: a figure over failures says nothing. */
export async function load(order: LoadOrder, allowFailures = false): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, 'bench-load.mjs'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const result = await new Promise<LoadResult>((resolve, reject) => {
    child.once('message', (message) => resolve(message as LoadResult));
    child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
    child.send(order);
  });
  child.kill();
  if (result.failed > 0 && !allowFailures) {
    throw new Error(`${result.failed} of ${result.completed} requests failed:\n${result.firstFailure}`);
  }
  return result;
}

/** A complete HTTP/1.1 request. */
export function request(method: string, path: string, body?: unknown): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const head = `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n`;
  return body === undefined
    ? `${head}\r\n`
    : `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
