'use client';

import { useQueryClient } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { Markdown } from '@/components/markdown/markdown';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import type { AnswerError } from '@/lib/http/client';
import { draftPostmortem, incidentKeys, incidentOptions, patchIncident } from '@/lib/incidents/queries';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { MarkdownField } from './markdown-field';
import { refreshIncident } from './mutations';

/** The incident also changes by signals that join it: only a change of the text itself is a conflict. */
const tries = 4;

/**
 * Writes the postmortem. A draft is put under what is there already, never in its place; saving says which revision it was read with, and
 * words that somebody else saved meanwhile are shown beside one's own.
 */
export function PostmortemEditor(props: {
  incident: IncidentDetailWire;
  /** Begin with a draft. */
  draft: boolean;
  onClose: () => void;
}) {
  const { incident, onClose } = props;
  const { number } = incident;
  const client = useQueryClient();
  // What the editor began with: what others save meanwhile is compared with it.
  const [base, setBase] = useState(incident.postmortem);
  const [text, setText] = useState(incident.postmortem);
  const [busy, setBusy] = useState<'draft' | 'save' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [theirs, setTheirs] = useState<IncidentDetailWire | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const begun = useRef(false);
  const dirty = text !== base;

  const insertDraft = async () => {
    setBusy('draft');
    setProblem(null);
    try {
      const { text: drafted } = await draftPostmortem(number);
      setText((now) => (now.trim() === '' ? drafted : `${now.trimEnd()}\n\n---\n\n${drafted}`));
      announce('The draft is in the editor');
    } catch (error) {
      setProblem(
        `The draft could not be made: ${(error as AnswerError).message} What you typed is still here.`,
      );
    }
    setBusy(null);
  };

  // The outside systems: the server, once, and focus.
  const first = useRef(insertDraft);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    field.current?.focus();
    if (props.draft) void first.current();
  }, [props.draft]);

  // The outside system: a tab that is closed with words in it.
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);

  const save = async (over: IncidentDetailWire | null = null) => {
    setBusy('save');
    setProblem(null);
    setTheirs(null);
    let current = over ?? client.getQueryData<IncidentDetailWire>(incidentKeys.detail(number)) ?? incident;
    let expected = over ? over.postmortem : base;
    try {
      for (let turn = 1; ; turn++) {
        if (current.postmortem !== expected) {
          setTheirs(current);
          break;
        }
        try {
          const saved = await patchIncident(number, { postmortem: text }, current.revision);
          client.setQueryData(incidentKeys.detail(number), saved);
          refreshIncident(client, number);
          announce('Postmortem saved');
          onClose();
          return;
        } catch (error) {
          if ((error as AnswerError).status !== 412 || turn >= tries) throw error;
          current = await client.query({ ...incidentOptions(number), staleTime: 0 });
          expected = over ? over.postmortem : base;
        }
      }
    } catch (error) {
      setProblem(`Not saved: ${(error as AnswerError).message} What you typed is still here.`);
    }
    setBusy(null);
  };
  const leave = () => {
    if (dirty && text.trim() !== '' && !window.confirm('Leave the editor without what you typed?')) return;
    onClose();
  };

  return (
    <form
      className="flex min-w-0 flex-col gap-3"
      onSubmit={(submit) => {
        submit.preventDefault();
        void save();
      }}
    >
      {theirs && (
        <div
          role="alert"
          data-phase="attention"
          className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
        >
          <p>
            <strong className="font-semibold">Somebody else wrote it meanwhile.</strong>{' '}
            {theirs.postmortemBy || 'Somebody'} saved{' '}
            {theirs.postmortemAt !== null && <Time value={theirs.postmortemAt} />}. Nothing was overwritten,
            and what you typed is still here.
          </p>
          <details className="mt-1">
            <summary>What they wrote</summary>
            <div className="mt-1 max-h-72 overflow-auto rounded border border-line bg-surface-1 p-3 text-fg">
              <Markdown text={theirs.postmortem} level={4} />
            </div>
          </details>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button
              size="sm"
              onClick={() => {
                setText((now) => `${theirs.postmortem.trimEnd()}\n\n---\n\n${now}`);
                setBase(theirs.postmortem);
                setTheirs(null);
              }}
            >
              Put mine under theirs
            </Button>
            <Button
              size="sm"
              variant="ghost"
              onClick={() => {
                setText(theirs.postmortem);
                setBase(theirs.postmortem);
                setTheirs(null);
              }}
            >
              Take theirs
            </Button>
            <Button size="sm" variant="ghost" className="text-danger-fg" onClick={() => void save(theirs)}>
              Replace theirs
            </Button>
          </div>
        </div>
      )}
      <MarkdownField
        ref={field}
        label="Postmortem"
        value={text}
        maxLength={100_000}
        rows={12}
        onChange={setText}
        onSend={() => void save()}
        placeholder={'## What happened\n\n## Why it could happen\n\n## What we change'}
        className="max-h-[70dvh] font-mono text-xs leading-5"
        actions={
          <>
            <Button
              size="sm"
              variant="ghost"
              icon={<FileText size={13} aria-hidden />}
              busy={busy === 'draft'}
              onClick={() => void insertDraft()}
              data-tip={text.trim() === '' ? undefined : 'Under what is here already'}
            >
              Insert a draft
            </Button>
            <Button size="sm" variant="ghost" onClick={leave}>
              Cancel
            </Button>
            <Button
              type="submit"
              size="sm"
              variant="primary"
              disabled={!dirty || theirs !== null}
              busy={busy === 'save'}
            >
              Save
            </Button>
          </>
        }
      />
      {problem && (
        <p role="alert" className="text-xs text-danger-fg">
          {problem}
        </p>
      )}
    </form>
  );
}
