/** A name for one attempt, so that a retry is known as one. `crypto.randomUUID` needs a secure context, which a plain http host on a LAN is not. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
