import { parseArgs } from 'node:util';
import { readAuditStatus } from '@/lib/audit/list-audit';
import { type Verification, verifyAudit } from '@/lib/audit/verify';
import { parseConfig } from '@/lib/config';
import { closePool } from '@/lib/db/pool';
import { once } from '@/lib/runtime';
import { commandDatabase } from './command-database';
import { Lifecycle } from './lifecycle';
import { StartError } from './start-error';

const usage = `npm run audit -- head                     the last block: its number and its hash, to be kept elsewhere
npm run audit -- verify                   recompute the whole chain from the entries
npm run audit -- verify --expect HASH     and see that the block with this hash is still in it`;

/** `npm run audit`: tells the head of the audit log's chain, or verifies all of it. Ends the process, with 1 where something is wrong. */
export async function audit({ root, args }: { root: string; args: string[] }): Promise<void> {
  const life = new Lifecycle('The audit log could not be looked at.');
  let code = 0;
  await life.boot(async () => {
    const { command, expect } = parse(args);
    const config = parseConfig(process.env, root);
    once('config', () => config);
    const { url } = await commandDatabase(life, config, root, say);
    process.env.DATABASE_URL = url;
    life.add('connection pool', closePool);
    if (life.isEnding) return;
    if (command === 'head') await tellHead();
    else code = tell(await verifyAudit({ expect, progress }));
  });
  await life.end(code);
}

function parse(args: string[]): { command: string; expect: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { expect: { type: 'string' } },
    });
    const [command = '', ...more] = positionals;
    if (!['head', 'verify'].includes(command) || more.length > 0) throw new Error('expected head or verify');
    if (values.expect !== undefined && !/^[0-9a-f]{64}$/i.test(values.expect))
      throw new Error('--expect: expected the 64 hexadecimal digits of a block');
    return { command, expect: values.expect };
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

async function tellHead(): Promise<void> {
  const { head, unsealed } = await readAuditStatus();
  say(head ? `block ${head.number} ${head.hash}` : 'Nothing is sealed yet.');
  if (unsealed > 0) say(`• ${unsealed} entries wait for their block`);
}

let told = 0;
function progress(block: number, of: number): void {
  if (performance.now() - told < 1_000 || block === of) return;
  told = performance.now();
  say(`• Block ${block.toLocaleString('en')} of ${of.toLocaleString('en')}`);
}

function tell({ fault, blocks, entries, unsealed, head }: Verification): number {
  const right = `${entries.toLocaleString('en')} entries in ${blocks.toLocaleString('en')} blocks`;
  if (fault) {
    process.stderr.write(
      `✗ ${fault.message}\n  In order up to there: ${right}, block ${head.number} ${head.hash}\n`,
    );
    return 1;
  }
  say(`✓ ${right} are as they were sealed`);
  if (blocks > 0) say(`  block ${head.number} ${head.hash}`);
  if (unsealed > 0) say(`• ${unsealed} entries wait for their block`);
  return 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
