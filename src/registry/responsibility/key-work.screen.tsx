/** A cadre's annual key-work plan: his own to change and to report on, anybody else's to read. */
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { dayName } from '../../core/time/room.ts';
import { fileUrl } from '../../ui/api.ts';
import { useAsOf, useFrame } from '../../ui/frame.ts';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { type KeyPlanPage, keyPlanOwn, keyPlanOwnWorkbook, keyPlanRead, keyPlanWorkbook } from './key-plan.contract.ts';
import { KeyPlanCompare, versionWords } from './key-plan-compare.screen.tsx';
import { KeyPlanEdit } from './key-plan-edit.screen.tsx';
import { KeyPlanLines } from './key-plan-lines.screen.tsx';
import './key-work.css';

export function Screen() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const { who } = useFrame();
  const { on, isToday } = useAsOf();
  const [year] = useUrlState('year');
  const personId = id === undefined ? who.personId : Number(id);
  const own = id === undefined;
  const asked = { year: year === undefined ? undefined : Number(year), asOf: isToday ? undefined : on };
  const mine = useRoute(keyPlanOwn, { query: asked }, { enabled: own, hold: true });
  const other = useRoute(keyPlanRead, { params: { id: personId ?? 0 }, query: asked }, { enabled: !own, hold: true });
  const query = own ? mine : other;
  const title = query.data ? `${query.data.year}年重点工作` : '重点工作';
  useTitle(own || !query.data ? title : `${query.data.person.name}${title}`);
  return (
    <div className="key-work sheet">
      <PhoneBar title={title} back={own ? undefined : `/people/${id}`} />
      <Shown query={query}>
        {(page) => <Page key={`${page.person.id}/${page.year}`} page={page} own={own} isToday={isToday} />}
      </Shown>
    </div>
  );
}

function Page({ page, own, isToday }: { page: KeyPlanPage; own: boolean; isToday: boolean }) {
  const [, setYear] = useUrlState('year');
  const [view] = useUrlState('view');
  const change = useUrlChange();
  const [editing, setEditing] = useState(false);
  const { person, year, items } = page;
  const { today } = useFrame();
  const thisYear = Number(today.slice(0, 4));
  const years = [...new Set([thisYear + 1, thisYear, ...page.years, year])].sort((a, b) => b - a);
  const mayEdit = own && page.editable && isToday;
  const query = { year, asOf: isToday ? undefined : page.asOf };
  const file = own
    ? fileUrl(keyPlanOwnWorkbook, { query })
    : fileUrl(keyPlanWorkbook, { params: { id: person.id }, query });
  const overdue = items.filter(({ standing }) => standing === 'overdue').length;
  const done = items.filter(({ standing }) => standing === 'done').length;
  if (editing) return <KeyPlanEdit page={page} onEnd={() => setEditing(false)} />;
  if (view === 'versions' && page.versions.length > 1)
    return (
      <KeyPlanCompare page={page} onEnd={() => change({ view: undefined, first: undefined, second: undefined })} />
    );
  return (
    <>
      <header>
        <div>
          <h1>{year}年重点工作计划</h1>
          <p className="ink2">
            {own ? '' : `${person.name}，`}
            {person.unit}　{person.title}
          </p>
          {items.length > 0 && (
            <p>
              {dayName(page.asOf)}：共{items.length}项，完成{done}项
              {overdue > 0 && <b className="red">，逾期{overdue}项</b>}
            </p>
          )}
        </div>
        <div className="key-work-tools screen-only">
          <label>
            <span className="unseen">年份</span>
            <select className="in" value={year} onChange={(event) => setYear(event.target.value)}>
              {years.map((one) => (
                <option key={one} value={one}>
                  {one}年
                </option>
              ))}
            </select>
          </label>
          {mayEdit && (
            <button type="button" className="btn" onClick={() => setEditing(true)}>
              {items.length === 0 ? '填写计划' : '改计划'}
            </button>
          )}
          {items.length > 0 && (
            <a className="btn" href={file} download>
              下载
            </a>
          )}
          {items.length > 0 && (
            <button type="button" className="btn desk-only" onClick={() => window.print()}>
              打印
            </button>
          )}
        </div>
      </header>
      {items.length === 0 ? (
        <Empty
          act={
            mayEdit ? (
              <button type="button" className="btn pri" onClick={() => setEditing(true)}>
                填写{year}年计划
              </button>
            ) : undefined
          }
        >
          {own
            ? `您${year}年的重点工作计划还没有填。也可以把写好的计划表交组织部导入。`
            : `${person.name}${year}年还没有重点工作计划。`}
        </Empty>
      ) : (
        <KeyPlanLines page={page} maySay={mayEdit} />
      )}
      {page.versions.length > 1 && (
        <section className="key-work-versions" aria-label="计划的各版">
          <h2>这是第{page.version}版</h2>
          <ul>
            {page.versions.map((one) => (
              <li key={one.version}>{versionWords(one)}</li>
            ))}
          </ul>
          <button type="button" className="btn screen-only" onClick={() => change({ view: 'versions' }, true)}>
            各版对照
          </button>
        </section>
      )}
    </>
  );
}
