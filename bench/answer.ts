/** Length in bytes of the complete answer at the start of the buffer, or 0 while it is not complete. */
export function answerLength(buffer: Buffer): number {
  const end = buffer.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const head = buffer.toString('latin1', 0, end).toLowerCase();
  const length = /\r\ncontent-length: *(\d+)/.exec(head);
  if (length) {
    const total = end + 4 + Number(length[1]);
    return buffer.length >= total ? total : 0;
  }
  if (/\r\ntransfer-encoding: *chunked/.test(head)) {
    const last = buffer.indexOf('\r\n0\r\n\r\n', end + 2);
    return last < 0 ? 0 : last + 7;
  }
  return end + 4;
}
