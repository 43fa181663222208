import { httpUrl } from '@/lib/links';
import { isLoopbackHost } from '../local-request';

/** Whether tokens may be taken from an issuer of this name at all: https, or http on this machine. Client-safe. */
export function isIssuerUrl(text: string): boolean {
  if (httpUrl(text) === null || /[?#\s]/.test(text)) return false;
  const { protocol, host } = new URL(text);
  return protocol === 'https:' || isLoopbackHost(host);
}

/** Where an issuer tells about itself. */
export const discoveryUrl = (issuer: string): string =>
  `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;

/** Whether keys may be read from where an issuer says that they are. Only an issuer on this machine may send us to this machine. */
export function isKeysUrl(issuer: string, text: unknown): text is string {
  if (typeof text !== 'string' || httpUrl(text) === null) return false;
  const url = new URL(text);
  if (url.protocol === 'https:') return true;
  return isLoopbackHost(new URL(issuer).host) && isLoopbackHost(url.host);
}
