import type { ServerResponse } from 'node:http';
import { apiPolicy, setSecurityHeaders } from './headers';

/** Whether a path belongs to the API, whose callers are programs. Versioner's clients post at the root. */
export function isApiPath(path: string): boolean {
  return /^\/(?:api|openapi\.json|swagger\.json|(?:deployment|build|version)-events|notification-preferences)(?:[/?]|$)/.test(
    path,
  );
}

export type Refusal = { status: number; title: string; detail: string; headers?: Record<string, string> };

/** Answers a request that is not let in: as problem+json to programs, as a small page to people. */
export function refuse(res: ServerResponse, api: boolean, { status, title, detail, headers }: Refusal): void {
  setSecurityHeaders(res);
  // The body, if there is one, is not going to be read.
  res.setHeader('connection', 'close');
  res.setHeader('cache-control', 'no-store');
  res.setHeader('content-security-policy', apiPolicy);
  for (const name in headers) res.setHeader(name, headers[name] as string);
  res.statusCode = status;
  if (api) {
    res.setHeader('content-type', 'application/problem+json');
    res.end(JSON.stringify({ type: 'about:blank', title, status, detail }));
    return;
  }
  res.setHeader('content-type', 'text/html; charset=utf-8');
  res.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><h1>${escapeHtml(title)}</h1><p>${escapeHtml(detail)}</p></html>\n`,
  );
}

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
