import { decodeProtectedHeader } from 'jose';
import type { TokenEndpointHandler } from 'next-auth/providers/oauth';

/**
 * Which signatures of a provider are believed: those that its discovery document announces, as long as only the provider can make
 * them. A client of openid-client, on which next-auth stands, expects a single one, RS256 unless told; many providers have others.
 */

/** Anybody can make `none`, and with `HS256` and its like whoever knows the client's secret or takes the public key for one. */
const believable: ReadonlySet<string> = new Set([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
]);

/**
 * The algorithm that a token says it is signed by.
 * @param announced `id_token_signing_alg_values_supported` of the provider; one that announces nothing signs with what all have to
 * @throws Error when that is not announced, not believable, or when it is no token
 */
export function announcedAlgorithm(token: string, announced: unknown): string {
  const { alg = 'none' } = decodeProtectedHeader(token);
  const all: readonly unknown[] = Array.isArray(announced) ? announced : ['RS256'];
  if (!believable.has(alg) || !all.includes(alg))
    throw new Error(`The provider signs with ${alg.slice(0, 20)}, which is not announced or proves nothing.`);
  return alg;
}

type ValidateJwt = (jwt: string, algorithm: string, required?: string[]) => Promise<unknown>;

/**
 * Exchanges the code that the provider sent for tokens, as next-auth does, and checks them; only that the ID token's algorithm is
 * looked at when the token has come. Everything else about it is still for openid-client to check: that the key is one for this
 * algorithm, the signature, issuer, audience, nonce and times.
 */
export const exchangeCode: TokenEndpointHandler['request'] = async ({ client, params, checks, provider }) => {
  // No documented part of openid-client. Were it to go, only RS256 would be believed again.
  const checking = client as unknown as { validateJWT: ValidateJwt };
  const validate = checking.validateJWT.bind(client);
  checking.validateJWT = async (jwt, _, required) =>
    validate(
      jwt,
      announcedAlgorithm(jwt, client.issuer.metadata.id_token_signing_alg_values_supported),
      required,
    );
  return { tokens: await client.callback(provider.callbackUrl, params, checks) };
};
