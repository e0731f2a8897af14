/** Every signed-in route of every room. */
import { identityHandlers } from '../platform/identity/identity.server.ts';
import type { Handler } from '../platform/open/handler.server.ts';
import { organizationHandlers } from '../registry/organizations/organizations.server.ts';
import { registryWorkbookHandlers } from '../registry/organizations/registry-workbooks.server.ts';
import { peopleHandlers } from '../registry/people/people.server.ts';
import { rosterWorkbookHandlers } from '../registry/people/roster-workbook.server.ts';
import { searchHandlers } from '../registry/people/search.server.ts';
import { responsibilityHandlers } from '../registry/responsibility/responsibility.server.ts';

export const HANDLERS: readonly Handler[] = [
  ...identityHandlers,
  ...searchHandlers,
  ...organizationHandlers,
  ...registryWorkbookHandlers,
  ...peopleHandlers,
  ...rosterWorkbookHandlers,
  ...responsibilityHandlers,
];
