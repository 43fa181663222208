import { connect } from 'node:net';

/** An answer as its bytes say it, header names in lower case. */
export type RawAnswer = { status: number; headers: Record<string, string>; body: string };

export type Exchange = {
  /** What came back for what was sent: one answer, or more if the server saw more requests than there were. */
  answers: RawAnswer[];
  /** What the same connection answered to a question of ours afterwards; null when it had been closed. */
  next: RawAnswer | null;
};

const question =
  'GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Question: ours\r\n\r\n';

/**
 * Sends bytes as they are, which no HTTP client would, and then asks a plain question on the same connection.
 * @param bytes one byte per character (latin1)
 */
export async function exchange(url: string, bytes: string): Promise<Exchange> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const method = bytes.slice(0, bytes.indexOf(' '));
  let received = '';
  let asked = false;
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    const [answers, rest] = parse(received, [method]);
    if (asked || answers.length === 0 || rest === null) return;
    asked = true;
    if (answers[0]?.headers.connection !== 'close') socket.write(question);
  });
  socket.on('error', () => {});
  socket.write(Buffer.from(bytes, 'latin1'));
  await new Promise((resolve) => socket.once('close', resolve));
  const [answers, rest] = parse(received, [method, 'GET'], true);
  if (rest) throw new Error(`What came back is no HTTP: ${JSON.stringify(rest.slice(0, 200))}`);
  const isClosed = answers[0]?.headers.connection === 'close' || answers.length < 2;
  return isClosed ? { answers, next: null } : { answers: answers.slice(0, -1), next: answers.at(-1)! };
}

/** The answers in a stream of bytes, and what is left over; null while the last one is not complete. */
function parse(bytes: string, methods: readonly string[], ended = false): [RawAnswer[], string | null] {
  const answers: RawAnswer[] = [];
  let rest = bytes;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return [answers, ended ? rest : null];
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
    if (!status) return [answers, rest];
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    const read = bodyOf(rest.slice(end + 4), status, headers, methods[answers.length] ?? 'GET', ended);
    if (!read) return [answers, ended ? rest : null];
    rest = read.rest;
    // 100 Continue announces the answer.
    if (status >= 200) answers.push({ status, headers, body: read.body });
  }
  return [answers, ''];
}

function bodyOf(
  bytes: string,
  status: number,
  headers: Record<string, string>,
  method: string,
  ended: boolean,
): { body: string; rest: string } | null {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { body: '', rest: bytes };
  if (headers['transfer-encoding'] === 'chunked') return chunked(bytes);
  const length = headers['content-length'];
  if (length === undefined) return ended ? { body: bytes, rest: '' } : null;
  const size = Number(length);
  return bytes.length < size ? null : { body: bytes.slice(0, size), rest: bytes.slice(size) };
}

function chunked(bytes: string): { body: string; rest: string } | null {
  let body = '';
  let rest = bytes;
  for (;;) {
    const line = rest.indexOf('\r\n');
    if (line < 0) return null;
    const size = Number.parseInt(rest.slice(0, line), 16);
    if (rest.length < line + 2 + size + 2) return null;
    body += rest.slice(line + 2, line + 2 + size);
    rest = rest.slice(line + 2 + size + 2);
    if (size === 0) return { body, rest };
  }
}
