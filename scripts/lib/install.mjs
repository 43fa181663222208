import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { withLock } from './lock.mjs';
import { at, root } from './paths.mjs';
import { become, run } from './run.mjs';
import { Failure, step } from './say.mjs';
import { readStamp, writeStamp } from './sources.mjs';

const marker = 'node_modules/.shiplog/lockfile';
const runtime = at('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const insideModules = () => process.execPath.startsWith(at('node_modules') + sep);

/** One clear message where Node is too old for even the scripts. */
export function requireNode() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return;
  throw new Failure(
    `Shiplog needs Node 20 or newer to start, and this is Node ${process.versions.node}. Install a current one from https://nodejs.org and try again.`,
  );
}

/**
 * Makes `node_modules` match package-lock.json and continues under the Node release that the project pins.
 *
 * @param {string} script the script that asks, to be run again where another Node must take over
 * @returns {Promise<boolean>} true to go on; false when another process has done the work in our place
 */
export async function ensureRuntime(script) {
  requireNode();
  const again = (node) => become(node, [script, ...process.argv.slice(2)]);
  if (!installed()) {
    // npm ci deletes node_modules, and with it the Node that would be running this very script.
    const outer = process.env.npm_node_execpath;
    if (insideModules() && outer && outer !== process.execPath && !process.env.SHIPLOG_OUTER_NODE) {
      process.env.SHIPLOG_OUTER_NODE = '1';
      await again(outer);
      return false;
    }
    await withLock(at('dist/.install.lock'), 'installing the packages', async () => {
      if (!installed()) await install();
    });
  }
  if (insideModules() || sameMajor()) return true;
  if (existsSync(runtime)) {
    await again(runtime);
    return false;
  }
  // Install scripts are switched off on this machine, so the pinned runtime is not there. A recent Node serves as well.
  if (Number(process.versions.node.split('.')[0]) >= 24) return true;
  throw new Failure(
    'The pinned Node runtime is missing: its install script did not run. Allow it (npm config set ignore-scripts false), delete node_modules and try again, or use Node 24 or newer.',
  );
}

function sameMajor() {
  const pinned = JSON.parse(readFileSync(at('node_modules/node/package.json'), 'utf8')).version;
  return process.versions.node.split('.')[0] === pinned.split('.')[0];
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');

function installed() {
  if (!existsSync(at('node_modules/node/package.json'))) return false;
  if (readStamp(marker) === lockHash()) return true;
  if (!matchesLock()) return false;
  writeStamp(marker, lockHash());
  return true;
}

/** Whether somebody ran npm by hand and the outcome is what the lock file asks for. npm records what it installed. */
function matchesLock() {
  try {
    const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
    const found = JSON.parse(readFileSync(at('node_modules/.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === '' || found[path]?.version === version || (optional && !found[path]),
    );
  } catch {
    return false;
  }
}

async function install() {
  const npm = npmCommand();
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await step('Installing the pinned packages', () =>
    run(npm.command, [...npm.args, ...args], { shell: npm.shell, what: 'npm ci' }),
  );
  writeStamp(marker, lockHash());
}

function npmCommand() {
  // Under `npm start` npm tells where it lies; that npm is the one to use, with the Node it came with.
  const script = process.env.npm_execpath;
  const found = script?.endsWith('.js')
    ? { command: process.env.npm_node_execpath ?? process.execPath, args: [script], shell: false }
    : { command: 'npm', args: [], shell: process.platform === 'win32' };
  let version;
  try {
    version = execFileSync(found.command, [...found.args, '--version'], {
      encoding: 'utf8',
      cwd: root,
      shell: found.shell,
    }).trim();
  } catch {
    throw new Failure(
      'npm was not found. It comes with Node: install Node 20 or newer from https://nodejs.org.',
    );
  }
  if (Number(version.split('.')[0]) >= 10) return found;
  throw new Failure(
    `Shiplog needs npm 10 or newer, and this is npm ${version}. Update it with: npm install --global npm`,
  );
}
