import { config } from '@/lib/config';
import { isMarkedLocal } from './local-mark';

/**
 * Why a request that reached a handler inside Next may not be served, or null when it may. The server has checked
 * where it comes from and marked it; see {@link isMarkedLocal}.
 */
export function refusalFor(headers: Headers): string | null {
  if (config().auth === 'off' || isMarkedLocal(headers)) return null;
  return 'Protected mode: only requests from this machine are served until an administrator exists.';
}
