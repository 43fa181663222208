import { createHash } from 'node:crypto';
import { prisma } from '@/lib/db/prisma';
import { DomainError, type DomainErrorCode } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { once } from '@/lib/runtime';
import type { Operation } from './operation';
import type { FinishedReply } from './reply';

/**
 * Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the first answer to a key is kept and repeated byte for
 * byte.
 *
 * The claim of a key is committed before the work begins and carries a seed from which the ids of everything the request
 * creates are made. A process that dies between the work and the answer leaves the claim open; after a minute a retry
 * takes it over, creates the same ids, meets what is there already, and answers it. So nothing is ever created twice.
 */

/** After this long without an answer, a claim counts as abandoned. */
const abandonedAfterMs = 60_000;

/** How long an answer can be repeated. Older claims are swept by the worker. */
export const keptForMs = 24 * 3_600_000;

/** Failures that are about the key itself, or that leave open whether something was stored. */
const uncertain: readonly DomainErrorCode[] = ['in_flight', 'key_reused', 'unavailable'];

/** Keys that this process is working on. */
const working = () => once('http.idempotency', () => new Set<string>());

/**
 * Runs `run` for the first request with this key and repeats its answer for later ones. Throws `invalid` for an unusable
 * key, `key_reused` when the key came with another request, `in_flight` while the first one is under way.
 */
export async function idempotently(
  request: { key: string; caller: string; operation: Operation; url: string; text: string },
  run: (idFor: (index: number) => string) => Promise<FinishedReply>,
): Promise<FinishedReply> {
  const key = parseKey(request.key);
  const { caller } = request;
  const worked = `${caller} ${key}`;
  const fingerprint = createHash('sha256')
    .update(`${request.operation.id}\n${request.url}\n${request.text}`)
    .digest('base64url');
  if (working().has(worked)) throw inFlight();
  working().add(worked);
  try {
    const claim = await claimKey(caller, key, request.operation.id, fingerprint);
    if ('replay' in claim) return claim.replay;
    const reply = await run((index) => idFrom(claim.seed, index));
    await prisma().idempotencyKey.update({
      where: { caller_key: { caller, key } },
      data: {
        responseStatus: reply.status,
        responseHeaders: reply.headers,
        responseBody: reply.body as string | null,
      },
    });
    return reply;
  } catch (error) {
    // A refusal has no effect, so the key stays free for the corrected request. After any other failure nobody knows
    // what was stored: the claim stays, and a retry takes it over with the same ids.
    if (error instanceof DomainError && !uncertain.includes(error.code)) {
      await prisma().idempotencyKey.deleteMany({ where: { caller, key, fingerprint, responseStatus: null } });
    }
    throw error;
  } finally {
    working().delete(worked);
  }
}

async function claimKey(
  caller: string,
  key: string,
  operation: string,
  fingerprint: string,
): Promise<{ seed: string } | { replay: FinishedReply }> {
  const seed = newId();
  const { count } = await prisma().idempotencyKey.createMany({
    data: [{ caller, key, operation, fingerprint, seed }],
    skipDuplicates: true,
  });
  if (count === 1) return { seed };

  const first = await prisma().idempotencyKey.findUnique({ where: { caller_key: { caller, key } } });
  if (!first) throw inFlight();
  if (first.fingerprint !== fingerprint) {
    throw new DomainError(
      'key_reused',
      'This Idempotency-Key was used with another request. Use a new key for a new request.',
    );
  }
  if (first.responseStatus !== null) {
    return {
      replay: {
        status: first.responseStatus,
        headers: { ...(first.responseHeaders as Record<string, string>), 'idempotent-replayed': 'true' },
        body: first.responseBody,
      },
    };
  }
  // Take over an abandoned claim; the time it was made decides between two that try.
  const abandoned = new Date(Date.now() - abandonedAfterMs);
  const { count: taken } = await prisma().idempotencyKey.updateMany({
    where: { caller, key, responseStatus: null, claimedAt: { equals: first.claimedAt, lt: abandoned } },
    data: { claimedAt: new Date() },
  });
  if (taken !== 1) throw inFlight();
  return { seed: first.seed };
}

function inFlight(): DomainError {
  return new DomainError(
    'in_flight',
    'A request with this Idempotency-Key is under way. Try again in a moment.',
  );
}

/** The key itself: the draft has it as a quoted string (RFC 8941), most clients send it bare. */
function parseKey(header: string): string {
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header);
  const key = quoted ? (quoted[1] as string).replaceAll(/\\(["\\])/g, '$1') : header;
  if (key.length === 0 || key.length > 255 || !/^[\x20-\x7e]+$/.test(key)) {
    throw new DomainError('invalid', 'The Idempotency-Key must be 1 to 255 printable ASCII characters.', {
      issues: [
        { in: 'header', path: ['Idempotency-Key'], detail: 'must be 1 to 255 printable ASCII characters' },
      ],
    });
  }
  return key;
}

/** The id of the n-th object: the seed itself for the first, then the seed with its last 32 bits counted on. */
function idFrom(seed: string, index: number): string {
  const tail = (Number.parseInt(seed.slice(-8), 16) + index) >>> 0;
  return seed.slice(0, -8) + tail.toString(16).padStart(8, '0');
}
