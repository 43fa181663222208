import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at } from './paths.mjs';

const isTest = (name) => /\.(test|spec)\.tsx?$/.test(name);

/**
 * A hash over the names and contents of source files: what a build or a generated file was made from.
 * @param {string[]} entries files and folders relative to the checkout; what does not exist counts as absent
 * @param {{ except?: string[], also?: string }} [options] paths to leave out, and anything else that matters
 */
export function hashSources(entries, { except = [], also = '' } = {}) {
  const hash = createHash('sha256').update(also);
  for (const entry of entries) visit(entry, hash, new Set(except));
  return hash.digest('hex');
}

function visit(path, hash, except) {
  if (except.has(path)) return;
  const children = foldersEntries(path);
  if (children === undefined) {
    const content = contentOf(path);
    if (content !== undefined) hash.update(`\0${path}\0${content.length}\0`).update(content);
    return;
  }
  for (const name of children.sort()) {
    if (!isTest(name) && !name.startsWith('.')) visit(join(path, name), hash, except);
  }
}

function foldersEntries(path) {
  try {
    return readdirSync(at(path));
  } catch {
    return undefined;
  }
}

function contentOf(path) {
  try {
    return readFileSync(at(path));
  } catch {
    return undefined;
  }
}

/** The stamp a finished step left at `file`, if any. */
export function readStamp(file) {
  return contentOf(file)?.toString('utf8').trim();
}

/** Records that the step whose stamp lies at `file` is finished for these sources. */
export function writeStamp(file, stamp) {
  mkdirSync(dirname(at(file)), { recursive: true });
  writeFileSync(at(file), `${stamp}\n`);
}
