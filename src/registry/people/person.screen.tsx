/** One person: what is held on him, from which everything opens, and the acts on him. */
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type Day, dayName, monthName, monthOf } from '../../core/time/room.ts';
import { useAsOf, useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { KnownLine, useLook } from '../../ui/known-line.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { MEMBER_CATEGORIES, ORG_RELATIONS, SITUATIONS } from '../organizations/room.ts';
import { MergedLine } from './merged-line.screen.tsx';
import { type PersonPage, personOpen, personOwn, rankName } from './people.contract.ts';
import { ACT_NAMES, type ActKind, membershipNow } from './person-act-draft.logic.ts';
import { ActForm } from './person-act-form.screen.tsx';
import { History } from './person-history.screen.tsx';
import { isOver, type Lane, spanWords, Timeline } from './person-timeline.screen.tsx';
import './person.css';

/** What later rooms add to the page of a person; `own`: it is the reader himself. */
export type Beside = (person: PersonPage, own: boolean) => ReactNode;

export function PersonScreen({ beside }: { beside: Beside }) {
  const { id } = useParams({ strict: false }) as { id?: string };
  const { who, may } = useFrame();
  const asked = id === undefined ? who.personId : Number(id);
  // One's own page is open to everybody; who reads the city opens it as any other, with what was said when.
  const own = asked === who.personId && !may('city.overview');
  const { query: look } = useLook();
  const { asOf, knownAt } = look;
  const other = useRoute(
    personOpen,
    { params: { id: asked ?? 0 }, query: look },
    { enabled: !own && asked !== null, hold: true },
  );
  const mine = useRoute(personOwn, { query: { asOf } }, { enabled: own && asked !== null, hold: true });
  const query = own ? mine : other;
  const name = query.data?.name ?? (id === undefined ? '我的档案' : '人员');
  useTitle(name);
  if (asked === null)
    return (
      <>
        <PhoneBar title="我的档案" />
        <Empty>这个账号没有对应到一名党员，没有档案。需要的话请联系安全管理员。</Empty>
      </>
    );
  return (
    <>
      <PhoneBar title={name} back={own ? '/me/data' : '/organizations'} />
      <KnownLine may={!own && (query.data?.history != null || knownAt !== undefined)} />
      <Shown query={query}>
        {(person) => (
          <>
            <MergedLine asked={asked} kept={person.id} />
            <Page key={person.id} person={person} beside={beside(person, person.id === who.personId)} />
          </>
        )}
      </Shown>
    </>
  );
}

const roughly = (day: Day, precision: PersonPage['joinedPrecision']): string =>
  precision === 'month' ? monthName(monthOf(day)) : dayName(day);

function headOf({ sex, bornMonth, joinedOn, joinedPrecision }: PersonPage): string {
  return [
    ...(sex === null ? [] : [sex === 'male' ? '男' : '女']),
    ...(bornMonth === null ? [] : [`${monthName(bornMonth)}出生`]),
    ...(joinedOn === null ? [] : [`${roughly(joinedOn, joinedPrecision)}入党`]),
  ].join('，');
}

const nameIn = (list: readonly { id: string; name: string }[], id: string): string =>
  list.find((one) => one.id === id)?.name ?? id;

const category = (one: PersonPage['memberships'][number]): string =>
  [
    nameIn(MEMBER_CATEGORIES, one.category),
    ...(one.situation === null ? [] : [nameIn(SITUATIONS, one.situation)]),
  ].join('，');

/** Where and as what he is a member today; of somebody who left, how. */
function Standing({ person }: { person: PersonPage }) {
  const { on, isToday } = useAsOf();
  const now = membershipNow(person, on);
  if (now)
    return (
      <p>
        <b>{category(now)}</b>　<Go to={`/organizations/${now.orgId}`}>{now.orgName}</Go>
      </p>
    );
  return person.memberships.length > 0 ? <p className="ink2">{isToday ? '现在' : dayName(on)}没有编入党支部</p> : null;
}

const MENU: readonly ActKind[] = ['transfer', 'becomeFull', 'situation', 'posts', 'correct', 'leave'];

function Page({ person, beside }: { person: PersonPage; beside: ReactNode }) {
  const { may, today, who } = useFrame();
  const { on, isToday } = useAsOf();
  const [open, setOpen] = useUrlState('act');
  // A former day is only looked at: an act names the day from which it holds.
  const mayAct = may('registry.write') && isToday;
  const acting = mayAct ? MENU.find((kind) => kind === open) : undefined;
  const offered = MENU.filter(
    (kind) => kind !== 'becomeFull' || membershipNow(person, today)?.category === 'probationary',
  );
  // Who sees the history sees the whole city, so every name leads on.
  const city = person.history !== null;
  return (
    <article className="person-page sheet">
      <header>
        <h1>{person.name}</h1>
        <p className="ink2">{headOf(person)}</p>
        <Standing person={person} />
        <p className="person-links">
          {person.id === who.personId && <Go to="/me/data">关于我的内容</Go>}
          {person.leadingCadre && may('ledger.read') && <Go to={`/people/${person.id}/ledgers`}>写实清单</Go>}
          {person.leadingCadre && may('ledger.read') && <Go to={`/people/${person.id}/key-work`}>重点工作计划</Go>}
        </p>
        {mayAct && (
          <nav className="person-act-menu" aria-label="人员变动">
            {offered.map((kind) => (
              <button key={kind} type="button" className="btn" onClick={() => setOpen(kind)}>
                {ACT_NAMES[kind]}
              </button>
            ))}
          </nav>
        )}
      </header>
      {beside}
      <section>
        <h2>任职和组织关系</h2>
        <Timeline lanes={lanesOf(person)} on={on} none="没有登记职务和组织关系。" />
      </section>
      <Charges person={person} city={city} />
      {person.history !== null && <History acts={person.acts ?? []} lines={person.history} />}
      {acting && (
        <SideSheet title={ACT_NAMES[acting]} note={person.name} onClose={() => setOpen(undefined)}>
          <ActForm key={acting} kind={acting} person={person} onDone={() => setOpen(undefined)} />
        </SideSheet>
      )}
    </article>
  );
}

/** What lasts first, posts before memberships; then what is over, the latest first. */
function lanesOf({ posts, memberships }: PersonPage): Lane[] {
  const lanes: Lane[] = [
    ...posts.map((post) => ({
      key: `t${post.orgId}/${post.post}/${post.from}`,
      of: 'post' as const,
      from: post.from,
      until: post.until,
      what: (
        <>
          <Go to={`/organizations/${post.orgId}`}>{post.orgName}</Go>　{post.title}
          {post.rank !== null && <small>　{rankName(post.rank)}</small>}
        </>
      ),
    })),
    ...memberships.map((one) => ({
      key: `m${one.orgId}/${one.from}`,
      of: 'membership' as const,
      from: one.from,
      until: one.until,
      what: (
        <>
          <Go to={`/organizations/${one.orgId}`}>{one.orgName}</Go>　{category(one)}
        </>
      ),
    })),
  ];
  const end = ({ until }: Lane): string => until ?? 'lasts';
  return lanes.sort((one, other) => (end(one) < end(other) ? 1 : end(one) > end(other) ? -1 : 0));
}

/** Somebody ought to be in charge of county-level cadres; leaders of the city are in nobody's. */
const isToBeCharged = ({ posts }: PersonPage, on: Day): boolean => {
  const ranks = posts.filter((post) => post.from <= on && !isOver(post, on)).map(({ rank }) => rank);
  return ranks.some((rank) => rank !== null) && !ranks.includes('cityLevel');
};

interface Charge {
  key: string;
  what: ReactNode;
  from: Day;
  until: Day | null;
}

function chargesOf(page: PersonPage, { on, city }: { on: Day; city: boolean }) {
  const { leaders, inChargeOf, orgCharges, itemCharges } = page;
  const person = (one: NonNullable<PersonPage['leaders']>[number]): Charge => ({
    ...one,
    key: `${one.personId}/${one.from}`,
    what: city ? <Go to={`/people/${one.personId}`}>{one.name}</Go> : one.name,
  });
  const org = ({ orgId, orgName }: { orgId: number; orgName: string }) => (
    <Go to={`/organizations/${orgId}`}>{orgName}</Go>
  );
  const groups: { title: string; charges: Charge[] }[] = [
    ...(leaders !== null && (isToBeCharged(page, on) || leaders.length > 0)
      ? [{ title: '分管领导', charges: leaders.map(person) }]
      : []),
    ...ORG_RELATIONS.map(({ id, name }) => ({
      title: id === 'contactPoint' ? name : `${name}的组织`,
      charges: (orgCharges ?? [])
        .filter(({ relation }) => relation === id)
        .map((one) => ({ ...one, key: `${one.orgId}/${one.from}`, what: org(one) })),
    })),
    {
      title: '分管的党建工作',
      charges: (itemCharges ?? []).map((one) => ({
        ...one,
        key: `${one.orgId}/${one.itemId}/${one.from}`,
        what: (
          <>
            {one.item}　<small>{org(one)}</small>
          </>
        ),
      })),
    },
    {
      title: `分管${(inChargeOf ?? []).filter((one) => !isOver(one, on)).length}人`,
      charges: (inChargeOf ?? []).map(person),
    },
  ];
  return groups.filter(({ title, charges }) => charges.length > 0 || title === '分管领导');
}

function Charges({ person, city }: { person: PersonPage; city: boolean }) {
  const { on } = useAsOf();
  return chargesOf(person, { on, city }).map(({ title, charges }) => (
    <section key={title}>
      <h2>{title}</h2>
      <ChargeList charges={charges} title={title} />
    </section>
  ));
}

/** Somebody in charge of a hundred: the first of them are enough to look at. */
const FIRST_SHOWN = 8;

/** What holds before what is over. */
function ChargeList({ charges, title }: { charges: readonly Charge[]; title: string }) {
  const { on } = useAsOf();
  const [all, setAll] = useState(charges.length <= FIRST_SHOWN + 2);
  if (charges.length === 0) return <p className="ink3 person-none">还没有登记。</p>;
  return (
    <>
      <ul className="person-spans">
        {(all ? charges : charges.slice(0, FIRST_SHOWN)).map((charge) => (
          <li key={charge.key} className={isOver(charge, on) ? 'ended' : undefined}>
            <span className="x">{charge.what}</span>
            <span>{spanWords(charge)}</span>
          </li>
        ))}
      </ul>
      {!all && (
        <button type="button" className="btn txt" onClick={() => setAll(true)}>
          展开全部{charges.length}项<span className="unseen">（{title}）</span>
        </button>
      )}
    </>
  );
}
