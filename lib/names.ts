/**
 * Names of services and environments are canonical: two spellings that differ in case, surrounding space or Unicode
 * composition are one name.
 */

/** The name as it is kept and shown: NFC, trimmed, inner runs of space made one. */
export function canonicalName(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/gu, ' ');
}

/** What makes two spellings one name. */
export function nameKey(name: string): string {
  return canonicalName(name).toLowerCase().normalize('NFC');
}
