import { readYaml } from '@/lib/catalog/yaml';
import { DomainError } from '@/lib/errors';
import { httpUrl } from '@/lib/links';
import type { HomerLinksWire } from './schemas';

/** The links of a Homer dashboard (`assets/config.yml`), read from where the configuration says it is. */

const timeoutMs = 10_000;
/** Longest configuration that is read. */
const maxBytes = 512 * 1024;

const unreadable = (why: string) =>
  new DomainError('unavailable', `the Homer dashboard cannot be read: ${why}`, { upstream: true });

/** Fetches and reads the configuration of the dashboard at `base`. Throws `unavailable` with `upstream` when that fails. */
export async function readHomer(base: string, signal?: AbortSignal): Promise<HomerLinksWire> {
  const url = `${base.replace(/\/+$/, '')}/assets/config.yml`;
  const limit = AbortSignal.timeout(timeoutMs);
  let text: string;
  try {
    const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, limit]) : limit });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    text = await bounded(response);
  } catch (error) {
    throw unreadable((error as Error).message);
  }
  const [document] = readYaml(text);
  if (!document || 'problem' in document)
    throw unreadable(`its configuration is not YAML: ${document?.problem ?? 'it is empty'}`);
  return homerLinks(document.value, base);
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const objects = (value: unknown) => (Array.isArray(value) ? value.map(object) : []);

/** The texts of an object that are there. */
function texts<const T extends string>(
  from: Record<string, unknown>,
  ...names: T[]
): Partial<Record<T, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = from[name];
      return typeof value === 'string' && value !== '' ? [[name, value.slice(0, 2000)]] : [];
    }),
  ) as Partial<Record<T, string>>;
}

/** A link of the configuration; relative ones are relative to the dashboard. Null for anything but http and https. */
function linkIn(value: unknown, base: string): string | null {
  if (typeof value !== 'string' || value === '' || !URL.canParse(value, `${base.replace(/\/+$/, '')}/`))
    return null;
  return httpUrl(new URL(value, `${base.replace(/\/+$/, '')}/`).href);
}

/** What the portal shows of a configuration. Entries without a harmless link are left out. Pure. */
function homerLinks(config: unknown, base: string): HomerLinksWire {
  const { links, services } = object(config);
  const entry = (item: Record<string, unknown>) => {
    const url = linkIn(item.url, base);
    return url === null ? [] : [{ name: texts(item, 'name').name ?? url, url }];
  };
  const logo = (item: Record<string, unknown>) => {
    const url = linkIn(item.logo, base);
    return url === null ? {} : { logo: url };
  };
  return {
    links: objects(links).flatMap((item) =>
      entry(item).map((found) => ({ ...found, ...texts(item, 'icon', 'target') })),
    ),
    services: objects(services).map((group) => ({
      name: texts(group, 'name').name ?? '',
      ...texts(group, 'icon'),
      items: objects(group.items).flatMap((item) =>
        entry(item).map((found) => ({
          ...found,
          ...texts(item, 'subtitle', 'icon', 'tag', 'keywords', 'target'),
          ...logo(item),
        })),
      ),
    })),
  };
}
