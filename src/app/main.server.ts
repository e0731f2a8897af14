/** Where the program begins. What Node made of its sources is kept beside the packages, so that it starts in half the time. */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

// Before anything else is loaded. Where it cannot be written, the program starts as slowly as the first time.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/compiled'));
const { runCommand } = await import('./command-line.server.ts');
// At once: a service that is ended hard writes nothing at its end.
flushCompileCache();
void runCommand();
