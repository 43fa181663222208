import { type ChildProcess, fork } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { closePool, pool } from '@/lib/db/pool';
import { sweepLocks } from '@/lib/locks/sweep-locks';
import { migrate } from '@/server/migrate';
import { type Cluster, startCluster } from '@/server/postgres/cluster';
import { createTempFolder, removeTempFolder } from '../support/temp';
import { check } from './check';
import type { Claim, Entry } from './log';
import { type ClientOrder, Dice, leaseMs, ttlMs } from './plan';

/** How much is to happen. */
export interface ModelOptions {
  /** Calls, at least. */
  ops: number;
  seed: number;
  processes?: number;
  /** Clients in each process. */
  workers?: number;
  /** Told what is going on. */
  say?: (line: string) => void;
}

/** What happened. */
export interface ModelResult {
  ops: number;
  grants: number;
  /** Terms that the database knows. */
  terms: number;
  waiters: number;
  /** Calls with a token that were refused. */
  refused: number;
  pauses: number;
  kills: number;
  restarts: number;
  violations: string[];
}

/** How often something happens to the clients and the database, for each so many calls. */
const restartEvery = 6_000;
const eventEveryMs = 200;

/**
 * The model test of locks: clients in processes of their own use the locks of a PostgreSQL of their own, while processes are stopped for
 * longer than their locks last, and killed, and PostgreSQL is restarted the hard way, and no two clocks agree. Afterwards
 * everything that was seen and everything that is stored is checked.
 */
export async function runModel(options: ModelOptions): Promise<ModelResult> {
  const folder = createTempFolder('locks');
  const model = new Model(options, folder);
  try {
    return await model.run();
  } finally {
    await model.close();
    removeTempFolder(folder);
  }
}

class Model {
  private readonly dice: Dice;
  private readonly children: { process: ChildProcess; incarnation: number; ops: number }[] = [];
  private readonly logs: string[] = [];
  private readonly stopped = new Set<number>();
  private readonly counts = { pauses: 0, kills: 0, restarts: 0 };
  private cluster: Cluster | undefined;
  private past = 0;
  private ended = false;
  private program = '';

  constructor(
    private readonly options: ModelOptions,
    private readonly folder: string,
  ) {
    this.dice = new Dice(options.seed);
  }

  async run(): Promise<ModelResult> {
    const { ops, processes = 6, say = () => {} } = this.options;
    this.program = await bundleClient();
    await this.startDatabase();
    await migrate(process.env.DATABASE_URL as string);
    for (let client = 0; client < processes; client++) this.spawn(client, 0);
    const sweeping = this.sweep();
    let told = 0;
    let restartAt = restartEvery;
    while (this.ops() < ops) {
      await pause(eventEveryMs);
      if (this.ops() >= restartAt) {
        restartAt += restartEvery;
        await this.restartDatabase();
      } else await this.disturb();
      if (this.ops() - told >= ops / 10) {
        told = this.ops();
        say(
          `${told} calls, ${this.counts.pauses} pauses, ${this.counts.kills} kills, ${this.counts.restarts} restarts`,
        );
      }
    }
    await this.endClients();
    await this.settle();
    this.ended = true;
    await sweeping;
    const [log, claims] = await Promise.all([this.readLogs(), readClaims()]);
    return {
      ops: log.length,
      grants: log.filter(({ outcome }) => outcome === 'granted').length,
      terms: claims.filter(({ token }) => token !== null).length,
      waiters: claims.filter(({ queuedAt }) => queuedAt !== null).length,
      refused: log.filter(({ outcome }) => outcome === 'refused').length,
      ...this.counts,
      violations: check(log, claims),
    };
  }

  async close(): Promise<void> {
    this.ended = true;
    for (const { process: child } of this.children) child.kill('SIGKILL');
    await closePool().catch(() => {});
    await this.cluster?.stop('immediate').catch(() => {});
  }

  private ops(): number {
    return this.children.reduce((sum, { ops }) => sum + ops, this.past);
  }

  /** What was acknowledged is kept whatever happens to PostgreSQL; only a crash of the machine is not part of this. */
  private async startDatabase(): Promise<void> {
    this.cluster = await startCluster({
      dir: join(this.folder, 'postgres'),
      ephemeral: true,
      settings: { synchronous_commit: 'on', full_page_writes: 'on' },
    });
    process.env.DATABASE_URL = this.cluster.url();
  }

  private async restartDatabase(): Promise<void> {
    const before = process.env.DATABASE_URL;
    await this.cluster?.stop('immediate');
    await pause(this.dice.whole(0, 300));
    await this.startDatabase();
    this.counts.restarts += 1;
    // Where its address is a new one, nobody can go on.
    if (process.env.DATABASE_URL !== before) {
      await closePool().catch(() => {});
      for (let client = 0; client < this.children.length; client++) this.replace(client);
    }
  }

  private spawn(client: number, incarnation: number): void {
    const { seed, workers = 8 } = this.options;
    const dice = new Dice(seed, client, incarnation);
    const log = join(this.folder, `client-${client}-${incarnation}.log`);
    const order: ClientOrder = {
      seed,
      client,
      incarnation,
      workers,
      log,
      skewMs: dice.whole(-600_000, 600_000),
    };
    this.logs.push(log);
    const child = fork(this.program, [JSON.stringify(order)], {
      env: { ...process.env, DATABASE_POOL_SIZE: '6', LOG_LEVEL: 'silent', NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const entry = { process: child, incarnation, ops: 0 };
    child.on('message', (ops) => {
      entry.ops = Number(ops);
    });
    child.on('error', () => {});
    child.on('exit', (code) => {
      // One that fails by itself is a finding of its own; its calls count all the same.
      if (code !== 0 && code !== null && !this.ended) {
        this.options.say?.(`client ${client} ended with ${code}`);
        this.replace(client);
      }
    });
    this.children[client] = entry;
  }

  private replace(client: number): void {
    const entry = this.children[client];
    if (!entry) return;
    entry.process.removeAllListeners('exit');
    entry.process.kill('SIGKILL');
    this.past += entry.ops;
    this.stopped.delete(client);
    this.spawn(client, entry.incarnation + 1);
  }

  /** Stops a process for longer than its locks last, or kills it. */
  private async disturb(): Promise<void> {
    const client = this.dice.whole(0, this.children.length - 1);
    const child = this.children[client]?.process;
    if (!child || this.stopped.has(client)) return;
    if (this.dice.chance(0.12)) {
      this.counts.kills += 1;
      this.replace(client);
      return;
    }
    if (!this.dice.chance(0.7)) return;
    this.counts.pauses += 1;
    this.stopped.add(client);
    child.kill('SIGSTOP');
    const length = this.dice.whole(ttlMs.max, ttlMs.max + leaseMs + 200);
    setTimeout(() => {
      child.kill('SIGCONT');
      if (this.children[client]?.process === child) this.stopped.delete(client);
    }, length);
  }

  private async endClients(): Promise<void> {
    await Promise.all(
      this.children.map(async ({ process: child }) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const exited = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGCONT');
        child.send('end', () => {});
        // A process that was stopped again by a timer is continued by it.
        const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
        await exited;
        clearTimeout(late);
      }),
    );
  }

  /** Nobody asks any more: what is left expires or drops out. */
  private async settle(): Promise<void> {
    const deadline = performance.now() + 20_000;
    while (performance.now() < deadline) {
      const { rows } = await pool()
        .query<{ n: number }>(`SELECT count(*)::int AS n FROM resource_lock WHERE state <> 'ended'`)
        .catch(() => ({ rows: [] }));
      if (rows[0]?.n === 0) return;
      await pause(100);
    }
  }

  /** As the product's worker does, only more often, since everything is shorter here. */
  private async sweep(): Promise<void> {
    while (!this.ended) {
      await sweepLocks().catch(() => {});
      await pause(50);
    }
  }

  private async readLogs(): Promise<Entry[]> {
    const log: Entry[] = [];
    for (const path of this.logs) {
      const lines = createInterface({ input: createReadStream(path).on('error', () => {}) });
      try {
        for await (const line of lines) {
          // The last line of a process that was killed may be half written.
          if (line.endsWith('}')) log.push(JSON.parse(line) as Entry);
        }
      } catch {
        // It was killed before it wrote anything.
      }
    }
    return log;
  }
}

async function bundleClient(): Promise<string> {
  const root = process.cwd();
  const outfile = join(root, 'dist', 'locks-model-client.mjs');
  await build({
    entryPoints: [join(root, 'e2e/locks/client.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warning',
  });
  return outfile;
}

async function readClaims(): Promise<Claim[]> {
  const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
  const { rows } = await pool().query<Claim>(
    `SELECT id, path, state, token, queue_no AS "queueNo", ${ms('queued_at')} AS "queuedAt", ${ms('seen_until')} AS "seenUntil",
            ${ms('granted_at')} AS "grantedAt", ${ms('ended_at')} AS "endedAt", ended_as AS "endedAs",
            reason = 'model takeover' AS forced
     FROM resource_lock`,
  );
  return rows;
}
