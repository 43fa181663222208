import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { RunAs } from './account';
import { superuser } from './initialise';
import type { Settings } from './settings';

/** Where a cluster listens, and how to get in. */
export type Endpoint = { host: string; port: number; password?: string; settings: Settings; dispose(): void };

const temporaryPrefix = 'shiplog-pg-';
/** A socket's whole path must fit into 104 bytes on macOS and 108 on Linux, the name `.s.PGSQL.5432` included. */
const longestSocketDir = 85;

/**
 * A way to reach the cluster that nobody else can use: a Unix socket in a private folder, or on Windows a free loopback
 * port with a random password.
 * @param formerSocketDir where a killed predecessor listened; removed if it was a temporary folder
 */
export async function makeEndpoint(dir: string, runAs: RunAs, formerSocketDir?: string): Promise<Endpoint> {
  if (process.platform === 'win32') {
    const port = await freePort();
    return {
      host: '127.0.0.1',
      port,
      password: readFileSync(passwordFile(dir), 'utf8').trim(),
      settings: { listen_addresses: '127.0.0.1', port },
      dispose() {},
    };
  }
  if (formerSocketDir && isTemporary(formerSocketDir))
    rmSync(formerSocketDir, { recursive: true, force: true });
  const socketDir = makeSocketDir(dir, runAs);
  return {
    host: socketDir,
    port: 5432,
    settings: {
      listen_addresses: '',
      port: 5432,
      // The setting is a list, so a path with a comma or a space has to be quoted.
      unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
      unix_socket_permissions: '0700',
    },
    dispose() {
      if (isTemporary(socketDir)) rmSync(socketDir, { recursive: true, force: true });
    },
  };
}

/** A URL that pg, Prisma and psql all understand. */
export function urlOf(
  { host, port, password }: Pick<Endpoint, 'host' | 'port' | 'password'>,
  database: string,
): string {
  const name = encodeURIComponent(database);
  if (password) return `postgresql://${superuser}:${encodeURIComponent(password)}@${host}:${port}/${name}`;
  return `postgresql://${superuser}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`;
}

function makeSocketDir(dir: string, { uid, gid }: RunAs): string {
  const inside = join(dir, 'run');
  const fits = Buffer.byteLength(inside) <= longestSocketDir;
  // A killed predecessor's socket is in the way as long as its process id seems alive, be it as a zombie. Nobody else puts
  // anything here, and that no PostgreSQL runs on these data was made sure of before.
  if (fits) rmSync(inside, { recursive: true, force: true });
  if (fits) mkdirSync(inside, { mode: 0o700 });
  // macOS hands out long temporary folders, too.
  const base = Buffer.byteLength(tmpdir()) + 20 <= longestSocketDir ? tmpdir() : '/tmp';
  const chosen = fits ? inside : mkdtempSync(join(base, temporaryPrefix));
  if (uid !== undefined && gid !== undefined) chownSync(chosen, uid, gid);
  return chosen;
}

const isTemporary = (path: string) =>
  basename(path).startsWith(temporaryPrefix) && [tmpdir(), '/tmp'].includes(dirname(path));

const passwordFile = (dir: string) => join(dir, 'password');

/** The file with the superuser's password where the cluster needs one; made on first use. */
export function ensurePasswordFile(dir: string, write: (file: string, content: string) => void): string {
  const file = passwordFile(dir);
  if (!existsSync(file)) write(file, `${randomBytes(24).toString('base64url')}\n`);
  return file;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
