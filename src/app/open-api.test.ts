import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { routeFaults } from '../platform/open/openapi.logic.ts';
import { declaredRoutes, openApiText } from './open-api.server.ts';

test('every route has an id and a place of its own', () => {
  expect(routeFaults(declaredRoutes())).toEqual([]);
});

test('docs/openapi.json describes the service as it is (renew it: npm run --silent xieshi -- openapi > docs/openapi.json)', () => {
  expect(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')).toBe(openApiText());
});
