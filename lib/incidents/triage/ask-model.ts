import type { TriageConfig } from '@/lib/config';

/** Why a model's answer cannot be used, in words that may be shown and stored: nothing of the answer and no setting is in them. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Longest answer that is read, in bytes. */
const maxAnswer = 256 * 1024;

export interface Prompt {
  system: string;
  user: string;
}

/**
 * Asks the model by the protocol of OpenAI's chat completions and gives the text that it answered. One deadline holds for all of it; redirects
 * are not followed, since the key would go along. Throws {@link NoAnswer} for whatever goes wrong, and what `signal` was aborted with.
 */
export async function askModel(
  { baseUrl, apiKey, model, timeoutMs }: TriageConfig,
  { system, user }: Prompt,
  signal: AbortSignal,
): Promise<string> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([deadline, signal]),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      },
      body: JSON.stringify({
        model,
        stream: false,
        response_format: { type: 'json_object' },
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: user },
        ],
      }),
    });
    if (response.status >= 300 && response.status < 400)
      throw await dropped(response, 'The model’s endpoint sent a redirect, which is not followed.');
    if (!response.ok) throw await dropped(response, `The model’s endpoint answered ${response.status}.`);
    return contentOf(await bounded(response));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof NoAnswer) throw error;
    if (deadline.aborted) throw new NoAnswer(`The model did not answer within ${timeoutMs / 1000} seconds.`);
    throw new NoAnswer(`The model’s endpoint cannot be reached${codeOf(error)}.`);
  }
}

async function dropped(response: Response, reason: string): Promise<NoAnswer> {
  await response.body?.cancel().catch(() => {});
  return new NoAnswer(reason);
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the rest.
    if (size > maxAnswer) throw new NoAnswer('The model’s answer is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString('utf8');
}

/** The text of the first choice. */
function contentOf(body: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    throw new NoAnswer('The model’s endpoint did not answer in JSON.');
  }
  const content = (answer as { choices?: { message?: { content?: unknown } }[] } | null)?.choices?.[0]
    ?.message?.content;
  if (typeof content === 'string') return content;
  throw new NoAnswer('The model’s endpoint did not answer as the protocol of chat completions has it.');
}

/** A system's error code; messages of errors hold addresses. */
function codeOf(error: unknown): string {
  const { code } = ((error as { cause?: unknown })?.cause ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? ` (${code})` : '';
}
