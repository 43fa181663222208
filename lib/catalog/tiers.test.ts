import { expect, it } from 'vitest';
import { inferTier } from './tiers';

it.each([
  ['dev', 'development'],
  ['local', 'development'],
  ['qa', 'test'],
  ['integration', 'test'],
  ['UAT', 'staging'],
  ['pre-production', 'staging'],
  ['preprod', 'staging'],
  ['Production', 'production'],
  ['prod-eu-1', 'production'],
  ['live', 'production'],
  ['devoxx', 'other'],
  ['', 'other'],
])('places the environment %j in the tier %s', (name, tier) => expect(inferTier(name)).toBe(tier));
