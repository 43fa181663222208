import { spawnSync } from 'node:child_process';
import { accessSync, chownSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { StartError } from '../start-error';

/** Under which account a program runs, and what stands before it on its command line. */
export type RunAs = { uid?: number; gid?: number; prefix: string[] };

/**
 * What PostgreSQL's programs get to see of the environment: none of its own variables, which would bend where it looks, and
 * a locale that exists everywhere.
 */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  if (process.platform === 'win32') return process.env;
  return {
    PATH: process.env.PATH,
    LC_ALL: 'C',
    TZ: 'UTC',
  } as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv;
}

/** The program and arguments to spawn, with the account's ids for the options. */
export function commandAs({ uid, gid, prefix }: RunAs, program: string, args: string[]) {
  const [command = program, ...rest] = [...prefix, program, ...args];
  // setpriv changes the ids itself, and has to be root to do so.
  return { command, args: rest, ids: prefix.length ? {} : { uid, gid } };
}

/**
 * Whom to run PostgreSQL as. It refuses to run as root, so root hands over to an account without rights; everybody else
 * runs it as they are.
 *
 * Where that account cannot reach the folder or the programs (a clone under a root-only folder, say), it is given the one
 * capability of passing through folders, for this process alone: the permissions of the user's folders stay as they are.
 *
 * @param dir the cluster's own folder; becomes the account's
 * @param dataDir an existing data folder decides the account, since PostgreSQL insists on owning it
 * @param program a program that must be executable for the account
 */
export function postgresAccount(dir: string, dataDir: string, program: string): RunAs {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return asOneself(dir, dataDir);
  const { uid, gid } = ownerOf(dataDir) ?? account();
  chownSync(dir, uid, gid);
  const choices: RunAs[] = [
    { uid, gid, prefix: [] },
    ...['dac_read_search', 'dac_override'].map((capability) => ({
      uid,
      gid,
      prefix: [
        'setpriv',
        `--reuid=${uid}`,
        `--regid=${gid}`,
        '--clear-groups',
        `--inh-caps=-all,+${capability}`,
        `--ambient-caps=-all,+${capability}`,
        // initdb asks access(2) whether it may read its sibling programs, and that call forgets the capabilities of
        // everybody but root unless this bit is set.
        '--securebits=+no_setuid_fixup',
      ],
    })),
  ];
  const usable = choices.find((choice) => canReach(choice, dir, program));
  if (usable) return usable;
  throw new StartError(
    `PostgreSQL does not run as root, and the account it would run under (user id ${uid}) cannot reach ${dir} or ${program}. Start Shiplog as an ordinary user, move it to a folder that others may pass through, or set DATABASE_URL.`,
  );
}

function asOneself(dir: string, dataDir: string): RunAs {
  const owner = existsSync(dataDir) ? statSync(dataDir).uid : statSync(dir).uid;
  const self = process.getuid?.();
  if ((self === undefined || owner === self) && isWritable(dir)) return { prefix: [] };
  throw new StartError(
    `The data in ${dir} belong to another account (user id ${owner}; you are ${self ?? 'somebody else'}). Start Shiplog as the account that created them, or set SHIPLOG_DATA_DIR to a folder of your own.`,
  );
}

function isWritable(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function ownerOf(dataDir: string): { uid: number; gid: number } | undefined {
  if (!existsSync(dataDir)) return undefined;
  const { uid, gid } = statSync(dataDir);
  return uid === 0 ? undefined : { uid, gid };
}

function account(): { uid: number; gid: number } {
  const existing = find('postgres') ?? find('shiplog');
  if (existing) return existing;
  const noLogin = '/usr/sbin/nologin';
  // The second is how Alpine spells it.
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', noLogin, 'shiplog'], { stdio: 'ignore' });
  if (!find('shiplog'))
    spawnSync('adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', 'shiplog'], { stdio: 'ignore' });
  const chosen = find('shiplog') ?? find('nobody');
  if (chosen) return chosen;
  throw new StartError(
    'PostgreSQL does not run as root, and no other account was found to run it under. Start Shiplog as an ordinary user, or set DATABASE_URL.',
  );
}

function find(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function canReach(runAs: RunAs, dir: string, program: string): boolean {
  const { command, args, ids } = commandAs(runAs, '/bin/sh', [
    '-c',
    'cd "$1" && [ -w . ] && "$2" --version',
    'sh',
    dir,
    program,
  ]);
  return spawnSync(command, args, { cwd: '/', stdio: 'ignore', ...ids }).status === 0;
}
