import { log } from '@/lib/log';
import { once } from '@/lib/runtime';
import { onShutdown } from '@/lib/shutdown';
import { DenialBook } from './denial-book';
import type { AuditEntryInput } from './entry';
import { writeEntry } from './write';

/** Writes an entry. Returns after the commit. */
export function recordAudit(entry: AuditEntryInput): Promise<void> {
  return writeEntry(entry).catch((error: unknown) => {
    // What it is about has happened: if the audit log cannot take it, at least this one says so.
    const { operation, requestId, callerId, subject } = entry;
    log().error(
      { err: error, operation, requestId, callerId, subject },
      'the audit log could not be written',
    );
    throw error;
  });
}

/**
 * Notes an attempt that was denied, behind the answer: nobody waits for it. The first of its kind is written at once, those alike
 * within a minute are counted and written as one entry.
 */
export function noteDenial(entry: AuditEntryInput): void {
  book().note(entry);
}

/** Waits until what was noted is written, repeats included. For tests and the end of the process. */
export function flushDenials(): Promise<void> {
  return book().flush();
}

const book = () =>
  once('audit.denials', () => {
    const made = new DenialBook((entry) => recordAudit(entry).catch(() => {}));
    onShutdown('denied attempts', () => made.flush());
    return made;
  });
