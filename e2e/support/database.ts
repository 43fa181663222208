import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { RunningServer } from './server';

/**
 * A connection to the PostgreSQL that a server has started, behind the product's back: for rows that no API would let in.
 * The caller ends it. Only where PostgreSQL listens on a socket file, which is everywhere but on Windows.
 */
export async function connectBehind(server: RunningServer): Promise<pg.Client> {
  // PostgreSQL writes down where it listens: the fourth line is the port, the fifth the folder of the socket.
  const lines = readFileSync(join(server.dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n');
  const client = new pg.Client({
    host: lines[4],
    port: Number(lines[3]),
    user: 'shiplog',
    database: 'shiplog',
  });
  await client.connect();
  return client;
}
