import { z } from 'zod';
import { invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { environmentPatch, environmentWire } from './schemas';

/** The native API of environments, declared. Client-safe. */

const tag = 'Environments';

export const environmentListWire = z
  .object({ items: z.array(environmentWire) })
  .meta({ id: 'EnvironmentList' });
export type EnvironmentListWire = z.output<typeof environmentListWire>;

export const listEnvironmentsOperation = operation({
  id: 'listEnvironments',
  method: 'GET',
  path: '/api/v2/environments',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List environments',
  answers: { 200: { description: 'All of them, in their order.', schema: environmentListWire } },
});

export const patchEnvironmentOperation = operation({
  id: 'changeEnvironment',
  method: 'PATCH',
  path: '/api/v2/environments/{name}',
  scope: 'deployments:write',
  dialect: native,
  tag,
  summary: 'Say how near to users an environment is, and where it stands',
  description: 'The tier decides what counts as production in the delivery metrics.',
  params: z.strictObject({ name: z.string() }),
  body: environmentPatch,
  answers: {
    200: { description: 'The environment as it is now.', schema: environmentWire },
    400: malformedBody,
    404: problemAnswer('Nobody knows an environment of this name.'),
    422: invalidInput,
  },
  examples: [
    { title: 'It is production', params: { name: 'mco' }, body: { tier: 'production', position: 80 } },
  ],
});
