/** A request as a line for a shell. Pure. */
export type CurlRequest = {
  /** Scheme, host and port, as the reader reaches this server: `http://localhost:8080`. */
  origin: string;
  path: string;
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
  /** Sends the token that stands in the variable SHIPLOG_TOKEN of the shell. */
  withToken?: boolean;
  /** Shows what arrives as it arrives. */
  stream?: boolean;
};

/** `'…'` for a POSIX shell: nothing inside is interpreted. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The `curl` that makes the request, as pasted. JSON is laid out one field to a line so that it can be read and edited. */
export function curlCommand(request: CurlRequest): string {
  const { origin, path, method, body, headers = {}, stream = false, withToken } = request;
  const url = `${origin}${path}`;
  const plain = /^[A-Za-z0-9._~:/[\]@-]+$/.test(url) && !/[[\]]/.test(url);
  const usual = body === undefined ? 'GET' : 'POST';
  const flags = `${stream ? ' -N' : ''}${method && method !== usual ? ` -X ${method}` : ''}`;
  const lines = [`curl${flags} ${plain ? url : quoted(url)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (withToken) lines.push('-H "authorization: Bearer $SHIPLOG_TOKEN"');
  if (body !== undefined) {
    lines.push(`-H 'content-type: application/json'`);
    lines.push(`-d ${quoted(JSON.stringify(body, null, 2))}`);
  }
  return lines.join(' \\\n  ');
}
