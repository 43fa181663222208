import type { ReactNode } from 'react';
import { changesBetween, type FieldWords } from '@/components/forms/rebased';
import { Time } from '@/components/time/time';
import type { TokenWire } from '@/lib/tokens/schemas';
import { grantFieldWords } from './grant-words';

const fields: FieldWords<TokenWire, ReactNode> = {
  name: { label: 'Name', words: (name) => name },
  expiresAt: { label: 'Expires', words: (at) => (at === null ? 'never' : <Time value={at} />) },
  ...grantFieldWords,
  ratePerMinute: { label: 'Requests a minute', words: (rate) => rate ?? 'as the server is set' },
  trackerEnums: {
    label: 'Numbers of Tracker',
    words: (table) => (table === null ? 'as the server is set' : `those of its ${table}`),
  },
};

/** What somebody else has made of a token. */
export const tokenChanges = (before: TokenWire, now: TokenWire) => changesBetween(before, now, fields);
