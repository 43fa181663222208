import { totalmem } from 'node:os';

export type Settings = Record<string, string | number>;

const megabyte = 1024 * 1024;

/**
 * How the embedded PostgreSQL is set up. Everything is given on its command line, so that there is one place to read and
 * an older data folder follows along.
 * @param ephemeral for databases whose loss is of no interest: tests and benchmarks' baselines, never the product
 */
export function clusterSettings(ephemeral: boolean, memoryBytes = totalmem()): Settings {
  const memory = memoryBytes / megabyte;
  const share = (part: number, least: number, most: number) =>
    `${Math.round(Math.min(most, Math.max(least, memory * part)))}MB`;
  return {
    // An acknowledged event is on the disk.
    fsync: ephemeral ? 'off' : 'on',
    synchronous_commit: ephemeral ? 'off' : 'on',
    full_page_writes: ephemeral ? 'off' : 'on',
    max_connections: ephemeral ? 200 : 100,
    shared_buffers: share(0.15, 64, ephemeral ? 256 : 1024),
    effective_cache_size: share(0.5, 256, 65_536),
    work_mem: share(0.002, 4, 32),
    maintenance_work_mem: share(0.02, 64, 512),
    wal_compression: 'on',
    max_wal_size: '2GB',
    min_wal_size: '128MB',
    checkpoint_timeout: '15min',
    random_page_cost: 1.1,
    // Short queries by the thousand: compiling them costs more than it gains.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // A week of logs, one file for each day of the week.
    logging_collector: 'on',
    log_filename: 'postgres-%a.log',
    log_rotation_age: '1d',
    log_rotation_size: 0,
    log_truncate_on_rotation: 'on',
    log_file_mode: '0600',
    log_min_duration_statement: ephemeral ? -1 : '2s',
  };
}

/** Settings as arguments for the postgres program. */
export function asArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
