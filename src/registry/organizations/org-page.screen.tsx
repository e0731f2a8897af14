/** One organization on a day: what it is, who is in it, what stands below it, how it came about. */
import { type Day, dayName } from '../../core/time/room.ts';
import { call, fileUrl } from '../../ui/api.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { FigureLink, type FigureRow } from '../../ui/figure-link.tsx';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { KnownLine, type Look, useLook } from '../../ui/known-line.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { dateAndClock } from '../../ui/words.ts';
import { isBranch } from './facts.logic.ts';
import {
  categoryName,
  kindName,
  type MemberLine,
  membersWorkbook,
  type OrganizationPage,
  organizationOpen,
  organizationPeople,
  sectorName,
} from './organizations.contract.ts';

interface Props {
  id: number;
  pathOf: (id: number) => string;
}

export function OrgPage({ id, pathOf }: Props) {
  const { query: look } = useLook();
  const phone = useSize() === 'phone';
  const query = useRoute(organizationOpen, { params: { id }, query: look }, { keep: true });
  const name = query.data?.shortName ?? '组织';
  useTitle(name);
  return (
    <>
      <PhoneBar title={name} back="/organizations" />
      {phone && <KnownLine may={query.data?.history != null || look.knownAt !== undefined} />}
      <Shown query={query}>{(org) => <Page org={org} look={look} pathOf={pathOf} />}</Shown>
    </>
  );
}

type Page = { org: OrganizationPage; look: Look; pathOf: (id: number) => string };

const joined = ({ joinedOn, joinedPrecision }: Pick<MemberLine, 'joinedOn' | 'joinedPrecision'>): string =>
  joinedOn === null ? '' : joinedPrecision === 'month' ? dayName(joinedOn).replace(/\d+日$/, '') : dayName(joinedOn);

/** A person's name, as a link where his file may be opened. */
function Person({ personId, name, opens }: { personId: number; name: string; opens: boolean }) {
  return opens ? <Go to={`/people/${personId}`}>{name}</Go> : <span>{name}</span>;
}

async function memberRows(id: number, below: boolean, look: Look): Promise<FigureRow[]> {
  const { members } = await call(organizationPeople, {
    params: { id },
    query: { ...look, below: below ? 'true' : 'false' },
  });
  return members.map((member) => ({
    id: `${member.personId}/${member.orgId}`,
    title: member.name,
    ...(member.opens ? { to: `/people/${member.personId}` } : {}),
    note: member.orgName,
    at: categoryName(member.category),
    atNote: member.posts.join('、'),
  }));
}

function Members({
  id,
  name,
  count,
  below,
  look,
}: {
  id: number;
  name: string;
  count: number;
  below: boolean;
  look: Look;
}) {
  if (count === 0) return <span className="nb">0名</span>;
  return (
    <FigureLink
      name={`members-${id}-${below ? 'below' : 'own'}`}
      value={count}
      unit="名"
      title={`${name}　党员${count}名`}
      note={`${below ? '含下级组织　' : ''}${look.asOf ? `截至${dayName(look.asOf)}` : '截至今天'}${look.knownAt ? '　按当时所知' : ''}`}
      heads={['党员', '类别']}
      rows={() => memberRows(id, below, look)}
      total={`${count}名`}
    />
  );
}

function Page({ org, look, pathOf }: Page) {
  const { may } = useFrame();
  const branch = isBranch(org.kind);
  return (
    <article className="org-page">
      <header>
        {org.chain.length > 0 && (
          <nav className="note org-chain" aria-label="上级组织">
            {org.chain.map((superior) => (
              <span key={superior.id}>
                <Go to={pathOf(superior.id)}>{superior.name}</Go>
                <i aria-hidden="true">›</i>
              </span>
            ))}
          </nav>
        )}
        <h1>{org.name}</h1>
        {may('registry.write') && <Go to={`/organizations/adjust?org=${org.id}`}>调整</Go>}
      </header>
      <Facts org={org} look={look} pathOf={pathOf} />
      {org.holders.length > 0 && <Holders org={org} />}
      {org.subordinates.length > 0 && <Subordinates org={org} look={look} pathOf={pathOf} />}
      {org.secondSubordinates.length > 0 && <SecondSubordinates org={org} pathOf={pathOf} />}
      {branch && org.members !== null && <Branch org={org} look={look} />}
      {org.history !== null && org.history.length > 0 && <History id={org.id} lines={org.history} />}
    </article>
  );
}

function Facts({ org, look, pathOf }: Page) {
  const { members } = org;
  const expired = org.termExpiresOn !== null && org.termExpiresOn < org.asOf;
  return (
    <dl className="org-facts">
      <dt>类别</dt>
      <dd>
        {kindName(org.kind)}，{sectorName(org.sector)}
      </dd>
      {org.shortNames.length > 0 && (
        <>
          <dt>简称</dt>
          <dd>{org.shortNames.join('、')}</dd>
        </>
      )}
      <Former head="曾用名" lines={org.formerNames.map(({ name, until }) => ({ was: name, until }))} />
      <Former
        head="曾用简称"
        lines={org.formerShortNames.map(({ names, until }) => ({ was: names.join('、'), until }))}
      />
      <Former head="原类别" lines={org.formerKinds.map(({ kind, until }) => ({ was: kindName(kind), until }))} />
      {org.secondParent !== null && (
        <>
          <dt>双重管理</dt>
          <dd>
            业务隶属<Go to={pathOf(org.secondParent.id)}>{org.secondParent.name}</Go>
          </dd>
        </>
      )}
      {org.covers.length > 0 && (
        <>
          <dt>联合覆盖</dt>
          <dd>
            {org.covers.join('、')}
            <small className="nb">　{org.covers.length}个单位</small>
          </dd>
        </>
      )}
      <dt>本届届满</dt>
      <dd>
        {org.termExpiresOn === null ? (
          <span className="ink3">没有登记</span>
        ) : (
          <>
            <time>{dayName(org.termExpiresOn)}</time>
            {expired && (
              <span className="red st">
                　<i className="m m-over" aria-hidden="true" />
                已届满
              </span>
            )}
          </>
        )}
      </dd>
      <dt>党员</dt>
      <dd>
        {members === null ? (
          <span className="ink3">不在您能看的范围内</span>
        ) : members.own === members.below ? (
          <Members id={org.id} name={org.shortName} count={members.own} below={false} look={look} />
        ) : (
          <>
            含下级组织 <Members id={org.id} name={org.shortName} count={members.below} below look={look} />
            {members.own > 0 && (
              <>
                ，本级 <Members id={org.id} name={org.shortName} count={members.own} below={false} look={look} />
              </>
            )}
          </>
        )}
      </dd>
    </dl>
  );
}

function Former({ head, lines }: { head: string; lines: readonly { was: string; until: Day }[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <dt>{head}</dt>
      <dd>
        {lines.map(({ was, until }) => (
          <p key={until}>
            {was}
            <small className="nb">　用到{dayName(until)}</small>
          </p>
        ))}
      </dd>
    </>
  );
}

function Holders({ org }: { org: OrganizationPage }) {
  return (
    <section>
      <h2>任职</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">姓名</th>
            <th scope="col">职务</th>
            <th scope="col">任职时间</th>
          </tr>
        </thead>
        <tbody>
          {org.holders.map((holder) => (
            <tr key={`${holder.personId}/${holder.post}`}>
              <td className="nb">
                <Person {...holder} />
              </td>
              <td>{holder.title}</td>
              <td className="nb">{dayName(holder.from)}起</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Subordinates({ org, look, pathOf }: Page) {
  const size = useSize();
  const withMembers = org.subordinates.some((child) => (child.members ?? 0) > 0);
  return (
    <section>
      <h2>
        下级组织<small className="nb">　{org.subordinates.length}个</small>
        {look.knownAt === undefined && withMembers && (
          <a
            className="a h2-link"
            href={fileUrl(membersWorkbook, { params: { id: org.id }, query: { asOf: look.asOf } })}
            download
          >
            下载党员花名册（每个支部一张表）
          </a>
        )}
      </h2>
      <table>
        <thead>
          <tr>
            <th scope="col">组织</th>
            {size === 'desk' && <th scope="col">类别</th>}
            {size === 'desk' && <th scope="col">本届届满</th>}
            {withMembers && (
              <th scope="col" className="num">
                党员
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {org.subordinates.map((child) => (
            <tr key={child.id}>
              <td>
                <Go to={pathOf(child.id)}>{child.shortName}</Go>
                {size === 'phone' && <small className="line">{kindName(child.kind)}</small>}
              </td>
              {size === 'desk' && <td className="nb">{kindName(child.kind)}</td>}
              {size === 'desk' && (
                <td className={`nb${child.termExpiresOn !== null && child.termExpiresOn < org.asOf ? ' red' : ''}`}>
                  {child.termExpiresOn === null ? '' : dayName(child.termExpiresOn)}
                  {child.termExpiresOn !== null && child.termExpiresOn < org.asOf && '，已届满'}
                </td>
              )}
              {withMembers && (
                <td className="num">
                  {child.members !== null && (
                    <Members id={child.id} name={child.shortName} count={child.members} below look={look} />
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Organizations that answer to this one beside their own superior. */
function SecondSubordinates({ org, pathOf }: Omit<Page, 'look'>) {
  return (
    <section>
      <h2>
        受其双重管理的组织<small className="nb">　{org.secondSubordinates.length}个</small>
      </h2>
      <table>
        <thead>
          <tr>
            <th scope="col">组织</th>
            <th scope="col">类别</th>
          </tr>
        </thead>
        <tbody>
          {org.secondSubordinates.map((one) => (
            <tr key={one.id}>
              <td>
                <Go to={pathOf(one.id)}>{one.shortName}</Go>
              </td>
              <td className="nb">{kindName(one.kind)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Without what the reader is not told of anybody. */
const memberColumns = (members: readonly MemberLine[]): readonly Column<MemberLine>[] =>
  MEMBER_COLUMNS.filter(
    ({ key }) =>
      (key !== 'joined' && key !== 'sex') || members.some((row) => row.joinedOn !== null || row.sex !== null),
  );

const MEMBER_COLUMNS: readonly Column<MemberLine>[] = [
  {
    key: 'name',
    title: '姓名',
    value: (row) => row.name,
    render: (row) => <Person {...row} />,
    width: 120,
  },
  { key: 'posts', title: '党内职务', value: (row) => row.posts.join('、'), width: 220 },
  { key: 'category', title: '类别', value: (row) => categoryName(row.category), width: 120, filter: true },
  {
    key: 'sex',
    title: '性别',
    value: (row) => (row.sex === null ? '' : row.sex === 'male' ? '男' : '女'),
    width: 80,
    filter: true,
    hidden: true,
  },
  { key: 'joined', title: '入党时间', value: (row) => row.joinedOn, render: joined, width: 160 },
];

/** The branch's roll. */
function Branch({ org, look }: Omit<Page, 'pathOf'>) {
  const query = useRoute(organizationPeople, { params: { id: org.id }, query: look }, { keep: true });
  return (
    <section>
      <h2>
        党员
        {/* A roll is that of what is known now. */}
        {look.knownAt === undefined && (
          <a
            className="a h2-link"
            href={fileUrl(membersWorkbook, { params: { id: org.id }, query: { asOf: look.asOf } })}
            download
          >
            下载花名册
          </a>
        )}
      </h2>
      <Shown query={query}>
        {({ members }) => (
          <DataTable
            name="members"
            label={`${org.shortName}党员`}
            columns={memberColumns(members)}
            rows={members}
            rowKey={(row) => row.personId}
            empty="这个支部还没有党员。导入党员花名册后，这里就有了。"
            phone={(row) => ({
              title: <Person {...row} />,
              note: [categoryName(row.category), joined(row)].filter((part) => part !== '').join('　'),
              at: <small>{row.posts.join('、')}</small>,
            })}
          />
        )}
      </Shown>
    </section>
  );
}

function History({ id, lines }: { id: number; lines: NonNullable<OrganizationPage['history']> }) {
  return (
    <section>
      <h2>
        沿革
        <Go className="a h2-link" to={`/organizations/compare?below=${id}`}>
          与另一天比较
        </Go>
      </h2>
      <ol className="org-history">
        {lines.map((line) => (
          <li key={line.id} className={line.takenBack ? 'back' : undefined}>
            <time className="nb">{dayName(line.validFrom)}起</time>
            <p>
              {line.what}
              {line.takenBack && '（已收回）'}
              {(line.documentNumber !== '' || line.basis !== '') && (
                <small>依据：{[line.documentNumber, line.basis].filter((part) => part !== '').join('　')}</small>
              )}
              <small>
                {line.author} {dateAndClock(line.recordedAt)}登记：{line.summary}
              </small>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
