import { maxVersionLength } from './version-key';

/** Said again in the migration that filled in what was there before; a test holds both together. */
const titled = /(?:^|[^\p{L}\p{N}._-])(v\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]*[0-9A-Za-z])?)(?![\p{L}\p{N}])/iu;

/**
 * The version that a title such as `Deploy checkout v1.2.3 to production` speaks of, as written there, or null: `v` and three numbers,
 * with a pre-release or build if there is one. The first one counts. Client-safe and pure.
 */
export function versionOfTitle(title: string): string | null {
  const version = titled.exec(title)?.[1];
  return version === undefined || version.length > maxVersionLength ? null : version;
}

/** The version that a deployment or build is about: the one it names, else the one in its title, else null. */
export function versionOf({
  version,
  title,
}: {
  version?: string | null | undefined;
  title: string;
}): string | null {
  return version?.trim() || versionOfTitle(title);
}
