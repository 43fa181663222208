import { beforeEach, expect, test } from 'vitest';
import { resolveServices } from '@/lib/catalog/known-names';
import { pool } from '@/lib/db/pool';
import { type AskedVersion, claimVersions, rememberedVersion, rememberVersions } from './known-versions';

const service = async (name: string) => [...(await resolveServices([name])).values()][0]?.id as number;
let shop = 0;
beforeEach(async () => {
  await pool().query('DELETE FROM version');
  shop = await service('shop');
});

const asked = (name: string, sha: string | null = null, serviceId = shop): AskedVersion => ({
  serviceId,
  name,
  sha,
});

test('a version is created on first sight, and found again in any spelling', async () => {
  const [first] = await claimVersions(pool(), [asked(' v1.2.3 ')]);
  expect(first).toMatchObject({ name: 'v1.2.3' });
  const again = await claimVersions(pool(), [asked('1.2.3'), asked('V1.2.3'), asked('1.2.4')]);
  expect(again.slice(0, 2)).toEqual([first, first]);
  expect(again[2]).not.toEqual(first);
});

test('the same name is another version of another service', async () => {
  const other = await service('warehouse');
  const [a, b] = await claimVersions(pool(), [asked('1'), asked('1', null, other)]);
  expect(a).not.toEqual(b);
});

test('a version keeps its first commit, which may be told later and become longer, and refuses another one', async () => {
  const claim = async (sha: string | null) => (await claimVersions(pool(), [asked('1', sha)]))[0];
  const own = await claim(null);
  expect(await claim('abc1234')).toEqual(own);
  expect(await claim('ABC12345678')).toEqual(own);
  expect(await claim('abc1234')).toEqual(own);
  expect(await claim('abc12346666')).toEqual({ taken: true, version: '1', sha: 'ABC12345678' });
  expect(await claim('fedcba9')).toMatchObject({ taken: true });
  expect(await claim(null)).toEqual(own);
});

test('of several that are asked for at once, only those with another commit are refused', async () => {
  const answers = await claimVersions(pool(), [
    asked('1'),
    asked('1', 'abc1234'),
    asked('1', 'abc1234999'),
    asked('1', 'fff1234'),
    asked('2', 'fff1234'),
  ]);
  expect(answers.map((answer) => 'taken' in answer)).toEqual([false, false, false, true, false]);
  const { rows } = await pool().query('SELECT name, sha FROM version ORDER BY name');
  expect(rows).toEqual([
    { name: '1', sha: 'abc1234999' },
    { name: '2', sha: 'fff1234' },
  ]);
});

test('of many that tell different commits at the same instant, one wins and all others are refused', async () => {
  const shas = Array.from({ length: 20 }, (_, n) => `${n.toString(16).padStart(2, '0')}bbbbbb`);
  const answers = await Promise.all(
    shas.map((sha, n) =>
      // Asked for in opposite orders.
      claimVersions(pool(), n % 2 ? [asked('a', sha), asked('b')] : [asked('b'), asked('a', sha)]),
    ),
  );
  expect(answers.flat().filter((answer) => 'taken' in answer)).toHaveLength(19);
});

test('what is remembered is never a refusal: what it cannot say is asked of the database', async () => {
  const told = asked('1', 'abc1234');
  rememberVersions([told], await claimVersions(pool(), [told]));
  expect(rememberedVersion(asked('v1'))).toMatchObject({ name: '1' });
  expect(rememberedVersion(asked('1', 'abc123'))).toMatchObject({ name: '1' });
  expect(rememberedVersion(asked('1', 'abc12345'))).toBeUndefined();
  expect(rememberedVersion(asked('1', 'fffffff'))).toBeUndefined();
  expect(rememberedVersion(asked('2'))).toBeUndefined();
});
