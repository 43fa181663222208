/** What the scripts tell the person who started them: one line when a long step begins, one when it ends. */

const started = performance.now();

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Since the script began, for the last line. */
export const elapsed = () => seconds(started);

/** A failure that is told in one message, without a stack trace. */
export class Failure extends Error {}

/** Runs `work` between a line that announces it and one that says how long it took. */
export async function step(title, work) {
  const since = performance.now();
  say(`• ${title} …`);
  // A long step says that it is alive.
  const beat = setInterval(() => say(`  … ${title.toLowerCase()}: ${seconds(since)}`), 15_000);
  try {
    const result = await work();
    say(`✓ ${title} (${seconds(since)})`);
    return result;
  } finally {
    clearInterval(beat);
  }
}

/** Runs a script's `main` and turns what it throws into one message and an exit code. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`\n✗ ${error instanceof Failure ? error.message : (error?.stack ?? error)}\n`);
    process.exitCode = 1;
  }
}
