import type { EnvironmentTier } from '@/lib/events/vocabulary';
import { nameKey } from '@/lib/names';

const words: Record<Exclude<EnvironmentTier, 'other'>, readonly string[]> = {
  development: ['dev', 'development', 'local', 'sandbox'],
  test: ['test', 'tests', 'testing', 'qa', 'integration', 'int', 'tnr', 'ci'],
  staging: ['staging', 'stage', 'stg', 'uat', 'preprod', 'preproduction', 'recette', 'pre'],
  production: ['production', 'prod', 'live', 'mco'],
};

/**
 * The tier that an environment's name suggests (source: Versioner B2, "environment type inferred from the name").
 * Words count, not substrings, so that `devoxx` is no development; `pre-production` is staging before it is production.
 */
export function inferTier(name: string): EnvironmentTier {
  const key = nameKey(name);
  const parts = key.split(/[^\p{L}\p{N}]+/u);
  const has = (tier: Exclude<EnvironmentTier, 'other'>) =>
    words[tier].includes(key) || parts.some((part) => words[tier].includes(part));
  for (const tier of ['staging', 'production', 'test', 'development'] as const) if (has(tier)) return tier;
  return 'other';
}

/** Where an environment of this tier stands on screen until a person orders it. */
export function positionOfTier(tier: EnvironmentTier): number {
  return { development: 15, test: 35, staging: 65, production: 75, other: 1000 }[tier];
}
