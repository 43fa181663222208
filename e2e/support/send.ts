import { Agent, request } from 'node:http';

/** A request with exactly these headers: `fetch` adds some, and refuses others. */
export interface Sending {
  method: string;
  /** Two values are two headers. */
  headers?: Record<string, string | string[]>;
  body?: string;
}

export interface Sent {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Of a stream, what came with its head. */
  text: string;
}

const agent = new Agent({ keepAlive: true });

/** Sends it and gives the answer. A stream is left as soon as it has begun. */
export function send(url: string, { method, headers = {}, body }: Sending): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent }, (answer) => {
      const { statusCode: status = 0, headers: answered } = answer;
      if (answered['content-type']?.startsWith('text/event-stream')) {
        resolve({ status, headers: answered, text: '' });
        asked.destroy();
        return;
      }
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status, headers: answered, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
