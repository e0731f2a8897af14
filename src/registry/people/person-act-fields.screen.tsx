/** The fields that each act on a person has of its own. */

import type { ReactNode } from 'react';
import { useId } from 'react';
import { Choice } from '../../ui/choice.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { newId } from '../../ui/new-id.ts';
import { MEMBER_CATEGORIES, POSTS, RANKS, SITUATIONS } from '../organizations/room.ts';
import { OrgField } from './org-field.screen.tsx';
import type { PersonPage } from './people.contract.ts';
import { type ActDraft, type ActKind, membershipNow, type PostDraft, readMonth } from './person-act-draft.logic.ts';
import { LEAVINGS } from './person-acts.contract.ts';

export interface FieldsProps {
  kind: ActKind;
  person: PersonPage | null;
  draft: ActDraft;
  change: (part: Partial<ActDraft>) => void;
  /** What stands against a field, as text below it. */
  wrong: (field: string) => ReactNode;
}

export function ActFields(props: FieldsProps) {
  switch (props.kind) {
    case 'transfer':
      return <Transfer {...props} />;
    case 'becomeFull':
      return null;
    case 'leave':
      return <Leave {...props} />;
    case 'situation':
      return <SituationFields {...props} />;
    case 'posts':
      return <Posts {...props} />;
    case 'correct':
      return (
        <>
          <Identity {...props} />
          <FromStart {...props} />
        </>
      );
    case 'enter':
      return (
        <>
          <Identity {...props} />
          <Entered {...props} />
        </>
      );
  }
}

/** One of a list, by its name. */
function OneOf<T extends string>({
  label,
  list,
  value,
  onChange,
}: {
  label: string;
  list: readonly { id: T; name: string }[];
  value: T | '';
  onChange: (value: T) => void;
}) {
  return (
    <Choice
      label={label}
      options={list.map(({ name }) => name)}
      value={list.find(({ id }) => id === value)?.name}
      onChange={(name) => onChange(list.find((one) => one.name === name)!.id)}
    />
  );
}

function Select<T extends string>({
  label,
  list,
  value,
  none,
  onChange,
}: {
  label: string;
  list: readonly { id: T; name: string }[];
  value: T | null;
  /** The words for none of them, where that may be. */
  none?: string;
  onChange: (value: T | null) => void;
}) {
  return (
    <label className="field">
      <span className="k">{label}</span>
      <select
        className="in"
        value={value ?? ''}
        onChange={(event) => onChange(list.find(({ id }) => id === event.target.value)?.id ?? null)}
      >
        {none !== undefined && <option value="">{none}</option>}
        {list.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Transfer({ person, draft, change, wrong }: FieldsProps) {
  const { today } = useFrame();
  const now = person && membershipNow(person, draft.on || today);
  return (
    <>
      <p className="note">{now ? `现在编入${now.orgName}。` : '现在没有编入党支部，按从外地转入登记。'}</p>
      <OrgField label="转入的党支部" value={draft.org} onChange={(org) => change({ org })} autoFocus>
        {wrong('toOrgId')}
      </OrgField>
      {!now && (
        <OneOf
          label="类别"
          list={MEMBER_CATEGORIES}
          value={draft.category}
          onChange={(category) => change({ category })}
        />
      )}
      <p className="note">转出本市的，请用“终止党员身份”里的“转出本市”。</p>
    </>
  );
}

function Leave({ draft, change, wrong }: FieldsProps) {
  return (
    <>
      <OneOf label="原因" list={LEAVINGS} value={draft.reason} onChange={(reason) => change({ reason })} />
      {wrong('reason')}
    </>
  );
}

const SITUATION_ANSWERS = [...SITUATIONS, { id: 'none' as const, name: '恢复正常' }];

function SituationFields({ draft, change, wrong }: FieldsProps) {
  return (
    <>
      <OrgField label="党支部" value={draft.org} onChange={(org) => change({ org })}>
        {wrong('orgId')}
      </OrgField>
      <OneOf
        label="情形"
        list={SITUATION_ANSWERS}
        value={draft.situation}
        onChange={(situation) => change({ situation })}
      />
      {wrong('situation')}
      {draft.situation === 'migrantIn' && (
        <p className="note">流入登记在他实际参加活动的党支部，组织关系仍在原来的党支部。</p>
      )}
    </>
  );
}

const KEEP_OR = [
  { id: 'keep' as const, name: '不变' },
  { id: 'change' as const, name: '改任' },
  { id: 'end' as const, name: '免去' },
];

function Posts({ draft, change, wrong }: FieldsProps) {
  const set = (key: string, part: Partial<PostDraft>): void =>
    change({ posts: draft.posts.map((one) => (one.key === key ? { ...one, ...part } : one)) });
  const changed = draft.posts.filter((one) => one.do !== 'keep');
  const field = (one: PostDraft): ReactNode => one.do !== 'keep' && wrong(`changes.${changed.indexOf(one)}`);
  const add = (): void =>
    change({
      posts: [
        ...draft.posts,
        { key: newId(), do: 'begin', org: null, post: 'officeHolder', title: '', rank: null, until: '' },
      ],
    });
  return (
    <>
      {draft.posts.map((one) =>
        one.do === 'begin' ? (
          <NewPost
            key={one.key}
            post={one}
            set={(part) => set(one.key, part)}
            remove={() => change({ posts: draft.posts.filter(({ key }) => key !== one.key) })}
          >
            {field(one)}
          </NewPost>
        ) : (
          <fieldset key={one.key} className="post-draft" aria-label={`${one.org?.name}${one.title}`}>
            <OneOf
              label={`${one.org?.name}　${one.title}`}
              list={KEEP_OR}
              value={one.do}
              onChange={(what) => set(one.key, { do: what })}
            />
            {one.do === 'change' && <TitleAndRank post={one} set={(part) => set(one.key, part)} />}
            {field(one)}
          </fieldset>
        ),
      )}
      <p>
        <button type="button" className="btn" onClick={add}>
          加一项任职
        </button>
      </p>
    </>
  );
}

function TitleAndRank({ post, set }: { post: PostDraft; set: (part: Partial<PostDraft>) => void }) {
  return (
    <>
      <label className="field">
        <span className="k">职务全称</span>
        <input
          className="in"
          value={post.title}
          maxLength={60}
          placeholder="如 党委书记、局长"
          onChange={(event) => set({ title: event.target.value })}
        />
      </label>
      <Select label="职务层次" list={RANKS} value={post.rank} none="县处级以下" onChange={(rank) => set({ rank })} />
    </>
  );
}

function NewPost({
  post,
  set,
  remove,
  children,
}: {
  post: PostDraft;
  set: (part: Partial<PostDraft>) => void;
  remove: () => void;
  children: ReactNode;
}) {
  const { today } = useFrame();
  return (
    <fieldset className="post-draft" aria-label="新任职务">
      <OrgField label="任职的组织" value={post.org} onChange={(org) => set({ org })} autoFocus />
      <Select
        label="职务"
        list={POSTS}
        value={post.post}
        onChange={(id) => {
          const chosen = POSTS.find((one) => one.id === id)!;
          // The title most often is the post's own name; what was typed stays.
          const own = POSTS.some(({ name }) => name === post.title) || post.title === '';
          set({ post: chosen.id, ...(own && chosen.id !== 'officeHolder' ? { title: chosen.name } : {}) });
        }}
      />
      <TitleAndRank post={post} set={set} />
      <div className="field">
        <DayField
          label="任到哪一天（还不知道就空着）"
          value={post.until}
          near={today}
          onChange={(until) => set({ until })}
        />
      </div>
      {children}
      <p>
        <button type="button" className="btn txt" onClick={remove}>
          去掉这一项
        </button>
      </p>
    </fieldset>
  );
}

const SEXES = [
  { id: 'male' as const, name: '男' },
  { id: 'female' as const, name: '女' },
];
const PRECISIONS = [
  { id: 'day' as const, name: '知道日' },
  { id: 'month' as const, name: '只知道年月' },
];

function Identity({ draft, change, wrong }: FieldsProps) {
  const { today } = useFrame();
  const born = useId();
  return (
    <>
      <label className="field">
        <span className="k">姓名</span>
        <input
          className="in"
          data-autofocus
          value={draft.name}
          maxLength={40}
          onChange={(event) => change({ name: event.target.value })}
        />
        {wrong('name')}
      </label>
      <OneOf label="性别" list={SEXES} value={draft.sex} onChange={(sex) => change({ sex })} />
      <div className="field">
        <DayField
          label="入党时间"
          value={draft.joinedOn}
          near={today}
          max={today}
          onChange={(joinedOn) => change({ joinedOn })}
        />
        <OneOf
          label="入党时间知道到"
          list={PRECISIONS}
          value={draft.joinedPrecision}
          onChange={(joinedPrecision) => change({ joinedPrecision })}
        />
        {wrong('joinedOn')}
      </div>
      <div className="field">
        <label className="k" htmlFor={born}>
          出生年月
        </label>
        <input
          id={born}
          className="in"
          value={draft.bornMonth}
          placeholder="如 1985年2月"
          onChange={(event) => change({ bornMonth: event.target.value })}
        />
        {readMonth(draft.bornMonth) === undefined && <small className="err">请写成 1985年2月</small>}
        {wrong('bornMonth')}
      </div>
    </>
  );
}

const FROM_START = [
  { id: 'start' as const, name: '原来就登记错了' },
  { id: 'day' as const, name: '从生效日期起变更' },
];

function FromStart({ draft, change }: FieldsProps) {
  return (
    <OneOf
      label="从什么时候算"
      list={FROM_START}
      value={draft.fromStart ? 'start' : 'day'}
      onChange={(since) => change({ fromStart: since === 'start' })}
    />
  );
}

const BELONGS = [
  { id: 'own' as const, name: '组织关系在这里' },
  { id: 'migrant' as const, name: '流入，组织关系在外地' },
];

function Entered({ draft, change, wrong }: FieldsProps) {
  return (
    <>
      <OrgField label="编入的党支部（不是党员就空着）" value={draft.org} onChange={(org) => change({ org })}>
        {wrong('membership')}
      </OrgField>
      {draft.org && (
        <>
          <OneOf
            label="类别"
            list={MEMBER_CATEGORIES}
            value={draft.category}
            onChange={(category) => change({ category })}
          />
          <OneOf
            label="组织关系"
            list={BELONGS}
            value={draft.migrant ? 'migrant' : 'own'}
            onChange={(where) => change({ migrant: where === 'migrant' })}
          />
        </>
      )}
    </>
  );
}
