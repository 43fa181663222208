/**
 * What must exist once per process.
 *
 * The server's own bundle and Next's bundle are two module graphs in one process: a module-level variable
 * exists twice. Whatever must be shared (the pool, the batcher, the change feed, the configuration) is created through
 * {@link once} and lives on `globalThis`.
 */
type Registry = Map<string, unknown>;

const key = Symbol.for('shiplog.runtime');

function registry(): Registry {
  const holder = globalThis as { [key]?: Registry };
  holder[key] ??= new Map();
  return holder[key];
}

/** The process-wide value called `name`, made by `create` on first use. */
export function once<T>(name: string, create: () => T): T {
  const values = registry();
  if (!values.has(name)) values.set(name, create());
  return values.get(name) as T;
}

/** Forgets the value called `name` and returns it, so that a shutdown or a test can dispose of it. */
export function forget<T>(name: string): T | undefined {
  const values = registry();
  const value = values.get(name) as T | undefined;
  values.delete(name);
  return value;
}
