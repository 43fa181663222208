/** What the activity of a service can be narrowed to. */
export const activityKinds = ['all', 'deployments', 'incidents', 'locks'] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** How far back the activity of a service is looked for. */
export const activityDays = 90;

export const activityKindOf = (said: string | null): ActivityKind =>
  activityKinds.find((kind) => kind === said) ?? 'all';

/** The query for the events of a service, newest first. Pure; the server and the browser ask the same. */
export function activityQuery(service: string, said: string | null): string {
  const query = new URLSearchParams({ service, from: `now-${activityDays}d`, to: 'now+1d' });
  const kind = activityKindOf(said);
  if (kind === 'deployments') query.set('kind', 'deployment');
  if (kind === 'incidents') query.set('kind', 'incident');
  return query.toString();
}
