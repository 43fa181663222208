import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BrowserContext, test as base, expect } from '@playwright/test';
import { type RunningServer, startServer } from './server';

/**
 * What every journey runs with: the built product on data of its own, and a watch over every page it opens.
 *
 * A journey fails on an error in the console, an uncaught exception, a violation of the content security policy, a
 * request to any other origin, or a server that answers 5xx, unless it said beforehand, with `problems.expect(/…/)`,
 * that this is what it provokes.
 */
type WorkerFixtures = { server: RunningServer };
type TestFixtures = { problems: Problems };

export class Problems {
  readonly #found: string[] = [];
  readonly #expected: RegExp[] = [];
  readonly #allowed: RegExp[] = [];

  /** A problem like this belongs to the journey; it has to happen, too. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** A problem like this comes with the journey or not, as the moment has it. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  add(problem: string): void {
    this.#found.push(problem);
  }

  unexpected(): string[] {
    const known = [...this.#expected, ...this.#allowed];
    return this.#found.filter((problem) => !known.some((pattern) => pattern.test(problem)));
  }

  missing(): string[] {
    return this.#expected
      .filter((pattern) => !this.#found.some((problem) => pattern.test(problem)))
      .map((pattern) => String(pattern));
  }
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use, worker) => {
      const server = await startOnce(join(worker.project.outputDir, 'server-did-not-start'));
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  problems: [
    async ({ context, server }, use, testInfo) => {
      const problems = new Problems();
      const logBefore = server.log().length;
      await watch(context, new URL(server.url).origin, problems);
      await use(problems);
      if (testInfo.status !== testInfo.expectedStatus || problems.unexpected().length > 0) {
        await testInfo.attach('server.log', {
          body: server.log().slice(logBefore),
          contentType: 'text/plain',
        });
      }
      expect.soft(problems.unexpected(), 'problems on the pages of this journey').toEqual([]);
      expect.soft(problems.missing(), 'problems this journey announced and that did not happen').toEqual([]);
    },
    { auto: true },
  ],
});

/** Playwright starts a new worker after each failure; a server that does not come up is not waited for each time. */
async function startOnce(marker: string): Promise<RunningServer> {
  if (existsSync(marker)) throw new Error('The server did not come up; the first journey says why.');
  try {
    return await startServer({ label: 'browser' });
  } catch (error) {
    mkdirSync(dirname(marker), { recursive: true });
    writeFileSync(marker, '');
    throw error;
  }
}

/** Reports every problem of every page of `context`; requests elsewhere are refused besides. */
export async function watch(context: BrowserContext, origin: string, problems: Problems): Promise<void> {
  await context.route(
    (url) => url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:',
    (route) => {
      problems.add(`request to another origin: ${route.request().url()}`);
      return route.abort();
    },
  );
  context.on('console', (message) => {
    if (message.type() === 'error') problems.add(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) =>
    problems.add(`exception: ${error.error().stack ?? error.error().message}`),
  );
  context.on('response', (response) => {
    if (response.status() >= 500) problems.add(`server error: ${response.status()} ${response.url()}`);
  });
  await context.exposeFunction('reportPolicyViolation', (what: string) => problems.add(`policy: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (globalThis as { reportPolicyViolation?: (what: string) => void }).reportPolicyViolation;
      report?.(`${event.effectiveDirective} blocked ${event.blockedURI} on ${event.documentURI}`);
    });
  });
}

export { expect };
