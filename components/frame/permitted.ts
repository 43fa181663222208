import type { Permission } from '@/lib/people/may';
import { tellRefusal } from './allowed';

/** A command or a key that may not be for everybody. */
interface Permitted {
  run: (...given: never[]) => void;
  /** Of whoever looks; without one it is for everybody. */
  permission?: Permission;
}

/** What one never may is not there; what one may not here says why. */
export function permitted<T extends Permitted>(action: T): T | null {
  const { permission } = action;
  if (permission === undefined || permission.allowed) return action;
  return permission.never ? null : { ...action, run: () => tellRefusal(permission.reason) };
}
