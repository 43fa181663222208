'use client';

import { useQuery } from '@tanstack/react-query';
import { MoreHorizontal, Plus, Users } from 'lucide-react';
import { useState } from 'react';
import { PageHeader } from '@/components/frame/page-header';
import { useMe } from '@/components/frame/permissions';
import { Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { Button, IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ListPanel } from '@/components/ui/list-panel';
import { Menu, MenuItem } from '@/components/ui/menu';
import { peopleOptions } from '@/lib/people/queries';
import type { PersonWire } from '@/lib/people/schemas';
import { ActDialog } from './act-dialog';
import { type ActName, actNames, acts } from './acts';
import { EditDialog } from './edit-dialog';
import { InviteDialog } from './invite-dialog';

type Open = { what: 'invite' } | { what: 'edit' | ActName; person: PersonWire } | null;

/** Who signs in, and what each of them may do. */
export function PeopleList() {
  const people = useQuery(peopleOptions());
  const me = useMe();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const items = people.data?.items;
  const invite = (
    <Button
      variant="primary"
      icon={<Plus size={14} aria-hidden />}
      onClick={() => setOpen({ what: 'invite' })}
    >
      Invite
    </Button>
  );
  return (
    <>
      <PageHeader
        title="People"
        description="Who signs in, and what each of them may do. Machines have tokens instead."
        actions={items?.length === 0 ? undefined : invite}
      />
      <ListPanel
        query={people}
        label="People"
        rows={4}
        loading="Loading people"
        failed={{
          title: 'People could not be read',
          text: 'They go on being let in: this page only shows them.',
        }}
        empty={
          <EmptyState
            icon={<Users size={22} aria-hidden />}
            title="Nobody signs in yet"
            text={
              me.mode === 'protected'
                ? 'Only the machine that Shiplog runs on is served. Open the set-up link that npm start has printed: whoever does becomes the administrator, and everybody else signs in from then on.'
                : 'Invite somebody: you get a link to hand over.'
            }
            actions={invite}
          />
        }
      >
        {(items) =>
          items.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isMe={person.id === me.id}
              onOpen={(what) => setOpen({ what, person })}
            />
          ))
        }
      </ListPanel>
      {open?.what === 'invite' && <InviteDialog onClose={close} />}
      {open?.what === 'edit' && <EditDialog person={open.person} onClose={close} />}
      {open && open.what !== 'invite' && open.what !== 'edit' && (
        <ActDialog person={open.person} name={open.what} onClose={close} />
      )}
    </>
  );
}

function PersonRow(props: { person: PersonWire; isMe: boolean; onOpen: (what: 'edit' | ActName) => void }) {
  const { person, isMe, onOpen } = props;
  const { name, email, role, status, grants } = person;
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 border-b border-line px-panel py-3 last:border-b-0">
      <div className={cn('min-w-0 flex-1 basis-72', status === 'disabled' && 'text-fg-muted')}>
        <h2 className="flex flex-wrap items-center gap-2 text-md font-semibold wrap-anywhere">
          {name}
          {isMe && <span className="text-xs font-normal text-fg-muted">you</span>}
          <Badge tone={role === 'admin' ? 'accent' : 'neutral'}>{role}</Badge>
          {status === 'invited' && (
            <span data-phase="planned" className="inline-flex">
              <Badge tone="phase">invited</Badge>
            </span>
          )}
          {status === 'disabled' && (
            <span data-phase="failed" className="inline-flex">
              <Badge tone="phase">disabled</Badge>
            </span>
          )}
        </h2>
        <p className="mt-0.5 wrap-anywhere text-fg-muted">{email ?? 'no address'}</p>
        {grants.length > 0 && (
          <p className="mt-1 text-xs wrap-anywhere text-fg-muted">
            {grants.map(({ environment, role: more }) => `${more} in ${environment}`).join(', ')}
          </p>
        )}
      </div>
      <div className="flex min-w-0 shrink-0 basis-48 flex-col gap-0.5 text-xs text-fg-subtle">
        <Presence person={person} />
      </div>
      <div className="flex shrink-0 items-center gap-1">
        <Button size="sm" onClick={() => onOpen('edit')} aria-label={`Change ${name}`}>
          Change
        </Button>
        <Menu
          label={`More about ${name}`}
          trigger={
            <IconButton size="sm" label={`More about ${name}`}>
              <MoreHorizontal size={15} aria-hidden />
            </IconButton>
          }
        >
          {actNames
            .filter((act) => acts[act].fits(person))
            .map((act) => (
              <MenuItem key={act} onSelect={() => onOpen(act)}>
                {acts[act].label}
              </MenuItem>
            ))}
        </Menu>
      </div>
    </li>
  );
}

function Presence({ person: { status, lastSeenAt, sessions, signsInWith, link } }: { person: PersonWire }) {
  return (
    <>
      {lastSeenAt ? (
        <p>
          Seen <Time value={lastSeenAt} />
        </p>
      ) : (
        <p>Never here</p>
      )}
      {status === 'active' && (
        <p>
          {sessions === 1 ? '1 session' : `${sessions ?? 0} sessions`}
          {signsInWith && signsInWith.length > 0 && `, by ${signsInWith.map(wayName).join(' and ')}`}
        </p>
      )}
      {link && (
        <p>
          {link.purpose === 'invite' ? 'Invitation' : 'Password link'} expires <Time value={link.expiresAt} />
        </p>
      )}
      {status === 'invited' && !link && <p>The invitation has expired</p>}
    </>
  );
}

const wayName = (way: string) => (way === 'oidc' ? 'single sign-on' : way === 'github' ? 'GitHub' : way);
