/** What stands in the form of an adjustment, and the input that it makes. */
import type { Day } from '../../core/time/room.ts';
import type { OrgKind, Sector } from '../organizations/room.ts';
import type { ActId, AdjustmentInput, NewOrganization } from './acts.logic.ts';

/** An organization that is to come into being, as far as it is written. */
export interface OrganizationDraft {
  name: string;
  shortNames: string;
  kind: OrgKind;
  sector: Sector;
  parentId: number | null;
  secondParentId: number | null;
  termExpiresOn: Day | '';
  covers: string;
}

export interface PartDraft {
  /** Tells it from the others before it has a name. */
  key: number;
  organization: OrganizationDraft;
  members: readonly number[];
  branches: readonly number[];
}

/** A place for some of those whom a dissolved organization leaves behind. */
export interface PlaceDraft {
  /** Tells it from the others before a place is chosen. */
  key: number;
  toId: number | null;
  members: readonly number[];
  branches: readonly number[];
}

/** One form for all acts: what is common stays when another act is chosen. */
export interface Form {
  act: ActId;
  effectiveOn: Day | '';
  basis: string;
  documentNumber: string;
  note: string;
  /** The organization that the act is about; the first of those that are merged. */
  orgId: number | null;
  /** The others that are merged with it. */
  others: readonly number[];
  /** The one that goes on; 0: a new one. */
  intoId: number | null;
  organization: OrganizationDraft;
  parts: readonly PartDraft[];
  name: string;
  shortNames: string;
  parentId: number | null;
  secondParentId: number | null;
  kind: OrgKind | null;
  sector: Sector | null;
  termExpiresOn: Day | '';
  covers: string;
  membersTo: number | null;
  branchesTo: number | null;
  places: readonly PlaceDraft[];
}

/** What the form takes over from an organization as it is. */
export interface Known {
  id: number;
  name: string;
  shortNames: readonly string[];
  kind: OrgKind;
  sector: Sector;
  parentId: number | null;
  secondParentId: number | null;
  termExpiresOn: Day | null;
  covers: readonly string[];
}

const SEPARATOR = /[、，,;；\s]+/;
/** Several names in one field, separated as people write them. */
export const namesIn = (text: string): string[] => text.split(SEPARATOR).filter((one) => one !== '');

export const emptyOrganization = (like?: Known): OrganizationDraft => ({
  name: '',
  shortNames: '',
  kind: like?.kind ?? 'branch',
  sector: like?.sector ?? 'organ',
  parentId: like?.parentId ?? null,
  secondParentId: null,
  termExpiresOn: '',
  covers: '',
});

export const emptyForm = (act: ActId, effectiveOn: Day, orgId: number | null = null): Form => ({
  act,
  effectiveOn,
  basis: '',
  documentNumber: '',
  note: '',
  orgId,
  others: [],
  intoId: null,
  organization: emptyOrganization(),
  parts: [{ key: 0, organization: emptyOrganization(), members: [], branches: [] }],
  name: '',
  shortNames: '',
  parentId: null,
  secondParentId: null,
  kind: null,
  sector: null,
  termExpiresOn: '',
  covers: '',
  membersTo: null,
  branchesTo: null,
  places: [],
});

/** The form about an organization, with what it is now in the fields. */
export const aboutOrganization = (form: Form, org: Known): Form => ({
  ...form,
  orgId: org.id,
  intoId: form.intoId === form.orgId ? org.id : form.intoId,
  organization: { ...emptyOrganization(form.act === 'setUp' ? undefined : org), ...keptOrganization(form, org) },
  parts: form.parts.map((part) => ({ ...part, organization: emptyOrganization(org), members: [], branches: [] })),
  places: [],
  name: org.name,
  shortNames: org.shortNames.join('、'),
  parentId: org.parentId,
  secondParentId: org.secondParentId,
  kind: org.kind,
  sector: org.sector,
  termExpiresOn: org.termExpiresOn ?? '',
  covers: org.covers.join('、'),
});

/** What is to be set up from an organization's page stands below it. */
const keptOrganization = (form: Form, org: Known): Partial<OrganizationDraft> =>
  form.act === 'setUp' ? { name: form.organization.name, parentId: org.id, sector: org.sector } : {};

const draftOf = (of: NewOrganization): OrganizationDraft => ({
  ...of,
  shortNames: of.shortNames.join('、'),
  termExpiresOn: of.termExpiresOn ?? '',
  covers: of.covers.join('、'),
});

/** The form that made an input, for a correction. */
export function formOf(input: AdjustmentInput): Form {
  const { effectiveOn, basis, documentNumber, note } = input;
  const form = { ...emptyForm(input.act, effectiveOn), basis, documentNumber, note };
  switch (input.act) {
    case 'setUp':
      return { ...form, organization: draftOf(input.organization) };
    case 'merge': {
      const [orgId = null, ...others] = input.orgIds;
      const organization = input.organization ? draftOf(input.organization) : form.organization;
      return { ...form, orgId, others, intoId: input.intoId ?? 0, organization };
    }
    case 'split':
      return {
        ...form,
        orgId: input.orgId,
        parts: input.parts.map((part, key) => ({ ...part, key, organization: draftOf(part.organization) })),
      };
    case 'details':
      return {
        ...form,
        orgId: input.orgId,
        shortNames: (input.shortNames ?? []).join('、'),
        sector: input.sector ?? null,
        termExpiresOn: input.termExpiresOn ?? '',
        covers: (input.covers ?? []).join('、'),
      };
    case 'rename':
      return { ...form, orgId: input.orgId, name: input.name, shortNames: (input.shortNames ?? []).join('、') };
    case 'dissolve':
      return { ...form, ...input, places: input.places.map((place, key) => ({ ...place, key })) };
    default:
      return { ...form, ...input };
  }
}

const organizationOf = (draft: OrganizationDraft): NewOrganization => ({
  name: draft.name.trim(),
  shortNames: namesIn(draft.shortNames),
  kind: draft.kind,
  sector: draft.sector,
  parentId: draft.parentId,
  secondParentId: draft.secondParentId,
  termExpiresOn: draft.termExpiresOn === '' ? null : draft.termExpiresOn,
  covers: namesIn(draft.covers),
});

/** What is still to be written before anything can be said of the act. */
export function missingIn(form: Form): string[] {
  const named = (draft: OrganizationDraft): string[] => (draft.name.trim() === '' ? ['写新组织的名称'] : []);
  const ofAct = ((): string[] => {
    switch (form.act) {
      case 'setUp':
        return named(form.organization);
      case 'merge':
        return [
          ...(form.others.length === 0 ? ['选要合并的其他组织'] : []),
          ...(form.intoId === null ? ['选并入哪一个'] : form.intoId === 0 ? named(form.organization) : []),
        ];
      case 'split':
        return [...new Set(form.parts.flatMap((part) => named(part.organization)))];
      case 'dissolve':
        return form.places.some(({ toId }) => toId === null) ? ['选另外的去处'] : [];
      case 'rename':
        return form.name.trim() === '' ? ['写新名称'] : [];
      default:
        return [];
    }
  })();
  return [
    ...(form.act !== 'setUp' && form.orgId === null ? ['选组织'] : []),
    ...ofAct,
    ...(form.effectiveOn === '' ? ['写生效日期'] : []),
  ];
}

/** The input that the form makes; undefined while something is missing. */
export function inputOf(form: Form): AdjustmentInput | undefined {
  if (missingIn(form).length > 0) return undefined;
  const ground = {
    effectiveOn: form.effectiveOn as Day,
    basis: form.basis.trim(),
    documentNumber: form.documentNumber.trim(),
    note: form.note.trim(),
  };
  const orgId = form.orgId!;
  switch (form.act) {
    case 'setUp':
      return { act: 'setUp', ...ground, organization: organizationOf(form.organization) };
    case 'merge':
      return {
        act: 'merge',
        ...ground,
        orgIds: [orgId, ...form.others],
        intoId: form.intoId || null,
        organization: form.intoId === 0 ? organizationOf(form.organization) : null,
      };
    case 'split':
      return {
        act: 'split',
        ...ground,
        orgId,
        parts: form.parts.map(({ organization, members, branches }) => ({
          organization: organizationOf(organization),
          members: [...members],
          branches: [...branches],
        })),
      };
    case 'rename':
      return { act: 'rename', ...ground, orgId, name: form.name.trim(), shortNames: namesIn(form.shortNames) };
    case 'reparent':
      return { act: 'reparent', ...ground, orgId, parentId: form.parentId, secondParentId: form.secondParentId };
    case 'changeKind':
      return { act: 'changeKind', ...ground, orgId, kind: form.kind ?? 'branch' };
    case 'dissolve':
      return {
        act: 'dissolve',
        ...ground,
        orgId,
        membersTo: form.membersTo,
        branchesTo: form.branchesTo,
        places: form.places.map(({ toId, members, branches }) => ({
          toId: toId!,
          members: [...members],
          branches: [...branches],
        })),
      };
    case 'details':
      return {
        act: 'details',
        ...ground,
        orgId,
        shortNames: namesIn(form.shortNames),
        ...(form.sector ? { sector: form.sector } : {}),
        termExpiresOn: form.termExpiresOn === '' ? null : form.termExpiresOn,
        covers: namesIn(form.covers),
      };
  }
}
