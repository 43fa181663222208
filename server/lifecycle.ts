import { ConfigError } from '@/lib/config';
import { nextRequest } from '@/lib/http/request-id';
import { log } from '@/lib/log';
import { isNews } from '@/lib/log-failed-request';
import { maskTokens } from '@/lib/redact';
import { within } from '@/lib/shutdown';
import { onParentGone } from '../scripts/lib/parent.mjs';
import { StartError } from './start-error';

/** Something that was started, and how to stop it. */
type Part = { name: string; stop: () => Promise<unknown> | unknown };

/** Longer than any part should ever need; a part that hangs must not keep the others from stopping. */
const stopMs = 60_000;

/**
 * The life of the process: what was started is stopped in reverse, once, whatever the reason for the end is.
 */
export class Lifecycle {
  private readonly parts: Part[] = [];
  private ending: { since: number } | undefined;
  private booting: Promise<unknown> = Promise.resolve();

  /** @param failure what to say above the reason when `boot` fails */
  constructor(private readonly failure = 'Shiplog could not start.') {}

  /** Whether the end has begun; a start that is still under way gives up at its next step. */
  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  /** Has `stop` called at the end, before that of everything that was added earlier. */
  add(name: string, stop: Part['stop']): void {
    this.parts.push({ name, stop });
  }

  /** Runs the start, and ends the process with one message if it fails. */
  async boot(start: () => Promise<void>): Promise<void> {
    process.on('SIGINT', () => this.onSignal('SIGINT'));
    process.on('SIGTERM', () => this.onSignal('SIGTERM'));
    process.on('SIGHUP', () => this.onSignal('SIGHUP'));
    onParentGone(() => this.onSignal('SIGTERM'));
    process.on('uncaughtException', (error) => this.onBug(error));
    process.on('unhandledRejection', (error) => this.onBug(error));
    const running = start();
    this.booting = running.catch(() => {});
    try {
      await running;
    } catch (error) {
      if (this.isEnding) return;
      tell(this.failure, error);
      await this.end(1);
    }
  }

  /** Stops everything and ends the process. A second call changes nothing. */
  async end(exitCode: number): Promise<void> {
    if (this.ending) return;
    this.ending = { since: Date.now() };
    // What is just being started must be there before it can be stopped.
    await this.booting;
    let code = exitCode;
    for (const { name, stop } of this.parts.toReversed()) {
      try {
        await within(stopMs, async () => stop());
      } catch (error) {
        code ||= 1;
        log().error({ err: error }, `could not stop: ${name}`);
      }
    }
    process.exit(code);
  }

  private onSignal(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void {
    if (!this.ending) {
      process.stdout.write(`\n• ${signal}: finishing what is in flight … (again to force)\n`);
      void this.end(0);
      return;
    }
    // One Ctrl-C can arrive twice: from the terminal, and passed on by npm.
    if (Date.now() - this.ending.since < 1_000) return;
    process.stdout.write('\n✗ Forced to end.\n');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  }

  private onBug(error: unknown): void {
    // Next has a listener as well, and would print it after us.
    isNews(error, nextRequest()?.id);
    log().fatal({ err: error }, 'unexpected error, shutting down');
    void this.end(1);
  }
}

function tell(failure: string, error: unknown): void {
  const known = error instanceof StartError || error instanceof ConfigError;
  if (!known) log().fatal({ err: error }, 'unexpected error while starting');
  const message = error instanceof Error ? error.message : String(error);
  // What comes from elsewhere, such as the database, may say more than it should.
  process.stderr.write(`\n✗ ${failure}\n${maskTokens(message).replace(/^/gm, '  ')}\n`);
}
