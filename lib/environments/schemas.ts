import { z } from 'zod';
import { environmentTiers } from '@/lib/events/vocabulary';

/** The wire of environments. Client-safe. */

export const environmentWire = z
  .object({
    name: z.string(),
    tier: z.enum(environmentTiers).meta({
      description: 'How near to users it is; inferred from the name until somebody says otherwise.',
    }),
    position: z.int().meta({ description: 'Order on screen, from a developer’s machine towards users.' }),
    services: z.int().meta({ description: 'How many services were ever deployed to it.' }),
    lastDeploymentAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Environment' });
export type EnvironmentWire = z.output<typeof environmentWire>;

export const environmentPatch = z
  .strictObject({
    tier: z.enum(environmentTiers, { error: `allowed are ${environmentTiers.join(', ')}` }).optional(),
    position: z
      .int({ error: 'must be a whole number from 0 to 100000' })
      .min(0, { error: 'must be a whole number from 0 to 100000' })
      .max(100_000, { error: 'must be a whole number from 0 to 100000' })
      .optional(),
  })
  .meta({ id: 'EnvironmentPatch' });
export type EnvironmentPatch = z.output<typeof environmentPatch>;
