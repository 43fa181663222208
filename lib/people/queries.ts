import { queryOptions } from '@tanstack/react-query';
import { ask, ifMatch } from '@/lib/http/client';
import type { PersonListWire } from './operations';
import type {
  NewPersonWire,
  OneTimeLinkWire,
  PasswordBody,
  PersonInput,
  PersonPatchInput,
  PersonWire,
} from './schemas';
import type { SessionListWire } from './sign-in-operations';

/** What pages ask about people and sessions. Client-safe. */

export const peopleKeys = {
  all: ['people'] as const,
  list: ['people', 'list'] as const,
  sessions: ['people', 'sessions'] as const,
};

/** Everybody, as whoever asks may see them. */
export const peopleOptions = () =>
  queryOptions({
    queryKey: peopleKeys.list,
    queryFn: ({ signal }) => ask<PersonListWire>('/api/v2/people', { signal }),
  });

/** One's own sessions. */
export const sessionsOptions = () =>
  queryOptions({
    queryKey: peopleKeys.sessions,
    queryFn: ({ signal }) => ask<SessionListWire>('/api/v2/sessions', { signal }),
  });

const person = (id: string) => `/api/v2/people/${encodeURIComponent(id)}`;

export const invitePerson = (body: PersonInput) =>
  ask<NewPersonWire>('/api/v2/people', { method: 'POST', body });
export const updatePerson = ({ id, revision }: PersonWire, body: PersonPatchInput) =>
  ask<PersonWire>(person(id), { method: 'PATCH', body, headers: ifMatch(revision) });
export const deletePerson = ({ id, revision }: PersonWire) =>
  ask<null>(person(id), { method: 'DELETE', headers: ifMatch(revision) });
export const createPersonLink = (id: string, purpose: 'invitation' | 'reset') =>
  ask<OneTimeLinkWire>(`${person(id)}/${purpose}`, { method: 'POST' });
export const signOutPerson = (id: string) =>
  ask<{ ended: number }>(`${person(id)}/sign-out`, { method: 'POST' });

export const endSession = (id: string) =>
  ask<null>(`/api/v2/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
export const endOtherSessions = () =>
  ask<{ ended: number }>('/api/v2/sessions/end-all', { method: 'POST', body: { keepCurrent: true } });
export const changePassword = (body: PasswordBody) => ask<null>('/api/v2/password', { method: 'POST', body });
