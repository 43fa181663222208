/** What a program sends to say who it is. */
export type Credential = { kind: 'token' | 'jwt' | 'unknown'; text: string };

/**
 * Reads it from `Authorization: Bearer …` or, as some clients of the dialects send it, `X-API-Key`. Other schemes are credentials too,
 * only unknown ones: whoever sends them means to be somebody, and must not be taken for nobody.
 */
export function credentialOf(header: (name: string) => string | undefined): Credential | null {
  const authorization = header('authorization')?.trim();
  const given = authorization
    ? authorization.replace(/^(?:bearer|token|apikey)\s+/i, '')
    : header('x-api-key')?.trim();
  if (!given) return null;
  if (given.startsWith('slg_')) return { kind: 'token', text: given };
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(given)) return { kind: 'jwt', text: given };
  return { kind: 'unknown', text: given };
}
