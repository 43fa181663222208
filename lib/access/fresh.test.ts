import { expect, it, vi } from 'vitest';
import { Fresh, freshForMs } from './fresh';

function fixture(most?: number) {
  let clock = 0;
  const load = vi.fn(async (key: string) => `${key} at ${clock}`);
  const fresh = new Fresh(load, () => clock, most);
  return {
    load,
    fresh,
    pass: (ms: number) => {
      clock += ms;
    },
  };
}

it('is asked for once within half a second, however many ask', async () => {
  const { load, fresh, pass } = fixture();
  expect(await Promise.all([fresh.get('a'), fresh.get('a')])).toEqual(['a at 0', 'a at 0']);
  pass(freshForMs - 1);
  // At hand: nobody waits for a promise.
  expect(fresh.get('a')).toBe('a at 0');
  expect(load).toHaveBeenCalledTimes(1);
  pass(1);
  expect(await fresh.get('a')).toBe(`a at ${freshForMs}`);
});

it('is as old as the question, not as the answer: what changed while it was loading is noticed in time', async () => {
  let clock = 0;
  const answers: ((value: string) => void)[] = [];
  const fresh = new Fresh(
    () => new Promise<string>((resolve) => answers.push(resolve)),
    () => clock,
  );
  const first = fresh.get('a');
  await expect.poll(() => answers).toHaveLength(1);
  clock = freshForMs - 1;
  answers[0]?.('old');
  expect(await first).toBe('old');
  clock = freshForMs;
  const second = fresh.get('a');
  await expect.poll(() => answers).toHaveLength(2);
  answers[1]?.('new');
  expect(await second).toBe('new');
});

it('a failed load is not kept', async () => {
  const { load, fresh } = fixture();
  load.mockRejectedValueOnce(new Error('away'));
  await expect(fresh.get('a')).rejects.toThrow('away');
  expect(await fresh.get('a')).toBe('a at 0');
});

it('what is forgotten is asked for again, also while it is loading', async () => {
  const { load, fresh } = fixture();
  const first = fresh.get('a');
  fresh.forget('a');
  const second = fresh.get('a');
  await Promise.all([first, second]);
  expect(load).toHaveBeenCalledTimes(2);
  fresh.forget();
  await fresh.get('a');
  expect(load).toHaveBeenCalledTimes(3);
});

it('keeps so many and no more', async () => {
  const { load, fresh } = fixture(2);
  for (const key of ['a', 'b', 'c', 'a']) await fresh.get(key);
  expect(load).toHaveBeenCalledTimes(4);
});
