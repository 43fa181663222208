import type { Dialect } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { opsAssist } from './ops-assist/errors';
import { tracker } from './tracker/errors';
import { trackerLinks } from './tracker/links-errors';
import { versioner } from './versioner/errors';

const families: readonly { prefix: string; dialect: Dialect }[] = [
  { prefix: '/api/v1alpha1/', dialect: tracker },
  { prefix: '/api/v1/', dialect: opsAssist },
  { prefix: '/api/links', dialect: trackerLinks },
  { prefix: '/api/homer-links', dialect: trackerLinks },
  { prefix: '/api/versioner/', dialect: versioner },
  { prefix: '/deployment-events/', dialect: versioner },
  { prefix: '/build-events/', dialect: versioner },
  { prefix: '/version-events/', dialect: versioner },
  { prefix: '/notification-preferences/', dialect: versioner },
];

/** The dialect in which a path is answered when no operation is declared for it. */
export function dialectOf(path: string): Dialect {
  return families.find(({ prefix }) => `${path}/`.startsWith(prefix))?.dialect ?? native;
}
