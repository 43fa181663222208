import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * API tokens: `slg_`, 32 characters of base 62 (190 random bits), and six that are their CRC-32. The prefix lets scanners of
 * secrets find them, the checksum lets a wrong one be refused before any database is asked. (The shape of GitHub's tokens.)
 */

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const secretLength = 32;
const shape = /^slg_[0-9A-Za-z]{38}$/;

/** A new token, to be shown once. */
export function newTokenSecret(): string {
  const body = `slg_${randomText(secretLength)}`;
  return body + checksum(body);
}

/** Whether a text can be a token at all. */
export function isTokenSecret(text: string): boolean {
  return shape.test(text) && checksum(text.slice(0, -6)) === text.slice(-6);
}

/** What is stored of a secret that has enough random bits: no slow hash is needed, and none would be affordable per request. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The end of a token, by which people tell tokens apart. */
export const tokenHint = (secret: string): string => secret.slice(-4);

/** A text of base 62, each character equally likely. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // 248 is the largest multiple of 62 that a byte can hold: taking more would favour the first characters.
      if (byte < 248 && text.length < length) text += alphabet[byte % 62];
    }
  }
  return text;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < 6; place++) {
    digits = (alphabet[rest % 62] as string) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
