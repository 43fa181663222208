/** Which violations are shown, and the API's own query for them. Pure. */

export const violationsShown = ['all', 'stopped', 'reported'] as const;
export type ViolationsShown = (typeof violationsShown)[number];

export function shownOf(text: string | null | undefined): ViolationsShown {
  return violationsShown.find((shown) => shown === text) ?? 'all';
}

export function violationQuery({ shown, rule }: { shown: ViolationsShown; rule?: string }): string {
  const query = new URLSearchParams();
  if (rule) query.set('rule', rule);
  if (shown !== 'all') query.set('blocked', String(shown === 'stopped'));
  query.set('limit', '20');
  return query.toString();
}
