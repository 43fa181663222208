import { operations } from '@/lib/api/operations';
import { cases } from '@/lib/testing/access/cases';
import type { Api } from '@/lib/testing/access/make';
import { type MakeCall, makeEvent, makeIncident } from '@/lib/testing/access/make';
import type { Shown } from '../looks';
import { target } from './calls';
import { environmentNames, families, numbered, payload } from './payloads';
import type { Sweep } from './world';
import { addressOf } from './world';

/** What takes more than one call: a chain, suspects, merges, a queue for a lock, a rule that objects. Answers what to look at. */
export async function setScene(api: Api, { rich }: Sweep): Promise<Shown> {
  const place = { name: 'rich', service: rich.service, environment: rich.environment };
  const named = { service: rich.service, environment: rich.environment };
  const text = (family: keyof typeof families, number: number) => payload(family, 0, 7000 + number, 180);

  for (const id of ['judgeSuspect', 'mergeIncident', 'splitIncident', 'acknowledgeIncident']) {
    const [make] = cases[id] as readonly [MakeCall];
    const call = await make(api, target(0));
    const operation = operations.find((one) => one.id === id);
    if (call && operation) await api(operation.method, addressOf(operation, call.params), call.body);
  }
  const merged = await makeIncident(api, place);
  await api('POST', `/api/v2/incidents/${merged}/merge`, { into: Number(rich.incident) });
  await api('POST', `/api/v2/incidents/${rich.incident}/suspects/${rich.event}`, { verdict: 'confirmed' });
  await api('PATCH', `/api/v2/incidents/${rich.incident}`, {
    assignee: text('attribute', 1),
    summary: numbered(families.markdown.join('\n\n'), 7002),
    postmortem: payload('markdown', 0, 7003, 100_000),
  });

  const closed = await makeIncident(api, { ...place, environment: environmentNames[1] as string });
  await api('POST', `/api/v2/incidents/${closed}/status`, { status: 'resolved', comment: text('image', 4) });
  await api('POST', `/api/v2/incidents/${closed}/status`, { status: 'closed', comment: text('script', 5) });

  await makeEvent(api, place, { title: text('foreign', 6), relatedId: rich.event, status: 'done' });
  const { items: chains } = await api('GET', '/api/v2/durations/chains');

  await api('POST', '/api/v2/deployment-rules', {
    kind: 'window',
    name: text('image', 7),
    reason: text('foreign', 8),
    mode: 'report_only',
    services: [rich.service],
    schedule: { recurrence: 'daily', from: '00:00', to: '23:59', zone: 'UTC' },
  });
  const deployment = await api('POST', '/api/v2/events', {
    kind: 'deployment',
    title: text('script', 9),
    message: payload('markdown', 0, 7010, 60_000),
    ...named,
    status: 'success',
    version: text('attribute', 11),
    links: [{ title: text('image', 12), url: 'https://docs.example.com/"><svg onload=__executed=1>' }],
    metadata: { [text('data', 13)]: text('script', 14) },
    payload: { [text('image', 15)]: [text('data', 16)] },
  });
  await api(
    'POST',
    `/api/v2/versions/${encodeURIComponent(rich.service)}/${encodeURIComponent(deployment.version)}/approvals`,
    {
      type: payload('image', 0, 7017, 100),
      comment: text('script', 18),
    },
  );

  const detection = await api('POST', '/api/v2/detection-rules', {
    name: text('attribute', 23),
    services: [text('image', 24)],
    messagePattern: text('script', 25),
  });

  const claim = { ...named, resource: text('foreign', 19), reason: text('image', 20) };
  const lock = await api('POST', '/api/v2/locks', { ...claim, holder: text('script', 21) });
  // Those who wait are told so after their second.
  await api('POST', '/api/v2/locks', { ...claim, holder: text('attribute', 22), wait: 1 }).catch(() => {});

  const first = async (path: string) => (await api('GET', path)).items[0];
  return {
    ...named,
    deployment: { id: deployment.id, service: deployment.service, version: deployment.version },
    incident: Number(rich.incident),
    closed: Number(closed),
    chain: chains[0].id,
    detection: String(detection.id),
    rule: (await first('/api/v2/deployment-rules')).id,
    lock: lock.id,
    token: (await first('/api/v2/tokens')).id,
    trust: (await first('/api/v2/trust-rules')).id,
  };
}
