import { isSecret, maskTokens } from '@/lib/redact';

/** Makes anything fit for the audit log: without secrets, of bounded size, and as canonical JSON. Pure. */

/** Bytes of one side, before or after, at most. */
export const mostBytes = 8 * 1024;
const longestText = 1_000;
const deepest = 8;
/** Kept back for the words that say what was left out, of which each level may need some… */
const reserve = 64;
const outerReserve = 16 * reserve;

const censored = '"***"';
const cut = '…';

/**
 * Canonical JSON (RFC 8785) of a value: without what stands in fields named like secrets or has the shape of a token. What does not fit
 * into {@link mostBytes} is left out, and that is said in its place. Null for nothing.
 */
export function fitJson(value: unknown, most: number = mostBytes): string | null {
  if (value === undefined || value === null) return null;
  const text = write(value, { left: most - outerReserve }, 0);
  return text === 'null' ? null : text;
}

/** A text as the database takes it: without NUL, lone surrogates and tokens, cut to `most` characters. */
export function fitText(text: string, most = longestText): string {
  // Looked at before anything is made of it: nearly every text is fine as it is.
  const plain = harmful.test(text) ? text.replaceAll('\0', '\uFFFD').toWellFormed() : text;
  const masked = suspicious.test(plain) ? maskTokens(plain) : plain;
  if (masked.length <= most) return masked;
  return `${masked
    .slice(0, most)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}${cut} (${masked.length} characters)`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for.
const harmful = /[\u0000\ud800-\udfff]/;

/** What every shape that is masked has in it: looked for first, since nearly no text has it. */
const suspicious = /slg_|bearer|basic|eyJ|:\/\/|=/i;

interface Budget {
  left: number;
}

function write(value: unknown, budget: Budget, depth: number): string {
  if (value instanceof Date) return spend(JSON.stringify(value), budget);
  switch (typeof value) {
    case 'string':
      // A character takes up to six bytes.
      return spend(
        JSON.stringify(fitText(value, Math.max(0, Math.min(longestText, Math.floor(budget.left / 6))))),
        budget,
      );
    case 'number':
      return spend(Number.isFinite(value) ? JSON.stringify(value) : 'null', budget);
    case 'boolean':
      return spend(String(value), budget);
    case 'bigint':
      return spend(JSON.stringify(String(value)), budget);
    case 'object':
      break;
    default:
      return 'null';
  }
  if (value === null) return spend('null', budget);
  if (depth >= deepest) return spend(JSON.stringify(cut), budget);
  if (value instanceof Map) return writeFields([...value], budget, depth);
  if (Array.isArray(value) || value instanceof Set) return writeItems([...value], budget, depth);
  if (ArrayBuffer.isView(value)) return spend(JSON.stringify(`${cut} ${value.byteLength} bytes`), budget);
  return writeFields(Object.entries(value), budget, depth);
}

function writeItems(items: readonly unknown[], budget: Budget, depth: number): string {
  const parts: string[] = [];
  for (const item of items) {
    if (budget.left <= reserve) {
      parts.push(spend(JSON.stringify(`${cut} ${items.length - parts.length} more`), budget));
      break;
    }
    parts.push(write(item, budget, depth + 1));
    budget.left--;
  }
  return `[${parts.join(',')}]`;
}

function writeFields(fields: (readonly [unknown, unknown])[], budget: Budget, depth: number): string {
  const named = fields
    .filter(([, value]) => value !== undefined && typeof value !== 'function')
    .map(([name, value]) => [fitText(String(name), 200), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const parts = new Map<string, string>();
  let left = named.length;
  for (const [name, value] of named) {
    const key = JSON.stringify(name);
    if (budget.left <= reserve + key.length * 3) {
      // Sorts behind every letter, as canonical JSON wants it where nothing unusual stands after it.
      parts.set(cut, `"${cut}":${spend(JSON.stringify(`${left} more fields`), budget)}`);
      break;
    }
    spend(key, budget);
    budget.left -= 2;
    left--;
    const hidden = value !== null && (isSecret(name) || /hash$/i.test(name));
    parts.set(name, `${key}:${hidden ? spend(censored, budget) : write(value, budget, depth + 1)}`);
  }
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  return `{${sorted.join(',')}}`;
}

function spend(text: string, budget: Budget): string {
  budget.left -= Buffer.byteLength(text);
  return text;
}
