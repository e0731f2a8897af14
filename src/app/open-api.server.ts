/** The OpenAPI document of everything the service answers. */
import { readFileSync } from 'node:fs';
import { type OpenApiDocument, openApi } from '../platform/open/openapi.logic.ts';
import type { Route } from '../platform/open/room.ts';
import { doorHandlers } from './door.server.ts';
import { HANDLERS } from './handlers.server.ts';

/** Every declared route: those before signing in, then those of the rooms. */
export function declaredRoutes(): Route[] {
  // Only the declarations are read here; no handler runs.
  const door = doorHandlers(() => Promise.reject(new Error('no city is made by describing routes')));
  return [...door, ...HANDLERS].map(({ route }) => route);
}

export function openApiDocument(): OpenApiDocument {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return openApi(declaredRoutes(), version);
}

/** The document as `docs/openapi.json` holds it. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), undefined, 2)}\n`;
