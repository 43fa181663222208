/**
 * Runs one command of the checks: in a process group of its own, without stdin, its output kept, and never for longer than allowed.
 */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** Groups that are still running, so that Ctrl-C can end them all. */
const running = new Set();

/** Time a group has to tidy up (stop its Postgres, its servers) between being asked to stop and being killed. */
const GRACE_MS = 15_000;

/**
 * The environment of every check: the pinned tools first in the PATH, and colours only where somebody looks.
 *
 * @param {string} root the checkout
 * @param {NodeJS.ProcessEnv} [extra]
 */
export function checkEnvironment(root, extra = {}) {
  const env = { ...process.env, ...extra };
  const bin = join(root, 'node_modules', '.bin');
  env.PATH = `${bin}${delimiter}${process.env.PATH ?? ''}`;
  // A check must not depend on what the caller's shell happens to configure.
  for (const name of ['DATABASE_URL', 'NODE_OPTIONS', 'NODE_ENV', 'PORT', 'HTTP_PORT', 'HOST', 'LOG_LEVEL']) {
    if (!(name in extra)) delete env[name];
  }
  for (const name of Object.keys(env)) {
    if (/^(SHIPLOG|TRACKER|PG|npm_)/.test(name) && name !== 'SHIPLOG_TEST_BROWSER' && !(name in extra)) {
      delete env[name];
    }
  }
  // Exactly one of the two: Node warns about both.
  const plain = Boolean(env.NO_COLOR) || !process.stdout.isTTY;
  delete env.NO_COLOR;
  delete env.FORCE_COLOR;
  if (!plain) env.FORCE_COLOR = '1';
  else if (extra.NO_COLOR !== '') env.NO_COLOR = '1';
  env.NEXT_TELEMETRY_DISABLED = '1';
  env.CHECKPOINT_DISABLE = '1';
  return env;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, timeoutMs: number, onLine?: (line: string) => void }} options
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null, timedOut: boolean, output: string, ms: number }>}
 */
export function runCommand(command, args, { cwd, env, timeoutMs, onLine }) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    });
    const chunks = [];
    let timedOut = false;
    let ended = null;
    let grace;

    const group = {
      stop() {
        signalGroup(child, 'SIGTERM');
        grace ??= setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
      },
      kill: () => signalGroup(child, 'SIGKILL'),
    };
    running.add(group);
    const limit = setTimeout(() => {
      timedOut = true;
      chunks.push(Buffer.from(`\n(stopped: not finished within ${Math.round(timeoutMs / 1000)} s)\n`));
      group.stop();
    }, timeoutMs);

    const collect = (chunk) => {
      chunks.push(chunk);
      if (onLine) {
        const lines = String(chunk)
          .split('\n')
          .filter((line) => line.trim());
        if (lines.length) onLine(lines[lines.length - 1]);
      }
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);

    const finish = () => {
      if (!running.delete(group)) return;
      clearTimeout(limit);
      clearTimeout(grace);
      // Whatever the command left behind in its group ends with it.
      signalGroup(child, 'SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({ ...ended, timedOut, output, ms: performance.now() - started });
    };
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      ended = { code: null, signal: null };
      finish();
    });
    child.on('exit', (code, signal) => {
      ended = { code, signal };
      // A process left behind can hold the pipes open; what it still prints is not waited for.
      setTimeout(finish, 2_000).unref();
    });
    child.on('close', finish);
  });
}

/** Asks everything that is running to stop; what does not is killed a little later. */
export function stopAll() {
  for (const group of running) group.stop();
  return running.size;
}

/** Ends everything that is running, now. */
export function killAll() {
  for (const group of running) group.kill();
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
