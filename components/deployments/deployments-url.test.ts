import { describe, expect, test } from 'vitest';
import { differenceQueryOf, readDeploymentsUrl, sidesOf } from './deployments-url';

const now = Date.parse('2026-03-14T09:26:00Z');
const read = (text: string) => readDeploymentsUrl(new URLSearchParams(text), now);
const environments = [
  { name: 'dev', tier: 'development' as const, services: 2 },
  { name: 'unused', tier: 'staging' as const, services: 0 },
  { name: 'staging', tier: 'staging' as const, services: 2 },
  { name: 'production', tier: 'production' as const, services: 2 },
  { name: 'mco', tier: 'production' as const, services: 1 },
];

describe('the address of the matrix', () => {
  test('says nothing: everything, as of now', () => {
    expect(read('')).toMatchObject({ view: 'matrix', at: null, place: null, matrixQuery: 'limit=100' });
  });

  test('keeps the order in which environments are named', () => {
    expect(read('environment=production&environment=dev').matrixQuery).toBe(
      'environment=production&environment=dev&limit=100',
    );
  });

  test('an instant that is none is now, so nobody mistakes the present for the past', () => {
    expect(read('at=yesterdayish').at).toBeNull();
    expect(read('at=2026-03-01').matrixQuery).toBe('at=2026-03-01&limit=100');
  });

  test('a panel needs a service and an environment', () => {
    expect(read('open=checkout').place).toBeNull();
    expect(read('open=checkout&in=production').place).toEqual({
      service: 'checkout',
      environment: 'production',
    });
  });

  test.each([
    ['rows=250', 250],
    ['rows=99999', 500],
    ['rows=-1', 100],
    ['rows=many', 100],
  ])('%s asks for %d rows', (text, rows) => {
    expect(read(text).rows).toBe(rows);
  });
});

describe('what is compared', () => {
  test('users’ environment against the one before it, where the address names none', () => {
    expect(sidesOf(read(''), environments)).toEqual({ left: 'staging', right: 'production' });
  });

  test('one that is named stays on its side', () => {
    expect(sidesOf(read('right=dev'), environments)).toEqual({ left: 'production', right: 'dev' });
    expect(sidesOf(read('left=production'), environments)).toEqual({ left: 'production', right: 'staging' });
  });

  test('nothing, with a single environment', () => {
    expect(sidesOf(read(''), environments.slice(0, 1))).toBeNull();
    expect(differenceQueryOf(read('between=environments'), [])).toBeNull();
  });

  test('two instants: the last week unless said otherwise', () => {
    expect(differenceQueryOf(read('team=checkout'), environments)).toBe('from=now-7d&team=checkout');
    expect(differenceQueryOf(read('before=2026-03-01&after=2026-03-02'), environments)).toBe(
      'from=2026-03-01&to=2026-03-02',
    );
  });
});
