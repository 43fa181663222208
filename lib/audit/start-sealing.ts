import { pool } from '@/lib/db/pool';
import { log } from '@/lib/log';
import { onShutdown } from '@/lib/shutdown';
import { headOf, sealAudit, summarizeAudit } from './seal';

const everyMs = 1_000;
/** After how many entries that this process sealed it has them summarized: some pages of them. */
const summarizeEvery = 2_000;
/** How often the head is written to the log of the process, which is kept elsewhere: whoever has it finds a cut end. */
const tellHeadMs = 60 * 60_000;

/** Seals every second until the process ends, which waits for what is under way and seals a last time. */
export function startSealing(): void {
  let ended = false;
  let failing = false;
  let unsummarized = 0;
  let told = Number.NEGATIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(seal, everyMs).unref();

  function seal(): void {
    running = sealOnce().finally(() => {
      if (!ended) timer = setTimeout(seal, everyMs).unref();
    });
  }

  async function sealOnce(): Promise<void> {
    try {
      const sealed = await sealAudit();
      unsummarized += sealed;
      if (unsummarized >= summarizeEvery) {
        unsummarized = 0;
        await summarizeAudit();
      }
      if (sealed > 0 && performance.now() - told > tellHeadMs) await tellHead();
      failing = false;
    } catch (error) {
      if (!failing) log().warn({ err: error }, 'could not seal the audit log; trying again every second');
      failing = true;
    }
  }

  async function tellHead(): Promise<void> {
    const { number, hash } = await headOf(pool());
    told = performance.now();
    log().info({ block: number, head: hash.toString('hex') }, 'the audit log is sealed up to here');
  }

  onShutdown('audit sealer', async () => {
    ended = true;
    clearTimeout(timer);
    await running;
    await sealOnce();
  });
}
