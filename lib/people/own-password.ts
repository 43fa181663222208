import { passwordFault } from '@/lib/access/password-policy';
import { bodyIssue, invalid } from '@/lib/errors';

/** @throws DomainError `invalid` for a password that is made of what everybody knows of its owner */
export function refuseOwnPassword(
  path: readonly string[],
  password: string,
  own: readonly (string | null | undefined)[],
): void {
  const fault = passwordFault(password, own);
  if (fault) throw invalid([bodyIssue(path, fault)]);
}
