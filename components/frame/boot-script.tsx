import { timeZoneCookie } from './preference-values';

/**
 * What only the browser knows and the first paint needs: its time zone (as a cookie, for the server's next answer)
 * and whether commands hang on ⌘ or Ctrl. The theme needs no script: the cookie is read by the server, and `system`
 * is a matter for CSS.
 */
const ofBrowser = `try{var z=Intl.DateTimeFormat().resolvedOptions().timeZone;
if(z)d.cookie=${JSON.stringify(timeZoneCookie)}+"="+encodeURIComponent(z)+"; Path=/; Max-Age=31536000; SameSite=Lax";
d.documentElement.dataset.platform=/Mac|iPhone|iPad/.test(navigator.platform)?"mac":"other"}catch(e){}`;

/**
 * Styles of the server's HTML. The content security policy blocks style attributes, so the server renames them
 * (server/http/style-attributes.ts); here they reach their elements through the CSSOM as the parser meets them: observers run
 * before the next script and before the next paint. When all is parsed there are no more, for React sets styles itself.
 */
const styles = `var a="data-style",give=function(){d.querySelectorAll("["+a+"]").forEach(function(e){
e.style.cssText=e.getAttribute(a);e.removeAttribute(a)})},o=new MutationObserver(give);
o.observe(d,{childList:true,subtree:true});
d.addEventListener("DOMContentLoaded",function(){give();o.disconnect()});give();`;

/** Style elements that scroll locks insert need the nonce; they look for it under this name. */
const nonceForStyles = 'if(d.currentScript)self.__webpack_nonce__=d.currentScript.nonce;';

const source = `(function(){var d=document;${styles}${nonceForStyles}${ofBrowser}})()`;

/** Runs before anything is painted. `nonce` comes with the request's content security policy. */
export function BootScript({ nonce }: { nonce: string | undefined }) {
  return (
    // The browser hides a nonce from the DOM once read, so the attribute never matches at hydration.
    // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file, no input
    <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: source }} />
  );
}
