/**
 * Whether a header is a state of Next's router, as its client in the browser sends it: percent-encoded JSON of segments within
 * segments. Next answers 500 to anything else, and writes it into its log.
 */
export function isRouterState(header: string): boolean {
  try {
    return isTree(JSON.parse(decodeURIComponent(header)), 0);
  } catch {
    return false;
  }
}

/** Deeper than any page of ours; Next itself walks as deep as it is led. */
const deepest = 50;

const kinds = /^(?:c|oc|d|[cd]i\((?:\.{1,3}|\.\.\)\(\.\.)\))$/;
const marks: readonly unknown[] = ['refetch', 'inside-shared-layout', 'metadata-only'];

/** [segment, children, [url, search]?, mark?, hints?, stale?] */
function isTree(value: unknown, depth: number): boolean {
  if (!Array.isArray(value) || value.length < 2 || value.length > 6 || depth > deepest) return false;
  const [segment, children, refresh, mark, hints, stale] = value as unknown[];
  return (
    isSegment(segment) &&
    isRecord(children) &&
    Object.values(children).every((child) => isTree(child, depth + 1)) &&
    (refresh == null || (Array.isArray(refresh) && refresh.length === 2 && refresh.every(isText))) &&
    (mark == null || marks.includes(mark)) &&
    (hints == null || typeof hints === 'number') &&
    (stale === undefined || isText(stale))
  );
}

function isSegment(value: unknown): boolean {
  if (isText(value)) return true;
  if (!Array.isArray(value) || value.length !== 4) return false;
  const [name, key, kind, siblings] = value as unknown[];
  return (
    isText(name) &&
    isText(key) &&
    isText(kind) &&
    kinds.test(kind) &&
    (siblings === null || (Array.isArray(siblings) && siblings.every(isText)))
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
