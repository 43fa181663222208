/** What kind of thing stands behind a path, and by which field of the answer it is known when the path does not name it yet. */
const kinds: readonly (readonly [prefix: string, kind: string, field: string])[] = [
  ['/api/v2/events', 'event', 'id'],
  ['/api/v2/incidents', 'incident', 'number'],
  ['/api/v2/locks', 'lock', 'id'],
  ['/api/v2/catalog', 'catalog', 'name'],
  ['/api/v2/deployment-rules', 'rule', 'id'],
  ['/api/v2/detection-rules', 'detection-rule', 'id'],
  ['/api/v2/environments', 'environment', 'name'],
  ['/api/v2/insights/delivery/rule', 'delivery-rule', ''],
  ['/api/v2/versions', 'version', 'id'],
  ['/api/v2/tokens', 'token', 'id'],
  ['/api/v2/trust-rules', 'trust-rule', 'id'],
  ['/api/v2/people', 'person', 'id'],
  ['/api/v2/sessions', 'session', 'id'],
  ['/api/v2/audit', 'audit', ''],
  ['/api/links', 'link', 'id'],
  ['/api/v1alpha1/event', 'event', 'id'],
  ['/api/v1alpha1/lock', 'lock', 'id'],
  ['/api/v1alpha1/unlock', 'lock', 'id'],
  ['/api/v1alpha1/catalog', 'catalog', 'name'],
  ['/api/v1/incidents', 'incident', 'id'],
  ['/api/v1/events', 'signal', 'id'],
  ['/api/versioner/products', 'product', 'id'],
  ['/api/versioner/deployment-rules', 'rule', 'id'],
  ['/api/versioner/notification-preferences', 'preference', 'id'],
];

/**
 * What a request is about, as far as its path and its answer tell: `incident:17`. Pure.
 * @param answer what was answered, if it is an object
 */
export function subjectOf(path: string, params: Record<string, string>, answer: unknown): string {
  const named = Object.values(params).join('/');
  const found = kinds.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
  if (!found) return named;
  const [, kind, field] = found;
  const id =
    named ||
    (typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>)[field] : '');
  return typeof id === 'string' || typeof id === 'number' ? `${kind}:${id}` : kind;
}
