'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { AnswerError } from '@/lib/http/client';
import { rebased } from './rebased';

interface Revised<W extends object, V extends object, B> {
  /** As the form holds it; null for what is not there yet. */
  valuesOf: (wire: W | null) => V;
  /** Sends it with the revision that the form began with: 412 when somebody was faster. */
  save: (base: W | null, body: B) => Promise<W>;
  /** Reads it anew. */
  newest: (base: W) => Promise<W>;
  onSaved: (saved: W) => void;
}

/**
 * A form of something that others may change as well. It is sent with the revision that it began with, whatever the page has read since:
 * who was faster is not overwritten, but shown, and what was typed goes on over theirs.
 */
export function useRevised<W extends object, V extends object, B>(first: W | null, how: Revised<W, V, B>) {
  const [base, setBase] = useState(() => ({ wire: first, values: how.valuesOf(first) }));
  const [values, setValues] = useState(base.values);
  const [faster, setFaster] = useState<W | null>(null);

  const begin = (wire: W) => {
    const fresh = how.valuesOf(wire);
    setBase({ wire, values: fresh });
    setFaster(null);
    return fresh;
  };
  /** Goes on from what it is now, with what was typed. */
  const follow = (now: W) => setValues(rebased(values, base.values, begin(now)));

  /** Looks what somebody else has made of it. */
  const look = async () => {
    if (base.wire) setFaster(await how.newest(base.wire).catch(() => null));
  };
  const save = useMutation<W, AnswerError, B>({
    mutationFn: (body) => how.save(base.wire, body),
    onSuccess: (saved) => {
      setValues(begin(saved));
      how.onSaved(saved);
    },
    onError: async ({ status }) => {
      if (status === 412) await look();
    },
  });
  return {
    /** What the form began with. */
    base: base.wire,
    values,
    setValues,
    /** What somebody else has made of it meanwhile. */
    faster,
    failure: save.error?.status === 412 ? (faster ? null : unread) : save.error,
    busy: save.isPending,
    send: save.mutate,
    follow,
    look,
    reload: () => {
      if (!faster) return;
      follow(faster);
      save.reset();
      announce('Reloaded. What you typed is kept.');
    },
  };
}

const unread = new AnswerError(
  412,
  'Somebody has changed or deleted it meanwhile, and it could not be read again.',
);
