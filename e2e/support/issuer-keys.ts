import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';

/** A key that an issuer signs with. */
export interface SigningKey {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

/** How a token is to be signed, where it is not to be signed as it should be. */
export interface SignOptions {
  /** `none` leaves it unsigned; `HS256` signs with the text of the public key, as if that were a secret. */
  alg?: string;
  /** The header's `kid`; null leaves it out. */
  kid?: string | null;
  /** Another key than the issuer's own. */
  key?: SigningKey;
  /** More for the header, such as `jku` or `crit`. */
  header?: Record<string, unknown>;
}

let made = 0;

/** A key pair of one's own, which no issuer publishes until it is rotated to. */
export async function newKey(alg = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  made += 1;
  return { kid: `key-${process.pid}-${made}`, alg, privateKey, publicKey };
}

/** A key as one for another algorithm, which its issuer does not say it is. */
export async function sameKeyFor(alg: string, key: SigningKey): Promise<SigningKey> {
  const { alg: _, ...jwk } = await exportJWK(key.privateKey);
  return { ...key, alg, privateKey: (await importJWK(jwk, alg)) as CryptoKey };
}

/** The public half, as it stands in a JWKS. */
export async function publicJwk({ kid, alg, publicKey }: SigningKey): Promise<Record<string, unknown>> {
  return { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
}

/** A compact JWT of exactly these claims. */
export async function signClaims(
  claims: JWTPayload,
  own: SigningKey,
  { alg, kid, key = own, header = {} }: SignOptions = {},
): Promise<string> {
  if (alg === 'none') return new UnsecuredJWT(claims).encode();
  const named = kid === null ? {} : { kid: kid ?? key.kid };
  const jwt = new SignJWT(claims).setProtectedHeader({
    typ: 'JWT',
    ...named,
    ...header,
    alg: alg ?? key.alg,
  });
  // What a careless verifier does that takes the key by the id and the algorithm by the header.
  if (alg?.startsWith('HS')) return jwt.sign(new TextEncoder().encode(await exportSPKI(key.publicKey)));
  return jwt.sign(key.privateKey);
}
