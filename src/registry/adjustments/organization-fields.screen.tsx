/** The fields of an organization that is to come into being. */

import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { ORG_KINDS, type OrgKind, SECTORS, type Sector } from '../organizations/room.ts';
import type { OrganizationDraft } from './form.logic.ts';
import { type OrgChoices, OrgField } from './org-field.screen.tsx';
import { TextField } from './text-field.screen.tsx';

interface Props {
  draft: OrganizationDraft;
  onChange: (draft: OrganizationDraft) => void;
  choices: OrgChoices;
  /** What is wrong at a field, by its path. */
  problemAt: (field: string) => string | undefined;
  /** Path of the organization in the input. */
  path: string;
}

export function KindField({
  value,
  onChange,
  problem,
}: {
  value: OrgKind;
  onChange: (kind: OrgKind) => void;
  problem?: string | undefined;
}) {
  return (
    <label className="field">
      <span className="k">类别</span>
      <select
        className="in"
        value={value}
        aria-invalid={problem !== undefined}
        onChange={(event) => onChange(event.target.value as OrgKind)}
      >
        {ORG_KINDS.map((kind) => (
          <option key={kind.id} value={kind.id}>
            {kind.name}
          </option>
        ))}
      </select>
      {problem !== undefined && <span className="err">{problem}</span>}
    </label>
  );
}

export function SectorField({ value, onChange }: { value: Sector; onChange: (sector: Sector) => void }) {
  return (
    <label className="field">
      <span className="k">领域</span>
      <select className="in" value={value} onChange={(event) => onChange(event.target.value as Sector)}>
        {SECTORS.map((sector) => (
          <option key={sector.id} value={sector.id}>
            {sector.name}
          </option>
        ))}
      </select>
    </label>
  );
}

export const coversUnits = (kind: OrgKind | null): boolean => kind === 'jointBranch' || kind === 'functionalBranch';

export function OrganizationFields({ draft, onChange, choices, problemAt, path }: Props) {
  const { today } = useFrame();
  const set = (part: Partial<OrganizationDraft>): void => onChange({ ...draft, ...part });
  return (
    <>
      <TextField
        label="新组织的名称"
        value={draft.name}
        max={80}
        problem={problemAt(`${path}.name`)}
        onChange={(name) => set({ name })}
      />
      <TextField
        label="简称，几个用顿号隔开"
        value={draft.shortNames}
        max={200}
        onChange={(shortNames) => set({ shortNames })}
      />
      <div className="adjust-pair">
        <KindField value={draft.kind} onChange={(kind) => set({ kind })} />
        <SectorField value={draft.sector} onChange={(sector) => set({ sector })} />
      </div>
      <OrgField
        label="上级组织"
        choices={choices}
        value={draft.parentId}
        problem={problemAt(`${path}.parentId`)}
        onChange={(parentId) => set({ parentId })}
      />
      <OrgField
        label="双重管理的另一个上级（没有可不填）"
        choices={choices}
        value={draft.secondParentId}
        problem={problemAt(`${path}.secondParentId`)}
        onChange={(secondParentId) => set({ secondParentId })}
      />
      {coversUnits(draft.kind) && (
        <TextField
          label="覆盖的单位，几个用顿号隔开"
          value={draft.covers}
          max={2_000}
          onChange={(covers) => set({ covers })}
        />
      )}
      <div className="field">
        <DayField
          label="本届届满（没有可不填）"
          value={draft.termExpiresOn}
          near={today}
          onChange={(termExpiresOn) => set({ termExpiresOn })}
        />
      </div>
    </>
  );
}
