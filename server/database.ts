import { Client, type DatabaseError } from 'pg';
import { maskUrl } from '@/lib/config';
import { StartError } from './start-error';

const oldestMajor = 15;

/**
 * Makes sure that a database of somebody else's can be used.
 * @throws StartError that says what is wrong, without the password
 */
export async function checkDatabase(url: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'shiplog start',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>('SHOW server_version');
    const version = rows[0]?.version ?? '';
    if (Number.parseInt(version, 10) < oldestMajor) {
      throw new StartError(`DATABASE_URL is a PostgreSQL ${version}; Shiplog needs ${oldestMajor} or newer.`);
    }
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`DATABASE_URL (${maskUrl(url)}) cannot be used: ${reasonOf(error as Error, url)}`);
  } finally {
    await client.end().catch(() => {});
  }
}

function reasonOf(error: Error, url: string): string {
  // Node tries every address of a name, and reports one failure for each.
  const { code, message } =
    error instanceof AggregateError ? (error.errors[0] as DatabaseError) : (error as DatabaseError);
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing accepts connections there. Is PostgreSQL running, and are host and port right?';
    case 'ENOENT':
      return 'there is no such socket. Is PostgreSQL running?';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the host name is not known.';
    case '28P01':
    case '28000':
      return 'the user name or the password is refused.';
    case '3D000':
      return 'the database does not exist. Create it with: createdb';
    default:
      return withoutSecret(message, url);
  }
}

function withoutSecret(message: string, url: string): string {
  const { password } = URL.canParse(url) ? new URL(url) : { password: '' };
  if (!password) return message;
  return message.replaceAll(password, '***').replaceAll(decodeURIComponent(password), '***');
}
