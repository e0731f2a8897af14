/** The registry's spans as a derivation. */
import type { Derivation } from '../../store/append.server.ts';
import { deriveSpans } from '../../store/spans.server.ts';

export const registrySpans: Derivation = {
  name: '组织和人员的时段',
  tables: [
    'org_span',
    'membership_span',
    'post_span',
    'charge_span',
    'org_charge_span',
    'item_charge_span',
    'person_span',
  ],
  async derive(tx, touched) {
    if (touched !== 'all' && touched.orgs.length === 0 && touched.people.length === 0) return;
    await deriveSpans(tx, touched);
  },
};
