'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ListPanel } from '@/components/ui/list-panel';
import { toast } from '@/components/ui/toast';
import { endOtherSessions, endSession, peopleKeys, sessionsOptions } from '@/lib/people/queries';
import type { SessionWire } from '@/lib/people/schemas';
import { browserName } from './browser-name';

/** The browsers one is signed in with. */
export function SessionList() {
  const sessions = useQuery(sessionsOptions());
  const client = useQueryClient();
  const settled = {
    onError: (error: Error) => toast({ tone: 'failed', title: 'The session goes on', text: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: peopleKeys.sessions }),
  };
  const end = useMutation({ mutationFn: (id: string) => endSession(id), ...settled });
  const endOthers = useMutation({ mutationFn: endOtherSessions, ...settled });
  const items = sessions.data?.items;
  return (
    <ListPanel
      query={sessions}
      label="Sessions"
      rows={2}
      loading="Loading the sessions"
      failed={{ title: 'The sessions could not be read', text: 'They go on: this page only shows them.' }}
      empty={<p className="p-panel text-fg-muted">You have no session: nobody signs in here.</p>}
      title="Sessions"
      description="The browsers you are signed in with. One that is not used for two weeks ends by itself."
      actions={
        items && items.length > 1 ? (
          <Button size="sm" busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
            End all others
          </Button>
        ) : undefined
      }
    >
      {(items) =>
        items.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            busy={end.isPending && end.variables === session.id}
            onEnd={() => end.mutate(session.id)}
          />
        ))
      }
    </ListPanel>
  );
}

function SessionRow({ session, busy, onEnd }: { session: SessionWire; busy: boolean; onEnd: () => void }) {
  const name = browserName(session.userAgent);
  return (
    <li className="flex items-start gap-3 border-b border-line px-panel py-3 last:border-b-0">
      <MonitorSmartphone size={16} aria-hidden className="mt-0.5 shrink-0 text-fg-subtle" />
      <div className="min-w-0 flex-1">
        <p
          className="flex flex-wrap items-center gap-2 font-medium"
          data-tip={session.userAgent || undefined}
        >
          {name}
          {session.current && <Badge tone="accent">this one</Badge>}
        </p>
        <p className="mt-0.5 text-xs wrap-anywhere text-fg-subtle">
          From {session.address}, signed in <Time value={session.createdAt} />, used{' '}
          <Time value={session.lastSeenAt} />
        </p>
      </div>
      {!session.current && (
        <Button
          size="sm"
          busy={busy}
          onClick={onEnd}
          aria-label={`End the session of ${name} from ${session.address}`}
        >
          End
        </Button>
      )}
    </li>
  );
}
