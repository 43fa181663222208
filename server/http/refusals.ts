import type { ServerResponse } from 'node:http';
import { apiPolicy, setSecurityHeaders } from './headers';

/** Whether a path belongs to the API, whose callers are programs. Versioner's clients post at the root. */
export function isApiPath(path: string): boolean {
  return /^\/(?:api|openapi\.json|swagger\.json|(?:deployment|build|version)-events|notification-preferences)(?:[/?]|$)/.test(
    path,
  );
}

export type Refusal = { status: number; title: string; detail: string };

/** Answers a request that is not let in: as problem+json to programs, as a small page to people. */
export function refuse(res: ServerResponse, api: boolean, { status, title, detail }: Refusal): void {
  setSecurityHeaders(res);
  // The body, if there is one, is not going to be read.
  res.setHeader('connection', 'close');
  res.setHeader('cache-control', 'no-store');
  res.setHeader('content-security-policy', apiPolicy);
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

/** The refusal of protected mode; says what to do about it. */
export function notLocal(reason: string): Refusal {
  return {
    status: 403,
    title: 'Only this machine is served',
    detail: `Shiplog is in protected mode and serves only requests that come from the machine it runs on. This one was refused because ${reason}. Use http://localhost on that machine or an SSH tunnel to it; or, on a network where everybody may do everything, start Shiplog with SHIPLOG_AUTH=off.`,
  };
}

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
