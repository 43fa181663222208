import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DomainError } from '@/lib/errors';
import { GroupCommit } from './group-commit';

/** A store whose commits end when the test says so. */
function slowStore() {
  const commits: { items: readonly number[]; end(): void }[] = [];
  const store = (items: readonly number[]) =>
    new Promise<number[]>((resolve) => {
      commits.push({ items, end: () => resolve(items.map((item) => item * 10)) });
    });
  return { commits, store };
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('group commit', () => {
  it('commits a lone item at once', async () => {
    const { commits, store } = slowStore();
    const answer = new GroupCommit(store).add(1);
    await turn();
    expect(commits.map(({ items }) => items)).toEqual([[1]]);
    commits[0]?.end();
    expect(await answer).toBe(10);
  });

  it('commits together what arrived while a commit was under way, and answers each after its own commit', async () => {
    const { commits, store } = slowStore();
    const group = new GroupCommit(store);
    const answered: number[] = [];
    const add = (item: number) => group.add(item).then((result) => answered.push(result));
    void add(1);
    await turn();
    for (const item of [2, 3, 4]) void add(item);
    await turn();
    expect(commits).toHaveLength(1);
    commits[0]?.end();
    await turn();
    expect(answered).toEqual([10]);
    expect(commits.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
    commits[1]?.end();
    await turn();
    expect(answered).toEqual([10, 20, 30, 40]);
  });

  it('begins the next commit before it answers, so that the database works meanwhile', async () => {
    const seen: string[] = [];
    const ends: (() => void)[] = [];
    const group = new GroupCommit(async (items: readonly number[]) => {
      // As a real store does, which looks up names before it asks the database.
      await null;
      await null;
      seen.push(`commit ${items}`);
      await new Promise<void>((resolve) => ends.push(resolve));
      return [...items];
    });
    const add = (item: number) => group.add(item).then(() => seen.push(`answer ${item}`));
    const first = add(1);
    await turn();
    const rest = [2, 3].map(add);
    ends[0]?.();
    await first;
    expect(seen).toEqual(['commit 1', 'commit 2,3', 'answer 1']);
    ends[1]?.();
    await Promise.all(rest);
  });

  it('isolates an item whose data the database refuses', async () => {
    const seen: (readonly number[])[] = [];
    const group = new GroupCommit(async (items: readonly number[]) => {
      seen.push(items);
      if (items.includes(2)) throw Object.assign(new Error('bad'), { code: '22P02' });
      return items.map((item) => item * 10);
    });
    const results = await Promise.allSettled([1, 2, 3].map((item) => group.add(item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it('says that the database is away, and does not try items one by one against it', async () => {
    let tries = 0;
    const group = new GroupCommit(async () => {
      tries++;
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    });
    const results = await Promise.allSettled([1, 2, 3].map((item) => group.add(item)));
    for (const result of results) {
      expect(result.status === 'rejected' && result.reason).toBeInstanceOf(DomainError);
      expect(result.status === 'rejected' && result.reason.code).toBe('unavailable');
    }
    expect(tries).toBe(1);
  });
});

describe('a group commit that may linger', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const lingering = { lingerMs: 100, pauseMs: 30, most: 5, worthASecond: Number.POSITIVE_INFINITY };

  it('waits until no more come', async () => {
    const { commits, store } = slowStore();
    const group = new GroupCommit(store, lingering);
    for (const item of [1, 2, 3]) {
      void group.add(item);
      vi.advanceTimersByTime(20);
    }
    await turn();
    expect(commits).toHaveLength(0);
    vi.advanceTimersByTime(10);
    await turn();
    expect(commits.map(({ items }) => items)).toEqual([[1, 2, 3]]);
  });

  it('waits for so long and no longer when more come all the time', async () => {
    const { commits, store } = slowStore();
    const group = new GroupCommit(store, { ...lingering, most: 100 });
    let item = 0;
    while (commits.length === 0 && item < 50) {
      void group.add(++item);
      vi.advanceTimersByTime(10);
      await turn();
    }
    expect(item).toBeLessThanOrEqual(11);
  });

  it('does not wait when it is full, nor when somebody asks for it at once', async () => {
    const { commits, store } = slowStore();
    const group = new GroupCommit(store, lingering);
    for (const item of [1, 2, 3, 4, 5, 6]) void group.add(item);
    await turn();
    expect(commits.map(({ items }) => items)).toEqual([[1, 2, 3, 4, 5]]);
    void group.add(7, true);
    commits[0]?.end();
    await turn();
    expect(commits.map(({ items }) => items)).toEqual([
      [1, 2, 3, 4, 5],
      [6, 7],
    ]);
  });
});
