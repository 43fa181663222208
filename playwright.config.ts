import { defineConfig } from '@playwright/test';
import { browserLaunchOptions } from './e2e/support/browser';

/** Browser journeys against the built product; `e2e/support/test.ts` starts it and watches every page. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/browser',
  // One product, one browser, one journey at a time: journeys share the events they post, as people do.
  workers: 1,
  fullyParallel: false,
  // A test that needs a second try has failed.
  retries: 0,
  forbidOnly: process.env.SHIPLOG_TEST_RUN !== undefined,
  // For what hangs. What only takes long on a busy machine has not failed.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: await browserLaunchOptions(),
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1440, height: 900 },
  },
});
