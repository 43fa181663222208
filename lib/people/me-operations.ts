import { z } from 'zod';
import { roles } from '@/lib/access/roles';
import { grantableScopes } from '@/lib/access/scopes';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';

/** Who one is to Shiplog, declared. Client-safe. */

const grantWire = z
  .object({
    scopes: z.array(z.enum(grantableScopes)),
    services: z.array(z.string()).nullable().meta({ description: 'In lower case; null for all.' }),
    environments: z.array(z.string()).nullable().meta({ description: 'In lower case; null for all.' }),
  })
  .meta({ id: 'Grant' });

export const meWire = z
  .object({
    kind: z
      .enum(['local', 'person', 'token', 'ci'])
      .meta({ description: '`local`: nobody signs in, whoever is served may do everything.' }),
    id: z.string().meta({ description: 'Of the person, the token or the trust rule; `local` for local.' }),
    name: z.string().meta({ description: 'As changelogs name the caller.' }),
    email: z.string().nullable(),
    role: z.enum(roles).nullable().meta({ description: 'Of a person.' }),
    mode: z.enum(['protected', 'signed-in', 'open']).meta({
      description:
        '`protected`: only the machine that Shiplog runs on is served. `signed-in`: whoever signs in or sends a token. `open`: everybody.',
    }),
    via: z.string().meta({
      description: 'How the caller is known: `socket`, `session`, the hint of a token, the issuer of a run.',
    }),
    grants: z.array(grantWire).meta({ description: 'What is allowed is what any of them allows.' }),
    links: z
      .record(z.string(), z.string())
      .meta({ description: 'Pages about access that this caller may open: name and path.' }),
  })
  .meta({ id: 'Me' });
export type MeWire = z.output<typeof meWire>;

export const meOperation = operation({
  id: 'me',
  method: 'GET',
  path: '/api/v2/me',
  scope: 'known',
  dialect: native,
  tag: 'People',
  summary: 'Who one is, and what one may do where',
  description: 'Of whoever asks: a person with a session, a token, a run of CI.',
  answers: { 200: { description: 'Whoever asks.', schema: meWire } },
});
