/** Every signed-in route of every room. */
import { ledgerHandlers } from '../ledgers/ledger/ledger.server.ts';
import { checkHandlers } from '../ledgers/month-check/check.server.ts';
import { activityHandlers } from '../life/activities/activities.server.ts';
import { delegationHandlers } from '../life/activities/delegation.server.ts';
import { participationHandlers } from '../life/participation/participation.server.ts';
import { auditHandlers } from '../platform/audit/audit.server.ts';
import { AUDIT_ROUTES } from '../platform/audit/room.ts';
import { abilityHandlers } from '../platform/identity/abilities.server.ts';
import { accountSessionsHandlers } from '../platform/identity/account-sessions.server.ts';
import { accountSheetHandlers } from '../platform/identity/account-sheet.server.ts';
import { factorResetHandlers } from '../platform/identity/factor-reset.server.ts';
import { identityHandlers } from '../platform/identity/identity.server.ts';
import { manageAccountsHandlers } from '../platform/identity/manage-accounts.server.ts';
import {
  endElsewhere,
  factorConfirm,
  factorOff,
  factorRenewCodes,
  secondFactor,
  setUp,
  signIn,
  signOut,
} from '../platform/identity/room.ts';
import { securityHandlers } from '../platform/identity/security.server.ts';
import { tokenHandlers } from '../platform/identity/tokens.server.ts';
import type { Handler } from '../platform/open/handler.server.ts';
import { backupHandlers } from '../platform/operation/backups.server.ts';
import { operationHandlers } from '../platform/operation/operation.server.ts';
import { adjustmentHandlers } from '../registry/adjustments/adjustments.server.ts';
import { compareHandlers } from '../registry/organizations/compare.server.ts';
import { organizationHandlers } from '../registry/organizations/organization-page.server.ts';
import { registryWorkbookHandlers } from '../registry/organizations/registry-workbooks.server.ts';
import { duplicatesHandlers } from '../registry/people/duplicates.server.ts';
import { peopleHandlers } from '../registry/people/people.server.ts';
import { personActHandlers } from '../registry/people/person-acts.server.ts';
import { rosterWorkbookHandlers } from '../registry/people/roster-workbook.server.ts';
import { searchHandlers } from '../registry/people/search.server.ts';
import { chargeActHandlers } from '../registry/responsibility/charge-acts.server.ts';
import { keyPlanHandlers } from '../registry/responsibility/key-plan.server.ts';
import { responsibilityHandlers } from '../registry/responsibility/responsibility.server.ts';
import { cityHandlers } from '../reports/dashboards/city-home.server.ts';
import { personLedgersHandlers } from '../reports/dashboards/person-ledgers.server.ts';
import { correctionHandlers } from '../reports/personal-data/corrections.server.ts';
import { personalDataHandlers } from '../reports/personal-data/personal-data.server.ts';
import { CLEARING } from '../reports/personal-data/retention-clearing.server.ts';
import { personalDataExport, personalDataPage, personalDataWorkbook } from '../reports/personal-data/room.ts';
import { importHandlers } from './import-routes.server.ts';
import { importWordHandlers } from './import-words.server.ts';
import { KINDS } from './kinds.logic.ts';

const ROOMS: readonly Handler[] = [
  ...identityHandlers,
  ...manageAccountsHandlers,
  ...abilityHandlers(KINDS),
  ...accountSessionsHandlers,
  ...securityHandlers,
  ...factorResetHandlers,
  ...accountSheetHandlers,
  ...tokenHandlers,
  ...operationHandlers,
  ...backupHandlers,
  ...searchHandlers,
  ...organizationHandlers,
  ...compareHandlers,
  ...adjustmentHandlers,
  ...registryWorkbookHandlers,
  ...peopleHandlers,
  ...personActHandlers,
  ...rosterWorkbookHandlers,
  ...duplicatesHandlers,
  ...responsibilityHandlers,
  ...chargeActHandlers,
  ...keyPlanHandlers,
  ...ledgerHandlers(KINDS),
  ...checkHandlers(KINDS),
  ...activityHandlers(KINDS),
  ...delegationHandlers(KINDS),
  ...participationHandlers(KINDS),
  ...cityHandlers(KINDS),
  ...personLedgersHandlers,
  ...correctionHandlers(KINDS),
  ...importHandlers,
  ...importWordHandlers,
];

// The audit log calls each act by the title of its route.
export const ROUTE_TITLES: ReadonlyMap<string, string> = new Map(
  [
    ...ROOMS.map(({ route }) => route),
    ...AUDIT_ROUTES,
    setUp,
    signIn,
    endElsewhere,
    signOut,
    secondFactor,
    factorConfirm,
    factorRenewCodes,
    factorOff,
    personalDataPage,
    personalDataExport,
    personalDataWorkbook,
    CLEARING,
  ].map(({ id, title }) => [id, title]),
);

export const HANDLERS: readonly Handler[] = [
  ...ROOMS,
  ...auditHandlers(ROUTE_TITLES),
  ...personalDataHandlers(KINDS, ROUTE_TITLES),
];
