import type { Caller } from '../caller';

/**
 * Who a CI run is, by the token that its issuer signed and the trust rules that match it; null where none does.
 * @param address from where it is sent: a rule may bind a token to the first address that used it
 */
export async function runCaller(_jwt: string, _address: string): Promise<Caller | null> {
  return null;
}
