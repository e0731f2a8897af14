/** What is derived from the sources, in the order in which one builds on another. */
import { ledgerDerivation } from '../ledgers/ledger/ledger-derivation.server.ts';
import { participationDerivation } from '../life/participation/participation-derivation.server.ts';
import { registrySpans } from '../registry/organizations/spans-derivation.server.ts';
import { aliasDerivation } from '../registry/people/alias-derivation.server.ts';
import { searchDerivation } from '../registry/people/search-derivation.server.ts';
import type { Derivation } from '../store/append.server.ts';

export const DERIVATIONS: readonly Derivation[] = [
  registrySpans,
  aliasDerivation,
  searchDerivation,
  participationDerivation,
  ledgerDerivation,
];
