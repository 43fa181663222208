/** The origin a request was made to, from its headers; a host that is none gives the default. Pure. */
export function originOf(headers: { get(name: string): string | null | undefined }): string {
  const host = headers.get('host') ?? '';
  if (!/^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(host)) return 'http://localhost:8080';
  const scheme = headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https' ? 'https' : 'http';
  return `${scheme}://${host}`;
}
