/**
 * Calls `stop` when the run is interrupted from outside (Ctrl-C, or `npm test` ending it for taking too long), then
 * lets the process end as the signal wanted. Answers a function that takes the handlers away again.
 */
export function onInterrupt(stop: () => Promise<void>): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const handle = (signal: NodeJS.Signals) => {
    release();
    stop().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  };
  const release = () => {
    for (const signal of signals) process.off(signal, handle);
  };
  for (const signal of signals) process.once(signal, handle);
  return release;
}
