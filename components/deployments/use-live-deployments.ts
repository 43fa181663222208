'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { usePaced } from '@/components/frame/use-paced';
import { type StreamMessage, useStream } from '@/components/frame/use-stream';
import { lockMessageTypes } from '@/components/locks/lock-messages';
import { deploymentKeys } from '@/lib/deployments/queries';
import type { EventWire } from '@/lib/events/schemas';
import { deploymentRuleKeys } from '@/lib/preflight/queries';

const topics = ['event', 'lock'] as const;
const types = ['event.created', 'event.updated', 'event.deleted', ...lockMessageTypes];

/** While pipelines are busy, what is shown is read anew this often; the first time at once. */
const readAgainMs = 1_500;
/** For how long a place that changed is set off. */
const freshMs = 6_000;

/** A place as a key. */
export const placeKey = (service: string, environment: string) => `${service}\n${environment}`;

/**
 * Follows deployments and locks while the page is live: what is shown is read anew, and a screen reader hears how deployments stand.
 * @returns whether the stream is interrupted, and the places where something changed a moment ago
 */
export function useLiveDeployments(options: { live: boolean; position: string | null }) {
  const { live, position } = options;
  const client = useQueryClient();
  const [lost, setLost] = useState(false);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const fading = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(fading.current), []);

  const refresh = usePaced(() => {
    void client.invalidateQueries({ queryKey: deploymentKeys.all });
    void client.invalidateQueries({ queryKey: deploymentRuleKeys.all });
  }, readAgainMs);

  useStream({
    enabled: live,
    topics,
    types,
    position,
    onMessages: (messages) => {
      const told = messages.flatMap(deploymentOf);
      const others = messages.some(({ type }) => type.startsWith('lock.') || type === 'event.deleted');
      if (told.length === 0 && !others) return;
      for (const event of told.slice(-3)) announce(heard(event));
      const places = told.flatMap(({ service, environment }) =>
        environment === null ? [] : [placeKey(service, environment)],
      );
      if (places.length > 0) {
        setFresh(new Set(places));
        clearTimeout(fading.current);
        fading.current = setTimeout(() => setFresh(new Set()), freshMs);
      }
      refresh();
    },
    onReset: refresh,
    onState: (state) => setLost(state === 'lost'),
  });

  return { lost: live && lost, fresh };
}

function deploymentOf({ type, data }: StreamMessage): EventWire[] {
  if (type !== 'event.created' && type !== 'event.updated') return [];
  const event = data as EventWire | null;
  return event?.kind === 'deployment' || event?.kind === 'build' ? [event] : [];
}

const heard = ({ title, phase }: EventWire) =>
  ({
    planned: `${title}: planned`,
    running: `${title}: started`,
    succeeded: `${title}: succeeded`,
    failed: `${title}: failed`,
    aborted: `${title}: aborted`,
    attention: `${title}: ended with a warning`,
    noted: title,
  })[phase];
