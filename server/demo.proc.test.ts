import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { runningClusterUrl } from './postgres/running';
import { freePort, launched, privateFolder } from './testing/plain-server';

const script = fileURLToPath(new URL('../scripts/demo.mjs', import.meta.url));

/** Runs `npm run demo` with these arguments to its end. */
async function demo(dataDir: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...env, SHIPLOG_DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('npm run demo', () => {
  it('fills and empties the data of a Shiplog that runs, without disturbing it', async () => {
    const dataDir = privateFolder();
    const server = await launched({ PORT: await freePort(), SHIPLOG_DATA_DIR: dataDir });
    const url = runningClusterUrl(`${dataDir}/postgres`, 'shiplog');
    expect(url).toBeDefined();

    const filled = await demo(dataDir, '--date', '2026-11-19');
    expect(filled.output).toContain(`Timeline  ${server.url}`);
    expect(filled.code).toBe(0);
    expect(await countEvents(url as string)).toBeGreaterThan(5000);
    expect((await demo(dataDir, '--remove')).code).toBe(0);
    expect(await countEvents(url as string)).toBe(0);
    expect((await fetch(`${server.url}/api/echo`, { method: 'POST', body: 'still here' })).status).toBe(200);
  });

  it('fills data that nobody is using, which the next start then serves', async () => {
    const dataDir = privateFolder();
    const filled = await demo(dataDir, '--date', '2026-11-19', '--seed', '7');
    expect(filled.output).toMatch(/[78],\d\d\d events of 12 services/);
    expect(filled.code).toBe(0);
    await launched({ PORT: await freePort(), SHIPLOG_DATA_DIR: dataDir });
    expect(await countEvents(runningClusterUrl(`${dataDir}/postgres`, 'shiplog') as string)).toBeGreaterThan(
      5000,
    );
  });

  it('says what it takes when it does not understand, and touches nothing', async () => {
    const dataDir = privateFolder();
    for (const args of [
      ['--dat', '2026-11-19'],
      ['--date', '2026-02-30'],
      ['--seed', '../x'],
    ]) {
      const { code, output } = await demo(dataDir, ...args);
      expect(code).toBe(1);
      expect(output).not.toMatch(/\n\s+at /);
      expect(output).not.toContain('Creating');
    }
  });
});

async function countEvents(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT count(*)::int AS n FROM event');
    return rows[0].n;
  } finally {
    await client.end();
  }
}
