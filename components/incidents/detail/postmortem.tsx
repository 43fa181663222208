'use client';

import { FileText, Pencil } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Allowed } from '@/components/frame/allowed';
import { useKeys } from '@/components/frame/keys';
import { useIncidentRights } from '@/components/incidents/rights';
import { Markdown } from '@/components/markdown/markdown';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';

const PostmortemEditor = dynamic(
  () => import('./postmortem-editor').then((module) => module.PostmortemEditor),
  { ssr: false },
);

/** What was learned, in the words of people; a draft from what happened helps to begin. */
export function Postmortem({ incident }: { incident: IncidentDetailWire }) {
  const { postmortem, postmortemBy, postmortemAt } = incident;
  const [editing, setEditing] = useState<'draft' | 'write' | null>(null);
  const { permission, offered } = useIncidentRights(incident);
  const written = postmortem.trim() !== '';
  useKeys('Incident', { p: { label: 'Write the postmortem', permission, run: () => setEditing('write') } });
  return (
    <Panel
      title="Postmortem"
      description={
        written && postmortemAt !== null ? (
          <>
            by {postmortemBy || 'somebody'}, <Time value={postmortemAt} />
          </>
        ) : undefined
      }
      actions={
        written &&
        editing === null && (
          <Allowed scope="incidents:write" place={incident}>
            <span data-print="hide">
              <Button
                size="sm"
                variant="ghost"
                icon={<Pencil size={13} aria-hidden />}
                onClick={() => setEditing('write')}
              >
                Edit
              </Button>
            </span>
          </Allowed>
        )
      }
    >
      {editing !== null ? (
        <PostmortemEditor incident={incident} draft={editing === 'draft'} onClose={() => setEditing(null)} />
      ) : written ? (
        <Markdown text={postmortem} className="max-w-prose" />
      ) : (
        <div className="flex flex-col items-start gap-3">
          <p className="max-w-prose text-fg-muted">
            Nobody has written one yet.{' '}
            {offered &&
              'A draft knows what happened, when and by whom; why it could happen is for people to say.'}
          </p>
          <Allowed scope="incidents:write" place={incident}>
            <div className="flex flex-wrap gap-2" data-print="hide">
              <Button icon={<FileText size={14} aria-hidden />} onClick={() => setEditing('draft')}>
                Draft from what happened
              </Button>
              <Button variant="ghost" onClick={() => setEditing('write')}>
                Begin empty
              </Button>
            </div>
          </Allowed>
        </div>
      )}
    </Panel>
  );
}
