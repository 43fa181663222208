import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Pool } from 'pg';

export type Engine = {
  engine: SchemaEngine;
  /** What PostgreSQL itself said about the last statement that failed; the engine only passes on that something did. */
  lastError(): unknown;
};

/**
 * Prisma's schema engine, as WebAssembly, over a pool with a single connection. To be opened and used inside a transaction
 * on that connection: everything the engine does then belongs to it.
 * @param datamodels schema files as [path, content]; only needed to diff
 */
export async function openSchemaEngine(pool: Pool, datamodels?: [string, string][]): Promise<Engine> {
  bindings ??= loadBindings();
  const { SchemaEngine } = await bindings;
  const factory = new TransactionalFactory(pool);
  const engine = await SchemaEngine.new(
    { datamodels },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  return { engine, lastError: () => factory.lastError };
}

type Bindings = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

// Loading it a second time would pull the memory from under engines that exist.
let bindings: Promise<Bindings> | undefined;

async function loadBindings(): Promise<Bindings> {
  // The package's entry imports a .wasm file, which Node cannot; this is what a bundler would make of it.
  const module = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const { resolve } = createRequire(import.meta.url);
  const file = resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(file), {
    './schema_engine_bg.js': withoutWaiting(module as unknown as WebAssembly.ModuleImports),
  });
  module.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return module;
}

/** The engine limits its own steps by a timer of ten seconds and never clears it; a process that is done must not wait for that. */
function withoutWaiting(imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  const entries = Object.entries(imports).map(([name, value]) => {
    if (!name.startsWith('__wbg_setTimeout') || typeof value !== 'function') return [name, value];
    return [name, (...args: unknown[]) => (value(...args) as NodeJS.Timeout).unref()];
  });
  return Object.fromEntries(entries);
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

class TransactionalFactory extends PrismaPg {
  lastError: unknown;

  constructor(private readonly pool: Pool) {
    super(pool);
  }

  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    // The adapter cuts a script at every semicolon, be it inside a function body, a string or a comment.
    // PostgreSQL itself knows where a statement ends.
    adapter.executeScript = (script) => this.guard(async () => void (await this.pool.query(script)));
    const { queryRaw, executeRaw } = adapter;
    adapter.queryRaw = (query) => this.guard(() => queryRaw.call(adapter, query));
    adapter.executeRaw = (query) => this.guard(() => executeRaw.call(adapter, query));
    return adapter;
  }

  /** The engine asks for tables that may not be there yet; that must not be the end of the transaction. */
  private async guard<T>(run: () => Promise<T>): Promise<T> {
    await this.pool.query('SAVEPOINT engine');
    try {
      const result = await run();
      await this.pool.query('RELEASE SAVEPOINT engine');
      return result;
    } catch (error) {
      this.lastError = error;
      await this.pool.query('ROLLBACK TO SAVEPOINT engine');
      throw error;
    }
  }
}
