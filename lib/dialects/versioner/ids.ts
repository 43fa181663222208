/**
 * Versioner's wire knows everything by UUID; services, environments and versions have numbers here. A UUID of version 8, whose content is
 * one's own, is made of the type and the number, as in the change feed. Pure.
 */

const types = { product: '8000', environment: '8001', version: '8002' } as const;
export type NumberedType = keyof typeof types;

const prefixOf = (type: NumberedType) => `00000000-0000-8000-${types[type]}-0000`;

/** The UUID that stands for a number of this type. */
export function uuidOf(type: NumberedType, id: number): string {
  return prefixOf(type) + (id >>> 0).toString(16).padStart(8, '0');
}

/** The number that a UUID of this type stands for, or null when it stands for none. */
export function numberOf(type: NumberedType, uuid: string): number | null {
  const prefix = prefixOf(type);
  const lower = uuid.toLowerCase();
  const digits = lower.startsWith(prefix) ? lower.slice(prefix.length) : '';
  return /^[0-9a-f]{8}$/.test(digits) ? Number.parseInt(digits, 16) | 0 : null;
}
