'use client';

import { useEffect, useRef, useState } from 'react';

export interface CallRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** What became of a call. */
export type CallState =
  | { phase: 'idle' }
  | { phase: 'sending' }
  | { phase: 'failed'; message: string }
  | {
      phase: 'streaming' | 'done';
      status: number;
      milliseconds: number;
      headers: [string, string][];
      text: string;
    };

/** Headers of an answer that say something about the API rather than about the connection. */
const telling = ['content-type', 'etag', 'location', 'retry-after', 'idempotent-replayed', 'allow'];

/** The most of an answer that is kept to be shown. */
const most = 100_000;

/** Calls this server, one call at a time; an answer that keeps coming is shown as it comes. */
export function useCall() {
  const [state, setState] = useState<CallState>({ phase: 'idle' });
  const running = useRef<AbortController>(undefined);

  // The outside system: the connection, which ends with the form.
  useEffect(() => () => running.current?.abort(), []);

  const start = async (request: CallRequest) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const since = performance.now();
    setState({ phase: 'sending' });
    try {
      const response = await fetch(request.path, {
        method: request.method,
        headers: {
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...request.headers,
        },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: controller.signal,
        cache: 'no-store',
      });
      const facts = {
        status: response.status,
        milliseconds: performance.now() - since,
        headers: telling.flatMap((name): [string, string][] => {
          const value = response.headers.get(name);
          return value === null ? [] : [[name, value]];
        }),
      };
      await readText(response, (text, done) => {
        if (!controller.signal.aborted) setState({ phase: done ? 'done' : 'streaming', ...facts, text });
      });
    } catch (error) {
      if (controller.signal.aborted) return;
      setState({ phase: 'failed', message: (error as Error).message });
    }
  };

  const stop = () => {
    running.current?.abort();
    setState((before) => (before.phase === 'streaming' ? { ...before, phase: 'done' } : before));
  };

  return { state, start, stop };
}

async function readText(response: Response, show: (text: string, done: boolean) => void): Promise<void> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    // Of a stream the newest counts, of anything else the beginning.
    if (value) text = keep(text + decoder.decode(value, { stream: true }), response);
    show(text, done);
    if (done) return;
  }
}

function keep(text: string, response: Response): string {
  if (text.length <= most) return text;
  return response.headers.get('content-type')?.startsWith('text/event-stream')
    ? text.slice(-most)
    : text.slice(0, most);
}
