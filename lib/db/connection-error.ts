/** Codes of a database that is gone, going or not taking connections: SQLSTATE classes, Node's own, Prisma's. */
const codes =
  /^(?:08...|53...|57P..|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|P1001|P1002|P1008|P1017)$/;
const words =
  /connection terminated|terminating connection|timeout exceeded when trying to connect|connection error|DatabaseNotReachable|ConnectionClosed/i;

/** Whether something failed because the database could not be reached, rather than because of what was asked of it. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall, cause } = error as { code?: unknown; syscall?: unknown; cause?: unknown };
  // A Unix socket that is not there.
  if (syscall === 'connect') return true;
  if (typeof code === 'string' && codes.test(code)) return true;
  return words.test(error.message) || isConnectionError(cause);
}
