import { beforeEach, expect, it, vi } from 'vitest';
import { forget } from './runtime';
import { announceShutdown, onShutdown, runShutdownHooks, shutdownSignal } from './shutdown';

beforeEach(() => void forget('shutdown'));

it('what was built on something stops before it', async () => {
  const order: string[] = [];
  onShutdown('pool', () => void order.push('pool'));
  onShutdown('batcher', async () => void order.push('batcher'));
  await runShutdownHooks(1_000, () => {});
  expect(order).toEqual(['batcher', 'pool']);
});

it('a part that fails or hangs is named and does not keep the others from stopping', async () => {
  vi.useFakeTimers();
  const stopped = vi.fn();
  const failed = vi.fn();
  onShutdown('last', stopped);
  onShutdown('failing', () => Promise.reject(new Error('no')));
  onShutdown('hanging', () => new Promise(() => {}));
  const done = runShutdownHooks(1_000, failed);
  await vi.advanceTimersByTimeAsync(1_000);
  await done;
  vi.useRealTimers();
  expect(stopped).toHaveBeenCalledOnce();
  expect(failed.mock.calls.map(([name]) => name)).toEqual(['hanging', 'failing']);
});

it('a hook that was taken back does not run, and no hook runs twice', async () => {
  const once = vi.fn();
  const never = vi.fn();
  onShutdown('kept', once);
  onShutdown('taken back', never)();
  await Promise.all([runShutdownHooks(1_000, () => {}), runShutdownHooks(1_000, () => {})]);
  expect(once).toHaveBeenCalledOnce();
  expect(never).not.toHaveBeenCalled();
});

it('open streams hear of the end', () => {
  const signal = shutdownSignal();
  expect(signal.aborted).toBe(false);
  announceShutdown();
  expect(signal.aborted).toBe(true);
});
