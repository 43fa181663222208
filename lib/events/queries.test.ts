import { expect, test } from 'vitest';
import { aroundQuery } from './queries';

test('what else changed leaves signals out, so that a burst hides no deployment', () => {
  const at = '2026-11-20T08:20:00.000Z';
  const kinds = new URLSearchParams(
    aroundQuery({ service: 'orders', environment: 'production', at, until: null }),
  ).getAll('kind');
  expect(kinds).toContain('deployment');
  expect(kinds).toContain('incident');
  expect(kinds).not.toContain('signal');
});
