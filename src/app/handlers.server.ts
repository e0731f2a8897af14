/** Every signed-in route of every room. */
import { identityHandlers } from '../platform/identity/identity.server.ts';
import type { Handler } from '../platform/open/handler.server.ts';
import { searchHandlers } from '../registry/people/search.server.ts';

export const HANDLERS: readonly Handler[] = [
  ...identityHandlers,
  ...searchHandlers,
];
