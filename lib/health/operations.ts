import { z } from 'zod';
import { operation } from '@/lib/http/operation';
import { native, problemWire } from '@/lib/http/problem';

/** Whether the process lives and whether it can work, for whoever watches over it. Client-safe. */

export const healthWire = z
  .object({
    status: z.literal('ok'),
    version: z.string(),
    uptimeSeconds: z.int(),
  })
  .meta({ id: 'Health' });

export const healthOperation = operation({
  id: 'health',
  method: 'GET',
  path: '/api/health',
  scope: 'public',
  dialect: native,
  tag: 'Health',
  summary: 'Is the process up',
  description: 'Always 200 while the process answers at all, whatever it depends on.',
  answers: { 200: { description: 'It is.', schema: healthWire } },
});

const check = z.object({
  name: z.enum(['database', 'migrations', 'feed']),
  ok: z.boolean(),
  detail: z.string(),
});
export type Check = z.output<typeof check>;

export const readyWire = z
  .object({ status: z.literal('ready'), checks: z.array(check) })
  .meta({ id: 'Ready' });

export const readyOperation = operation({
  id: 'ready',
  method: 'GET',
  path: '/api/ready',
  scope: 'public',
  dialect: native,
  tag: 'Health',
  summary: 'Can it serve requests',
  description: 'Whether the database answers and has this version’s tables, and whether live updates flow.',
  answers: {
    200: { description: 'It can.', schema: readyWire },
    503: {
      description: 'It cannot; `checks` says why.',
      schema: problemWire.extend({ checks: z.array(check) }),
      contentType: 'application/problem+json',
    },
  },
});
