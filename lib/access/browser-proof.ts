import { config } from '@/lib/config';
import { DomainError } from '@/lib/errors';

/**
 * Proves that an unsafe request with a cookie was sent by a page of ours. Browsers send the cookie along with whatever another site
 * makes them send; what they say about that site it cannot forge.
 *
 * `Sec-Fetch-Site` decides where it is there (every browser since 2023), else `Origin`. A request with neither is refused: a program
 * has no cookie, it sends a token.
 * @throws DomainError `forbidden`
 */
export function proveSameOrigin(header: (name: string) => string | undefined): void {
  const site = header('sec-fetch-site');
  const origin = header('origin');
  if (
    site !== undefined
      ? site === 'same-origin' && (origin === undefined || isOwn(origin, header('host')))
      : isOwn(origin, header('host'))
  )
    return;
  throw new DomainError(
    'forbidden',
    'A change with a session has to come from a page of Shiplog itself. Programs send a token: Authorization: Bearer slg_…',
  );
}

function isOwn(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined || !host || !URL.canParse(origin)) return false;
  const { protocol, host: from } = new URL(origin);
  // Behind TLS a page without it may be anybody's who sits on the line.
  const isWeb = protocol === 'https:' || (protocol === 'http:' && !config().isSecure);
  return isWeb && from === host.toLowerCase();
}
