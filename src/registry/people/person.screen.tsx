/** One person's file: posts, memberships, who is in charge of whom, and what was said of him when. */
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Day, dayName } from '../../core/time/room.ts';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { dateAndClock } from '../../ui/words.ts';
import { MEMBER_CATEGORIES } from '../organizations/room.ts';
import { type PersonPage, personOpen, personOwn, rankName } from './people.contract.ts';
import './person.css';

export function Screen() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const { who, may } = useFrame();
  // One's own page is open to everybody; who reads the city opens it as any other, with what was said when.
  const own = Number(id) === who.personId && !may('city.overview');
  const other = useRoute(personOpen, { params: { id: Number(id) } }, { enabled: !own });
  const mine = useRoute(personOwn, {}, { enabled: own });
  const query = own ? mine : other;
  const name = query.data?.name ?? '人员';
  useTitle(name);
  return (
    <>
      <PhoneBar title={name} back={own ? '/me/data' : '/organizations'} />
      <Shown query={query}>{(person) => <Page key={person.id} person={person} />}</Shown>
    </>
  );
}

const span = ({ from, until }: { from: Day; until: Day | null }): string =>
  until === null ? `${dayName(from)}起` : `${dayName(from)}至${dayName(until)}`;

function headOf({ sex, joinedOn, joinedPrecision }: PersonPage): string {
  const joined =
    joinedOn === null
      ? []
      : [`${joinedPrecision === 'month' ? dayName(joinedOn).replace(/\d+日$/, '') : dayName(joinedOn)}入党`];
  return [...(sex === null ? [] : [sex === 'male' ? '男' : '女']), ...joined].join('，');
}

function Page({ person }: { person: PersonPage }) {
  const { may, who } = useFrame();
  // Who sees the history sees the whole city, so every name leads on.
  const city = person.history !== null;
  return (
    <article className="person-page sheet">
      <header>
        <h1>{person.name}</h1>
        <p className="ink2">{headOf(person)}</p>
        <p className="person-links">
          <Go to={`/people/${person.id}/participation`}>参加记录</Go>
          {person.id === who.personId && <Go to="/me/data">关于我的内容</Go>}
          {person.leadingCadre && may('ledger.read') && <Go to={`/people/${person.id}/ledgers`}>写实清单</Go>}
        </p>
      </header>
      <Spans
        title="职务"
        none="没有登记职务。"
        rows={person.posts.map((post) => ({
          key: `${post.orgId}/${post.title}/${post.from}`,
          ended: post.until !== null,
          what: (
            <>
              <Go to={`/organizations/${post.orgId}`}>{post.orgName}</Go>　{post.title}
              {post.rank !== null && <small>　{rankName(post.rank)}</small>}
            </>
          ),
          when: span(post),
        }))}
      />
      <Spans
        title="组织关系"
        none="没有登记组织关系。"
        rows={person.memberships.map((membership) => ({
          key: `${membership.orgId}/${membership.from}`,
          ended: membership.until !== null,
          what: (
            <>
              <Go to={`/organizations/${membership.orgId}`}>{membership.orgName}</Go>
              {'　'}
              {MEMBER_CATEGORIES.find(({ id }) => id === membership.category)?.name}
            </>
          ),
          when: span(membership),
        }))}
      />
      {person.leaders !== null && (person.leadingCadre || person.leaders.length > 0) && (
        <Charges title="分管领导" none="还没有登记分管领导。" charges={person.leaders} linked={city} />
      )}
      {person.inChargeOf !== null && person.inChargeOf.length > 0 && (
        <Charges
          title={`分管${person.inChargeOf.filter((one) => one.until === null).length}人`}
          none=""
          charges={person.inChargeOf}
          linked={city}
        />
      )}
      {person.history !== null && <History lines={person.history} />}
    </article>
  );
}

interface SpanRow {
  key: string;
  what: ReactNode;
  when: string;
  ended: boolean;
}

/** What holds before what is over. */
function Spans({ title, none, rows }: { title: string; none: string; rows: readonly SpanRow[] }) {
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className="ink3 person-none">{none}</p>
      ) : (
        <ul className="person-spans">
          {rows.map((row) => (
            <li key={row.key} className={row.ended ? 'ended' : undefined}>
              <span className="x">{row.what}</span>
              <span>{row.when}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Charges({
  title,
  none,
  charges,
  linked,
}: {
  title: string;
  none: string;
  charges: NonNullable<PersonPage['leaders']>;
  linked: boolean;
}) {
  return (
    <Spans
      title={title}
      none={none}
      rows={charges.map((charge) => ({
        key: `${charge.personId}/${charge.from}`,
        ended: charge.until !== null,
        what: linked ? <Go to={`/people/${charge.personId}`}>{charge.name}</Go> : charge.name,
        when: span(charge),
      }))}
    />
  );
}

function History({ lines }: { lines: NonNullable<PersonPage['history']> }) {
  return (
    <section>
      <h2>变动</h2>
      <ul className="person-spans">
        {lines.map((line) => (
          <li key={line.id} className={line.takenBack ? 'ended' : undefined}>
            <span className="x">
              {dayName(line.validFrom)}起，{line.what}
              {line.takenBack && '（已收回）'}
              <small className="line">{line.summary}</small>
            </span>
            <small className="by">
              <span>{line.author}</span>
              <span>{dateAndClock(line.recordedAt)}登记</span>
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
