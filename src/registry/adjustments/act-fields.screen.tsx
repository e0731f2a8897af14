/** The fields of each act. */
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import type { Form, PartDraft, PlaceDraft } from './form.logic.ts';
import { emptyOrganization } from './form.logic.ts';
import { type OrgChoices, OrgField } from './org-field.screen.tsx';
import { coversUnits, KindField, OrganizationFields, SectorField } from './organization-fields.screen.tsx';
import { TextField } from './text-field.screen.tsx';
import { WhoFields } from './who-fields.screen.tsx';

export interface ActFieldsProps {
  form: Form;
  set: (part: Partial<Form>) => void;
  choices: OrgChoices;
  problemAt: (field: string) => string | undefined;
  correcting: string | undefined;
}

export function ActFields(props: ActFieldsProps) {
  const { form, set, choices, problemAt } = props;
  switch (form.act) {
    case 'setUp':
      return (
        <OrganizationFields
          draft={form.organization}
          onChange={(organization) => set({ organization })}
          choices={choices}
          problemAt={problemAt}
          path="organization"
        />
      );
    case 'merge':
      return <MergeFields {...props} />;
    case 'split':
      return <SplitFields {...props} />;
    case 'rename':
      return (
        <>
          <TextField
            label="新名称"
            value={form.name}
            max={80}
            problem={problemAt('name')}
            onChange={(name) => set({ name })}
          />
          <TextField
            label="简称，几个用顿号隔开"
            value={form.shortNames}
            max={200}
            onChange={(shortNames) => set({ shortNames })}
          />
        </>
      );
    case 'reparent':
      return (
        <>
          <OrgField
            label="新的上级组织"
            choices={choices}
            value={form.parentId}
            problem={problemAt('parentId')}
            onChange={(parentId) => set({ parentId })}
          />
          <OrgField
            label="双重管理的另一个上级（没有可不填）"
            choices={choices}
            value={form.secondParentId}
            problem={problemAt('secondParentId')}
            onChange={(secondParentId) => set({ secondParentId })}
          />
        </>
      );
    case 'changeKind':
      return <KindField value={form.kind ?? 'branch'} problem={problemAt('kind')} onChange={(kind) => set({ kind })} />;
    case 'dissolve':
      return <DissolveFields {...props} />;
    case 'details':
      return <DetailFields {...props} />;
  }
}

/** Where all go, and some elsewhere. */
function DissolveFields({ form, set, choices, problemAt, correcting }: ActFieldsProps) {
  const without = form.orgId === null ? [] : [form.orgId];
  const { places } = form;
  const change = (at: number, place: PlaceDraft): void =>
    set({ places: places.map((one, index) => (index === at ? place : one)) });
  const rest = places.length > 0 ? '其余的' : '';
  return (
    <>
      <OrgField
        label={`${rest}党员转到（没有党员可不填）`}
        choices={choices}
        value={form.membersTo}
        without={without}
        problem={problemAt('membersTo')}
        onChange={(membersTo) => set({ membersTo })}
      />
      <OrgField
        label={`${rest}下级组织转到（没有下级可不填）`}
        choices={choices}
        value={form.branchesTo}
        without={without}
        problem={problemAt('branchesTo')}
        onChange={(branchesTo) => set({ branchesTo })}
      />
      {places.map((place, at) => (
        <fieldset key={place.key} className="adjust-part">
          <legend>另外的第{at + 1}个去处</legend>
          <OrgField
            label="转到"
            choices={choices}
            value={place.toId}
            without={without}
            problem={problemAt(`places.${at}.toId`)}
            onChange={(toId) => change(at, { ...place, toId })}
          />
          <WhoFields
            form={form}
            correcting={correcting}
            chosen={place}
            elsewhere={places.filter((_, index) => index !== at)}
            problem={problemAt(`places.${at}.members`) ?? problemAt(`places.${at}.branches`)}
            onChange={(next) => change(at, next)}
          />
          <button
            type="button"
            className="btn txt"
            onClick={() => set({ places: places.filter((_, index) => index !== at) })}
          >
            去掉这个去处
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        className="btn adjust-more"
        disabled={form.orgId === null}
        onClick={() =>
          set({
            places: [
              ...places,
              { key: Math.max(-1, ...places.map(({ key }) => key)) + 1, toId: null, members: [], branches: [] },
            ],
          })
        }
      >
        {places.length > 0 ? '再加一个去处' : '有的党员、下级组织转到别处'}
      </button>
    </>
  );
}

function DetailFields({ form, set }: ActFieldsProps) {
  const { today } = useFrame();
  return (
    <>
      <TextField
        label="简称，几个用顿号隔开"
        value={form.shortNames}
        max={200}
        onChange={(shortNames) => set({ shortNames })}
      />
      <SectorField value={form.sector ?? 'organ'} onChange={(sector) => set({ sector })} />
      <div className="field">
        <DayField
          label="本届届满（没有可不填）"
          value={form.termExpiresOn}
          near={today}
          onChange={(termExpiresOn) => set({ termExpiresOn })}
        />
      </div>
      {(coversUnits(form.kind) || form.covers !== '') && (
        <TextField
          label="覆盖的单位，几个用顿号隔开"
          value={form.covers}
          max={2_000}
          onChange={(covers) => set({ covers })}
        />
      )}
    </>
  );
}

function MergeFields({ form, set, choices, problemAt }: ActFieldsProps) {
  const all = [...(form.orgId === null ? [] : [form.orgId]), ...form.others];
  return (
    <>
      <ul className="adjust-chosen" aria-label="要合并的组织">
        {form.others.map((id) => (
          <li key={id}>
            <span>{choices.byId.get(id)?.name ?? '当天没有这个组织'}</span>
            <button
              type="button"
              className="btn txt"
              onClick={() =>
                set({
                  others: form.others.filter((one) => one !== id),
                  ...(form.intoId === id ? { intoId: null } : {}),
                })
              }
            >
              去掉
            </button>
          </li>
        ))}
      </ul>
      <OrgField
        label={form.others.length === 0 ? '和哪个组织合并' : '再加一个要合并的组织'}
        choices={choices}
        value={null}
        without={all}
        problem={problemAt('orgIds')}
        onChange={(id) => id !== null && set({ others: [...form.others, id] })}
      />
      <fieldset className="adjust-into">
        <legend>合并以后</legend>
        {all.map((id) => (
          <label key={id}>
            <input
              type="radio"
              name="into"
              checked={form.intoId === id}
              aria-invalid={problemAt('intoId') !== undefined}
              onChange={() => set({ intoId: id })}
            />
            并入{choices.byId.get(id)?.name ?? '当天没有的组织'}，它继续
          </label>
        ))}
        <label>
          <input type="radio" name="into" checked={form.intoId === 0} onChange={() => set({ intoId: 0 })} />
          都撤销，成立一个新组织
        </label>
        {problemAt('intoId') !== undefined && <p className="err">{problemAt('intoId')}</p>}
      </fieldset>
      {form.intoId === 0 && (
        <OrganizationFields
          draft={form.organization}
          onChange={(organization) => set({ organization })}
          choices={choices}
          problemAt={problemAt}
          path="organization"
        />
      )}
    </>
  );
}

function SplitFields({ form, set, choices, problemAt, correcting }: ActFieldsProps) {
  const change = (at: number, part: PartDraft): void =>
    set({ parts: form.parts.map((one, place) => (place === at ? part : one)) });
  const like = form.orgId === null ? undefined : choices.byId.get(form.orgId);
  return (
    <>
      {form.parts.map((part, at) => (
        <fieldset key={part.key} className="adjust-part">
          <legend>分出的第{at + 1}个组织</legend>
          <OrganizationFields
            draft={part.organization}
            onChange={(organization) => change(at, { ...part, organization })}
            choices={choices}
            problemAt={problemAt}
            path={`parts.${at}.organization`}
          />
          <WhoFields
            form={form}
            correcting={correcting}
            chosen={part}
            elsewhere={form.parts.flatMap((other, place) => (place === at ? [] : [other]))}
            problem={problemAt(`parts.${at}.members`) ?? problemAt(`parts.${at}.branches`)}
            onChange={(next) => change(at, next)}
          />
          {form.parts.length > 1 && (
            <button
              type="button"
              className="btn txt"
              onClick={() => set({ parts: form.parts.filter((_, place) => place !== at) })}
            >
              去掉这一个
            </button>
          )}
        </fieldset>
      ))}
      <button
        type="button"
        className="btn"
        onClick={() =>
          set({
            parts: [
              ...form.parts,
              {
                key: Math.max(...form.parts.map(({ key }) => key)) + 1,
                organization: emptyOrganization(like),
                members: [],
                branches: [],
              },
            ],
          })
        }
      >
        再分出一个
      </button>
    </>
  );
}
