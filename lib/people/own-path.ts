/**
 * The page of ours that somebody wanted before they had to sign in; `/` for anything that might lead elsewhere: browsers take `//x` and
 * `/\x` for other hosts, and drop tabs and line breaks before they look. Client-safe.
 */
export function ownPath(next: string | null | undefined): string {
  if (!next || next.length > 2000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || next.includes('\\'))
    return '/';
  // What stands behind the dots of `/..//x` would stand alone once a browser has resolved them.
  if (new URL(next, 'http://here').pathname.startsWith('//')) return '/';
  // Back to where one signs in leads nowhere.
  return /^\/(?:sign-in|set-up|join)(?:[/?#]|$)/.test(next) || /^\/api(?:\/|$)/.test(next) ? '/' : next;
}
