/**
 * Runs `fn` `n` times with every call waiting at the same gate, so that they leave together, and answers what each
 * of them became, in order. Failures are answers too: a race is judged by who won and who was refused.
 */
export async function allAtOnce<T>(
  n: number,
  fn: (index: number) => Promise<T> | T,
): Promise<PromiseSettledResult<T>[]> {
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const calls = Array.from({ length: n }, async (_, index) => {
    await gate;
    return fn(index);
  });
  open();
  return Promise.allSettled(calls);
}

/** The values of the calls that succeeded. */
export function succeeded<T>(results: PromiseSettledResult<T>[]): T[] {
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** The reasons of the calls that were refused. */
export function refused<T>(results: PromiseSettledResult<T>[]): unknown[] {
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
}
