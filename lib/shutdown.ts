import { once } from '@/lib/runtime';

type Hook = { name: string; run: () => Promise<unknown> | unknown };
type Shutdown = { controller: AbortController; hooks: Hook[]; running?: Promise<void> };

const shutdown = () => once<Shutdown>('shutdown', () => ({ controller: new AbortController(), hooks: [] }));

/**
 * Aborted when the process begins to end. Long answers (event streams, long polls) listen to it and close cleanly, so
 * that the server need not cut them off.
 */
export function shutdownSignal(): AbortSignal {
  return shutdown().controller.signal;
}

/**
 * Has `run` called while the process ends, after the last request was answered. Hooks run one after the other, the last
 * one registered first, so that what was built on something goes before it.
 * @returns a function that takes the hook back
 */
export function onShutdown(name: string, run: Hook['run']): () => void {
  const { hooks } = shutdown();
  const hook = { name, run };
  hooks.push(hook);
  return () => {
    const index = hooks.indexOf(hook);
    if (index >= 0) hooks.splice(index, 1);
  };
}

/** Tells everything that listens to {@link shutdownSignal} that the process is ending. */
export function announceShutdown(): void {
  shutdown().controller.abort(new Error('Shiplog is shutting down.'));
}

/**
 * Runs the hooks, each with its own deadline; a hook that fails or hangs does not keep the others from running.
 * A second call answers with the first one's promise.
 * @param failed told about each hook that failed or took longer than `deadlineMs`
 */
export function runShutdownHooks(
  deadlineMs: number,
  failed: (name: string, error: unknown) => void,
): Promise<void> {
  const state = shutdown();
  state.running ??= (async () => {
    for (let hook = state.hooks.pop(); hook; hook = state.hooks.pop()) {
      const { name, run } = hook;
      await within(deadlineMs, async () => run()).catch((error) => failed(name, error));
    }
  })();
  return state.running;
}

/** Resolves or rejects as `work` does, or rejects once `ms` milliseconds have passed. */
export async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
