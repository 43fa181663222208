import { timeZoneCookie } from './preference-values';

/**
 * What only the browser knows and the first paint needs: its time zone (as a cookie, for the server's next answer)
 * and whether commands hang on ⌘ or Ctrl. The theme needs no script: the cookie is read by the server, and `system`
 * is a matter for CSS.
 */
const source = `(function(){try{var d=document,z=Intl.DateTimeFormat().resolvedOptions().timeZone;
if(z)d.cookie=${JSON.stringify(timeZoneCookie)}+"="+encodeURIComponent(z)+"; Path=/; Max-Age=31536000; SameSite=Lax";
d.documentElement.dataset.platform=/Mac|iPhone|iPad/.test(navigator.platform)?"mac":"other"}catch(e){}})()`;

/** Runs before anything is painted. `nonce` comes with the request's content security policy. */
export function BootScript({ nonce }: { nonce: string | undefined }) {
  return (
    // The browser hides a nonce from the DOM once read, so the attribute never matches at hydration.
    // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file, no input
    <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: source }} />
  );
}
