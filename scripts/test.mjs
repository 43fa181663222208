/**
 * `npm test`: every check, from a fresh clone, with nothing but Node and npm there.
 * `npm run verify` is the part of it that takes seconds (`--quick`).
 *
 *   npm test -- --only db,http     those steps alone
 *
 * The last line is `N passed, N failed` over all runners; a step that is no test runner (lint, types, build) counts as one check.
 * The exit code is 0 only when nothing failed and nothing was left out.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureRuntime } from './lib/install.mjs';
import { at, root } from './lib/paths.mjs';
import { Failure } from './lib/say.mjs';
import { countRun } from './lib/test-count.mjs';
import { closingLine, createProgress, duration, failureBlock } from './lib/test-report.mjs';
import { checkEnvironment, killAll, runCommand, stopAll } from './lib/test-run.mjs';
import { chooseSteps, forgetEarlierRun } from './lib/test-steps.mjs';

const started = performance.now();
const results = [];
const progress = createProgress();
let interrupted = false;

/** Runs a step and answers its result, whatever happens. */
async function runStep(step) {
  const missing = (step.needs ?? []).find((name) =>
    results.some((done) => done.name === name && done.failed > 0),
  );
  if (missing || interrupted) {
    const note = interrupted ? 'not run: interrupted' : `not run: ${missing} failed`;
    return finish({ name: step.name, passed: 0, failed: 1, note, left: true });
  }
  progress.start(step.name, step.what);
  forgetEarlierRun(step);
  const before = performance.now();
  let output = '';
  let ended = { code: 0, timedOut: false };
  let command = '';
  for (const [program, ...args] of step.commands) {
    command = [program, ...args].map((word) => word.replace(root, '')).join(' ');
    ended = await runCommand(program, args, {
      cwd: root,
      env: checkEnvironment(root, step.env),
      timeoutMs: step.timeoutMs,
      onLine: (line) => progress.detail(step.name, line),
    });
    output += ended.output;
    if (ended.code !== 0) break;
  }
  const count = step.report ? countRun(step.report.count, step.report.file, ended) : check(ended);
  return finish({
    name: step.name,
    runner: Boolean(step.report),
    ...count,
    ms: performance.now() - before,
    output,
    command,
  });
}

/** A step that is no test runner is one check. */
function check({ code, signal, timedOut }) {
  const good = code === 0 && !timedOut;
  const note = timedOut ? 'ran out of time' : good ? '' : signal ? `ended by ${signal}` : `exit code ${code}`;
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, note };
}

function finish(result) {
  results.push(result);
  progress.end(result);
  return result;
}

/** Prints what failed, in full, and the closing line, alone and last. */
function conclude() {
  for (const result of results) if (result.failed > 0 && !result.left) console.log(failureBlock(result));
  const skipped = results.reduce((sum, { skipped = 0 }) => sum + skipped, 0);
  if (skipped > 0) console.log(`\n${skipped} skipped: a test that does not run promises nothing.`);
  console.log(`\nDone in ${duration(performance.now() - started)}.`);
  console.log(closingLine(results));
  process.exitCode = interrupted ? 130 : results.some(({ failed }) => failed > 0) ? 1 : 0;
}

function interrupt() {
  if (interrupted) {
    killAll();
    return;
  }
  interrupted = true;
  if (stopAll() > 0) progress.say('  Stopping what is running; once more to end it at once.');
}

async function main() {
  const args = process.argv.slice(2);
  const at_ = args.indexOf('--only');
  const only = at_ >= 0 ? (args[at_ + 1] ?? '').split(',').filter(Boolean) : [];
  const groups = chooseSteps({ quick: args.includes('--quick'), only });

  const before = performance.now();
  if (!(await ensureRuntime(fileURLToPath(import.meta.url)))) return;
  // Only now, for until here the process may hand over to another one, which hears the signals itself.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  process.on('exit', killAll);

  console.log(`Checking Shiplog on Node ${process.versions.node}\n`);
  finish({ name: 'install', passed: 1, failed: 0, note: 'as locked', ms: performance.now() - before });
  mkdirSync(at('test-results'), { recursive: true });
  for (const group of groups) await Promise.all(group.map(runStep));
  conclude();
}

try {
  await main();
} catch (error) {
  const output = error instanceof Failure ? error.message : (error?.stack ?? String(error));
  if (results.length === 0) results.push({ name: 'install', passed: 0, failed: 1, output });
  else results.push({ name: 'the run', passed: 0, failed: 1, output });
  conclude();
}
