/**
 * Names of services and environments are canonical: two spellings that differ in case, surrounding space or Unicode
 * composition are one name.
 */

/** Printable ASCII with single spaces within: canonical as it is, and most names are. */
const isCanonical = /^[!-~]+(?: [!-~]+)*$/;

/** The name as it is kept and shown: NFC, trimmed, inner runs of space made one. */
export function canonicalName(name: string): string {
  if (isCanonical.test(name)) return name;
  return name.normalize('NFC').trim().replace(/\s+/gu, ' ');
}

/** What makes two spellings one name. */
export function nameKey(name: string): string {
  if (isCanonical.test(name)) return name.toLowerCase();
  return canonicalName(name).toLowerCase().normalize('NFC');
}
