import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Processor time of processes, which a busy machine disturbs less than throughput. Linux only: elsewhere there is none. */

/** Processor seconds that a process and its children have spent so far, children that have ended included. */
export function processorSeconds(pid: number): number | null {
  if (!existsSync('/proc/self/stat')) return null;
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The name of the command stands in parentheses and may hold anything.
        const fields = stat
          .slice(stat.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        const [, parent = 0] = fields;
        const own = (fields[11] ?? 0) + (fields[12] ?? 0);
        const ended = (fields[13] ?? 0) + (fields[14] ?? 0);
        return [{ pid: Number(name), parent, own, ended }];
      } catch {
        return [];
      }
    });
  const ticks = all
    .filter((one) => one.pid === pid || one.parent === pid)
    .reduce((sum, one) => sum + one.own + (one.pid === pid ? one.ended : 0), 0);
  return ticks / 100;
}
