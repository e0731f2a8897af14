/** What is held on oneself, by class: what it is, why it is kept, who sees it, how long; and who read it. */
import { useState } from 'react';
import { type Day, dayName, isDay } from '../../core/time/room.ts';
import { fileUrl } from '../../ui/api.ts';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { dateAndClock } from '../../ui/words.ts';
import { AskSheet } from './ask-correction.screen.tsx';
import type { CorrectableClass } from './correction-records.logic.ts';
import type { HeldClass, HeldItem, PersonalData } from './held.logic.ts';
import { OwnCorrections } from './own-corrections.screen.tsx';
import { personalDataExport, personalDataPage, personalDataWorkbook } from './personal-data.contract.ts';
import { keptWords } from './retention.logic.ts';
import './personal-data.css';

export function Screen() {
  const { who } = useFrame();
  useTitle('关于我的内容');
  return who.personId === null ? (
    <>
      <PhoneBar title="关于我的内容" />
      <h1 className="unseen">关于我的内容</h1>
      <Empty>这个账号没有对应到一名党员，系统里没有关于您的档案。需要的话请联系安全管理员。</Empty>
    </>
  ) : (
    <Own />
  );
}

function Own() {
  const size = useSize();
  const [chosen] = useUrlState('class');
  const [since, setSince] = useUrlState('since');
  const logFrom = since !== undefined && isDay(since) ? since : undefined;
  const query = useRoute(personalDataPage, { query: { logFrom } }, { hold: true });
  const { classes = [] } = query.data ?? {};
  // On the desk one class is always open; on the phone each is a page of its own.
  const shown = classes.find(({ id }) => id === chosen) ?? (size === 'desk' ? classes[0] : undefined);
  return (
    <article className="own-data sheet">
      {shown && size === 'phone' ? <PhoneBar title={shown.name} back="/me/data" /> : <PhoneBar title="关于我的内容" />}
      <Shown query={query} rows={14}>
        {(data) => (
          <>
            {(size === 'desk' || !shown) && <Head data={data} logFrom={logFrom} />}
            <div className="own-data-body">
              {(size === 'desk' || !shown) && <Classes classes={data.classes} shown={shown} since={since} />}
              {shown && (
                <ClassPage key={shown.id} one={shown} logFrom={data.logFrom} onSince={(day) => setSince(day)} />
              )}
            </div>
          </>
        )}
      </Shown>
    </article>
  );
}

function Head({ data, logFrom }: { data: PersonalData; logFrom: Day | undefined }) {
  const { today } = useFrame();
  const name = `关于${data.person.name}的内容_${dayName(today)}`;
  return (
    <header>
      <div>
        <h1>关于我的内容</h1>
        <p className="ink2">
          系统里存着的关于<Go to={`/people/${data.person.id}`}>{data.person.name}</Go>
          的全部内容。不存身份证号、电话、位置和照片；有误可以申请更正。
        </p>
      </div>
      <p className="own-data-take screen-only">
        <a className="btn" href={fileUrl(personalDataWorkbook, { query: { logFrom } })} download={`${name}.xlsx`}>
          导出表格
        </a>
        <a className="btn" href={fileUrl(personalDataExport, { query: { logFrom } })} download={`${name}.json`}>
          导出数据文件
        </a>
      </p>
    </header>
  );
}

function Classes({
  classes,
  shown,
  since,
}: {
  classes: readonly HeldClass[];
  shown: HeldClass | undefined;
  since: string | undefined;
}) {
  return (
    <nav className="own-data-classes" aria-label="各类内容">
      {classes.map(({ id, name, items }) => (
        <Go
          key={id}
          to={`/me/data?class=${id}${since === undefined ? '' : `&since=${since}`}`}
          className={id === shown?.id ? 'on' : undefined}
          aria-current={id === shown?.id ? 'page' : undefined}
        >
          <span>{name}</span>
          <span className="num">{items.length}</span>
        </Go>
      ))}
    </nav>
  );
}

const CORRECTED: Readonly<Partial<Record<HeldClass['id'], CorrectableClass>>> = {
  registry: 'registry',
  records: 'records',
  ledgerActs: 'ledgerActs',
};

/** What is shown at once of a long class. */
const AT_ONCE = 100;

function ClassPage({ one, logFrom, onSince }: { one: HeldClass; logFrom: Day; onSince: (since: string) => void }) {
  const { today } = useFrame();
  const size = useSize();
  const [most, setMost] = useState(AT_ONCE);
  const [asked, ask] = useState<HeldItem>();
  const correctable = CORRECTED[one.id];
  const logged = one.id === 'reads' || one.id === 'doings';
  return (
    <section className="own-data-class">
      <h2 className={size === 'phone' ? 'unseen' : undefined}>{one.name}</h2>
      <dl>
        <dt>为什么保存</dt>
        <dd>{one.purpose}</dd>
        <dt>谁能看</dt>
        <dd>{one.seenBy}</dd>
        <dt>保存多久</dt>
        <dd>{keptWords(one.kept)}</dd>
        {one.basis.length > 0 && (
          <>
            <dt>依据</dt>
            <dd>{one.basis.join('；')}</dd>
          </>
        )}
      </dl>
      {logged && (
        <>
          <div className="own-data-since">
            <DayField label="从哪天起" value={logFrom} onChange={onSince} near={today} />
          </div>
          {one.id === 'reads' && (
            <p className="note">名册和统计的查看、导出按组织记一行，不逐人列在这里；您自己的查看也不列。</p>
          )}
        </>
      )}
      {one.id === 'corrections' ? (
        <OwnCorrections />
      ) : one.items.length === 0 ? (
        <Empty>{one.id === 'reads' ? `${dayName(logFrom)}以来没有别人看过您的档案。` : '没有这一类内容。'}</Empty>
      ) : (
        <>
          <ul className="own-data-items">
            {one.items.slice(0, most).map((held) => (
              <Item key={held.key} held={held} onAsk={correctable && held.correctable ? () => ask(held) : undefined} />
            ))}
          </ul>
          {one.items.length > most && (
            <p className="own-data-more">
              <button type="button" className="btn" onClick={() => setMost(most + AT_ONCE)}>
                再看{Math.min(AT_ONCE, one.items.length - most)}条
              </button>
              <span className="note">
                共{one.items.length}条，已显示{most}条
              </span>
            </p>
          )}
        </>
      )}
      {asked && correctable && <AskSheet of={correctable} held={asked} onClose={() => ask(undefined)} />}
    </section>
  );
}

function when({ from, until }: HeldItem): string {
  if (from === null) return '';
  if (until === from) return dayName(from);
  return until === null ? `${dayName(from)}起` : `${dayName(from)}至${dayName(until)}`;
}

function sourceWords({ source }: HeldItem): string {
  if (source === null) return '';
  return [source.author, source.act, dateAndClock(source.at)].filter(Boolean).join('　');
}

function Item({ held, onAsk }: { held: HeldItem; onAsk: (() => void) | undefined }) {
  const { what, says, note, to } = held;
  return (
    <li>
      <span className="k">{what}</span>
      <span className="x">
        {to === null ? says : <Go to={to}>{says}</Go>}
        {note !== null && <small>{note}</small>}
        {sourceWords(held) !== '' && <small>{sourceWords(held)}</small>}
      </span>
      <span className="w">{when(held)}</span>
      {onAsk && (
        <button type="button" className="btn txt screen-only" aria-label={`申请更正${what}：${says}`} onClick={onAsk}>
          申请更正
        </button>
      )}
    </li>
  );
}
