/**
 * Links are hostile: they arrive from anywhere and end in a browser. Only http and https ever become a link.
 */

/** Longest link that is kept, in characters. */
export const maxLinkLength = 2048;

/** The link as a normalised absolute http(s) URL, or null when it is anything else (`javascript:` in any disguise). */
export function httpUrl(text: string | null | undefined): string | null {
  if (!text || text.length > maxLinkLength) return null;
  try {
    const url = new URL(text);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
    if (url.username || url.password || !url.hostname) return null;
    return url.href;
  } catch {
    return null;
  }
}

/** Whether a text that may be a plain key (`PROJ-456`) would be read as a URL by a browser but is not http(s). */
export function looksLikeUnsafeUrl(text: string): boolean {
  // Browsers drop control characters and white space before they look for a scheme.
  const bare = [...text].filter((char) => char.charCodeAt(0) > 0x20 && char.charCodeAt(0) !== 0x7f).join('');
  return /^[a-z][a-z0-9+.-]*:/i.test(bare) && httpUrl(text) === null;
}
