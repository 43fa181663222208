import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet, type LocalJWKSet } from 'jose';
import { DomainError } from '@/lib/errors';
import { log } from '@/lib/log';
import { once } from '@/lib/runtime';
import { fetchJson } from './fetch-json';
import { discoveryUrl, isKeysUrl } from './issuer-url';
import { signedBy } from './read-run';

/** After this long keys are read again, so that one that was withdrawn is no longer taken. */
const freshForMs = 10 * 60_000;
/** An issuer that is down does not stop deployments: what it said last is believed for so long. */
const usableForMs = 24 * 3_600_000;
/** However many tokens name unknown keys, the issuer is asked no more often. */
const askEveryMs = 5_000;

/**
 * The public keys of one issuer, read from where its discovery document says. Kept apart from jose's own remote key set, which
 * fails as soon as its keys are old and the issuer is down, and which takes documents of any length.
 */
export class IssuerKeys {
  #keys: LocalJWKSet | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;
  #failed = false;

  constructor(
    private readonly issuer: string,
    private readonly read: (url: string) => Promise<unknown> = fetchJson,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The process-wide one of an issuer. Only for issuers that a rule names: there are as many as rules. */
  static of(issuer: string): IssuerKeys {
    const known = once('access.issuer-keys', () => new Map<string, IssuerKeys>());
    const keys = known.get(issuer) ?? new IssuerKeys(issuer);
    known.set(issuer, keys);
    return keys;
  }

  /**
   * Whether the issuer has signed a token.
   * @throws DomainError `unavailable` when its keys cannot be had, which says nothing about the token
   */
  async haveSigned(jwt: string): Promise<boolean> {
    if (this.now() - this.#readAt >= freshForMs) await this.#ask();
    if (!this.#keys || this.now() - this.#readAt >= usableForMs) throw this.#unavailable();
    const verdict = await verdictOf(jwt, this.#keys);
    if (verdict !== 'unknown key') return verdict === 'signed';
    // It may have been made since the keys were read.
    const asked = await this.#ask();
    if (this.#failed) throw this.#unavailable();
    return asked && (await verdictOf(jwt, this.#keys)) === 'signed';
  }

  /** Reads the keys unless that was tried just now. Whoever comes meanwhile waits for the same answer. @returns whether it was tried */
  async #ask(): Promise<boolean> {
    if (!this.#asking) {
      if (this.now() - this.#askedAt < askEveryMs) return false;
      this.#askedAt = this.now();
      this.#asking = this.#load()
        .then(
          () => false,
          (error: unknown) => {
            log().warn({ err: error, issuer: this.issuer }, 'the keys of a CI issuer were not read');
            return true;
          },
        )
        .then((failed) => {
          this.#failed = failed;
          this.#asking = null;
        });
    }
    await this.#asking;
    return true;
  }

  async #load(): Promise<void> {
    const about = (await this.read(discoveryUrl(this.issuer))) as { issuer?: unknown; jwks_uri?: unknown };
    // Else one issuer could speak with the voice of another.
    if (about?.issuer !== this.issuer) throw new Error('its discovery document is of another issuer');
    if (!isKeysUrl(this.issuer, about.jwks_uri)) throw new Error('its keys are not where they may be');
    this.#keys = createLocalJWKSet((await this.read(about.jwks_uri)) as JSONWebKeySet);
    this.#readAt = this.now();
  }

  #unavailable(): DomainError {
    return new DomainError(
      'unavailable',
      `The keys of ${this.issuer} cannot be read, so its tokens cannot be checked. Try again in a moment.`,
    );
  }
}

/** Makes this process read all keys again. For tests. */
export const forgetIssuerKeys = (): void =>
  once('access.issuer-keys', () => new Map<string, IssuerKeys>()).clear();

async function verdictOf(jwt: string, keys: LocalJWKSet): Promise<'signed' | 'not signed' | 'unknown key'> {
  try {
    await compactVerify(jwt, keys, { algorithms: [...signedBy] });
    return 'signed';
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'unknown key';
    // Whatever else is wrong with it: a token is not believed.
    return 'not signed';
  }
}
