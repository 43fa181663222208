import { spawn } from 'node:child_process';
import { onParentGone } from './parent.mjs';
import { root } from './paths.mjs';
import { Failure } from './say.mjs';

/**
 * Runs a command to its end. Its output goes to the terminal, or with `quiet` is kept and shown only if it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean, what?: string }} [options]
 */
export function run(command, args, { env = process.env, quiet = false, shell = false, what = command } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      shell,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => reject(new Failure(`${what} could not be run: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(undefined);
      const end = signal ? `was ended by ${signal}` : `failed with exit code ${code}`;
      reject(new Failure(`${what} ${end}.${output ? `\n\n${output.trimEnd()}` : ''}`));
    });
  });
}

/**
 * Hands the terminal over to another process: signals go to it, and its exit code becomes ours.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function become(command, args, env = process.env) {
  const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
  // In a terminal Ctrl-C reaches the child by itself as well; the server takes two within a second for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  onParentGone(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Failure(`${command} could not be run: ${error.message}`)));
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1);
      resolve(undefined);
    });
  });
}
