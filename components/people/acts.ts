import { createPersonLink, deletePerson, signOutPerson, updatePerson } from '@/lib/people/queries';
import type { OneTimeLinkWire, PersonWire } from '@/lib/people/schemas';

/** What an administrator can do about somebody, each behind a question. */

export const actNames = ['disable', 'enable', 'signOut', 'invitation', 'reset', 'remove'] as const;
export type ActName = (typeof actNames)[number];

interface Act {
  /** In the menu. */
  label: string;
  title: (name: string) => string;
  text: string;
  button: string;
  danger: boolean;
  /** Whether it makes sense as things are. */
  fits: (person: PersonWire) => boolean;
  /** A link to hand over, where it makes one. */
  run: (person: PersonWire) => Promise<OneTimeLinkWire | null>;
}

const nothing = () => null;

export const acts: Record<ActName, Act> = {
  invitation: {
    label: 'New invitation',
    title: (name) => `A new invitation for ${name}`,
    text: 'The link before it no longer works.',
    button: 'Make the link',
    danger: false,
    fits: ({ status }) => status === 'invited',
    run: ({ id }) => createPersonLink(id, 'invitation'),
  },
  reset: {
    label: 'Link for a new password',
    title: (name) => `A new password for ${name}`,
    text: 'The old password works until the link is used. Using it ends all their sessions.',
    button: 'Make the link',
    danger: false,
    fits: ({ status }) => status === 'active',
    run: ({ id }) => createPersonLink(id, 'reset'),
  },
  signOut: {
    label: 'Sign out everywhere',
    title: (name) => `Sign ${name} out everywhere`,
    text: 'All their sessions end within a second. They can sign in again.',
    button: 'Sign out',
    danger: false,
    fits: ({ sessions }) => (sessions ?? 0) > 0,
    run: ({ id }) => signOutPerson(id).then(nothing),
  },
  disable: {
    label: 'Disable',
    title: (name) => `Disable ${name}`,
    text: 'They are signed out within a second and are not let in any more, by no way. What they did stays under their name, and you can let them in again.',
    button: 'Disable',
    danger: true,
    fits: ({ status }) => status !== 'disabled',
    run: (person) => updatePerson(person, { status: 'disabled' }).then(nothing),
  },
  enable: {
    label: 'Let in again',
    title: (name) => `Let ${name} in again`,
    text: 'They may do what they could do before.',
    button: 'Let in again',
    danger: false,
    fits: ({ status }) => status === 'disabled',
    run: (person) => updatePerson(person, { status: 'active' }).then(nothing),
  },
  remove: {
    label: 'Remove',
    title: (name) => `Remove ${name}`,
    text: 'Their account and sessions are gone for good. What they did stays under their name. To let them come back, disable them instead.',
    button: 'Remove',
    danger: true,
    fits: () => true,
    run: (person) => deletePerson(person).then(nothing),
  },
};
