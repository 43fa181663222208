import { expect, test } from 'vitest';
import { allAtOnce, refused, succeeded } from './concurrency';

test('calls that are meant to race are all under way before the first one ends', async () => {
  let inside = 0;
  let most = 0;
  await allAtOnce(50, async () => {
    inside += 1;
    most = Math.max(most, inside);
    await Promise.resolve();
    inside -= 1;
  });
  expect(most).toBe(50);
});

test('winners and losers of a race are told apart, and none is lost', async () => {
  let taken = false;
  const results = await allAtOnce(5, (index) => {
    if (taken) throw new Error(`too late, ${index}`);
    taken = true;
    return index;
  });
  expect(succeeded(results)).toEqual([0]);
  expect(refused(results)).toHaveLength(4);
});
