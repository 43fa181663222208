import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LaunchOptions } from '@playwright/test';

const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/**
 * How to start a browser that came with `npm ci` alone.
 *
 * Playwright's own download needs a host besides the package registry, so Chromium comes from `@sparticuz/chromium`,
 * which carries it compressed, for Linux on x64. `SHIPLOG_TEST_BROWSER` names another executable; elsewhere an
 * installed Chrome is used.
 */
export async function browserLaunchOptions(): Promise<LaunchOptions> {
  const args = [
    // The same pixels on every machine.
    '--font-render-hinting=none',
    '--force-color-profile=srgb',
    '--disable-domain-reliability',
    '--no-pings',
    // Chromium refuses to run as root with its sandbox, which is how most CI containers run it.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const chosen = process.env.SHIPLOG_TEST_BROWSER;
  if (chosen) return { executablePath: chosen, args };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome', args };

  const folder = await unpackedChromium();
  const executablePath = join(folder, 'chromium');
  return {
    executablePath,
    args,
    env: {
      ...plainEnvironment(),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      ...libraries(executablePath, folder),
    },
  };
}

/** Where Chromium lies, unpacked once per version. Several processes may ask at the same time. */
async function unpackedChromium(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const home = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const cache = join(root, 'node_modules', '.cache');
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;

  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(join(cache, 'chromium-partial-'));
  const before = process.env.TMPDIR;
  try {
    const { inflate } = await import('@sparticuz/chromium');
    // The package unpacks into the temporary folder and nowhere else, and asks for it at every call.
    process.env.TMPDIR = partial;
    const archives = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];
    await Promise.all(archives.map((archive) => inflate(join(home, 'bin', archive))));
    writeFileSync(join(partial, 'fonts.conf'), fontConfiguration(folder));
    try {
      renameSync(partial, folder);
    } catch (error) {
      // Another process was faster with the same content.
      if (!existsSync(join(folder, 'chromium'))) throw error;
    }
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Only the fonts that came along, so that text has the same width with whatever the machine has installed. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

/**
 * A bare system lacks NSS and expat; the package has them along. They are used only when the loader misses some, for
 * those of the system fit the rest of the system better.
 */
function libraries(executable: string, folder: string): Record<string, string> {
  const tried = spawnSync(executable, ['--version'], { encoding: 'utf8', timeout: 30_000 });
  if (tried.status === 0) return {};
  const own = join(folder, 'al2023', 'lib');
  return { LD_LIBRARY_PATH: [own, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') };
}

function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
