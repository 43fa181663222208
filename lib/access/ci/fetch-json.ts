/** How long an issuer may take for one answer, and how long the answer may be. */
const timeoutMs = 5_000;
const mostBytes = 512 * 1024;

/**
 * Reads a JSON document of somebody else's server. Follows no redirects, so that nobody is sent where nobody has said that they trust.
 * Throws for anything but a whole 200.
 */
export async function fetchJson(url: string, ms = timeoutMs): Promise<unknown> {
  const signal = AbortSignal.timeout(ms);
  const response = await fetch(url, {
    redirect: 'error',
    cache: 'no-store',
    headers: { accept: 'application/json' },
    signal,
  });
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > mostBytes) throw new Error(`${url} answered more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks, size).toString('utf8'));
}
