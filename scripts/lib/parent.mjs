/**
 * Calls `gone` when the process that started this one has ended, for processes that npm started.
 *
 * npm passes SIGTERM on to the shell between it and us; many shells just end of it and tell us nothing. Without this,
 * stopping npm would leave a server behind that nobody can see.
 * @param {() => void} gone
 */
export function onParentGone(gone) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    gone();
  }, 250);
  watch.unref();
}
