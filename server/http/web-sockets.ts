import { EventEmitter } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { closeWith } from './broken-connections';
import type { Refusal } from './refusals';

/** Web sockets that were let in. */
export interface WebSockets {
  /** Stands where Next wants the server that they come from: it emits `upgrade` for those alone that passed the door. */
  accepted: EventEmitter;
  /** They are no longer connections of the HTTP server, yet keep it from closing. */
  destroy(): void;
}

/**
 * Has web sockets pass the door before Next, which otherwise takes them from the server itself. Only the dev server has any; by them it
 * tells what it compiles, and what fails.
 * @param look why a request is refused, or null
 */
export function gateWebSockets(
  server: Server,
  look: (req: IncomingMessage) => Promise<Refusal | null>,
): WebSockets {
  const accepted = new EventEmitter();
  const open = new Set<Duplex>();
  server.on('upgrade', (req, socket, head) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // Who goes away while being looked at is no failure of the server's.
    socket.on('error', () => {});
    look(req).then(
      (refusal) => {
        if (refusal) closeWith(socket, `${refusal.status} ${refusal.title}`);
        else if (!accepted.emit('upgrade', req, socket, head)) closeWith(socket, '503 Not yet');
      },
      () => closeWith(socket, '500 Something went wrong here'),
    );
  });
  return {
    accepted,
    destroy() {
      for (const socket of open) socket.destroy();
    },
  };
}
