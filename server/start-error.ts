/** A start that cannot succeed, told in one message without a stack trace. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
