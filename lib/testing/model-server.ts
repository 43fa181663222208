import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the model's endpoint got it. */
export interface Asked {
  path: string;
  authorization: string | undefined;
  model: string;
  system: string;
  /** What it was told of the incident, parsed. */
  told: { service: string; signals: number; shown: { id: string; level: string; message: string }[] };
  text: string;
}

type Behaviour = (res: ServerResponse, asked: Asked) => void;

/** For tests: an endpoint that speaks the protocol of chat completions as well or as badly as it is told to. */
export class ModelServer {
  readonly asked: Asked[] = [];
  behave: Behaviour = (res, asked) => complete(res, goodAnswer(asked));
  #server: Server | undefined;

  async start(): Promise<string> {
    const server = createServer((req, res) => void this.#answer(req, res));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = JSON.parse(text) as { model: string; messages: { role: string; content: string }[] };
    const said = (role: string) => body.messages.find((message) => message.role === role)?.content ?? '';
    const asked: Asked = {
      path: req.url ?? '',
      authorization: req.headers.authorization,
      model: body.model,
      system: said('system'),
      told: JSON.parse(said('user')),
      text,
    };
    this.asked.push(asked);
    this.behave(res, asked);
  }
}

export function goodAnswer({ told }: Asked) {
  const eventIds = told.shown.slice(0, 2).map(({ id }) => id);
  return {
    category: 'network_error',
    severity: 'P1',
    summary: { statement: `The model looked at ${told.service}.`, eventIds },
    actions: ['verify_dns_resolution', 'rm -rf /'],
    evidence: [{ statement: 'Names do not resolve.', eventIds }],
  };
}

/** Answers as the protocol has it. */
export function complete(res: ServerResponse, content: unknown): void {
  res.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          message: {
            role: 'assistant',
            content: typeof content === 'string' ? content : JSON.stringify(content),
          },
        },
      ],
    }),
  );
}
