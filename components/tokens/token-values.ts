import type { Problem } from '@/lib/http/problem';
import { adminIsUnlimited, type TokenInput, type TokenWire, tokenBody } from '@/lib/tokens/schemas';
import type { GrantValues } from './grant-fields';

/** A token as its form holds it, and the way there and back. Pure. */

export const expiries = ['30', '90', '365', 'never', 'date', 'as-is'] as const;
export type Expiry = (typeof expiries)[number];

export const expiryLabels: Record<Expiry, string> = {
  '30': 'In 30 days',
  '90': 'In 90 days',
  '365': 'In a year',
  never: 'Never',
  date: 'On a day',
  'as-is': 'As it is',
};

export interface TokenValues extends GrantValues {
  name: string;
  expiry: Expiry;
  /** Of `date`: a day, which counts to its end in UTC. */
  day: string;
  trackerEnums: '' | 'guide' | 'proto';
  rate: string;
}
export type TokenErrors = Partial<Record<keyof TokenValues | '', string>>;

export const newTokenValues: TokenValues = {
  name: '',
  scopes: ['read', 'events:write'],
  services: [],
  environments: [],
  expiry: '90',
  day: '',
  trackerEnums: '',
  rate: '',
};

export function valuesOfToken(token: TokenWire): TokenValues {
  return {
    name: token.name,
    scopes: token.scopes,
    services: token.services,
    environments: token.environments,
    expiry: 'as-is',
    day: '',
    trackerEnums: token.trackerEnums ?? '',
    rate: token.ratePerMinute === null ? '' : String(token.ratePerMinute),
  };
}

const dayMs = 86_400_000;

function expiresAt({ expiry, day }: TokenValues, now: number): string | null | undefined {
  if (expiry === 'as-is') return undefined;
  if (expiry === 'never') return null;
  if (expiry === 'date') return `${day}T23:59:59Z`;
  return new Date(now + Number(expiry) * dayMs).toISOString();
}

/** What is sent, or what is wrong. Without `expiresAt` it stays as it is. */
export function readToken(
  values: TokenValues,
  now = Date.now(),
): { body: TokenInput; errors?: never } | { body?: never; errors: TokenErrors } {
  const until = expiresAt(values, now);
  const body: TokenInput = {
    name: values.name,
    scopes: [...values.scopes],
    services: [...values.services],
    environments: [...values.environments],
    ...(until === undefined ? {} : { expiresAt: until }),
    trackerEnums: values.trackerEnums === '' ? null : values.trackerEnums,
    ratePerMinute: values.rate.trim() === '' ? null : Number(values.rate),
  };
  const parsed = tokenBody.safeParse(body);
  if (parsed.success) return { body };
  const errors: TokenErrors = {};
  for (const { path, message } of parsed.error.issues) {
    const field = fieldOf(String(path[0] ?? ''));
    errors[field] ??= wordsFor(field, message);
  }
  return { errors };
}

function fieldOf(name: string): keyof TokenErrors {
  if (name === 'expiresAt') return 'day';
  if (name === 'ratePerMinute') return 'rate';
  return name in newTokenValues ? (name as keyof TokenValues) : '';
}

function wordsFor(field: keyof TokenErrors, message: string): string {
  if (field === 'name' && message.includes('empty')) return 'Say what it is for.';
  if (field === 'scopes' && message !== adminIsUnlimited) return 'Choose at least one.';
  if (field === 'day') return message === 'is in the past' ? 'That day is over.' : 'Choose a day.';
  if (field === 'rate') return 'Write a whole number from 1 to 1,000,000, or nothing.';
  return `It ${message}.`;
}

/** What the server says is wrong, at its field. */
export function errorsOfToken(problem: Problem | null): TokenErrors | null {
  const entries = (problem?.errors ?? []).map(({ pointer = '', detail }) => {
    const field = fieldOf(pointer.split('/')[1] ?? '');
    return [field, wordsFor(field, detail)] as const;
  });
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}
