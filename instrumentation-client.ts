import { config } from 'zod/v4/core';

// Runs before anything else in the browser. Schemas must not try to compile themselves there: the pages' content security
// policy forbids it, and even the attempt is reported as a violation. On the server they may, and are the faster for it.
config({ jitless: true });
