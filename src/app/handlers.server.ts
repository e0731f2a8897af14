/** Every signed-in route of every room. */
import { identityHandlers } from '../platform/identity/identity.server.ts';
import type { Handler } from '../platform/open/handler.server.ts';

export const HANDLERS: readonly Handler[] = [...identityHandlers];
