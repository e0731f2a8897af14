/** Imports that were made: what each brought and left out, by whom, and taking one back. */
import { useState } from 'react';
import { day, dayName } from '../../core/time/room.ts';
import {
  type ImportAccount,
  listImports,
  type OpenedImport,
  openImport,
  type Resting,
  restingSchema,
  takeBack,
} from '../../platform/open/import.contract.ts';
import { ApiError } from '../../ui/api.ts';
import { Go } from '../../ui/go.tsx';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused, Shown } from '../../ui/states.tsx';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { dateAndClock, dayAndClock } from '../../ui/words.ts';
import { ProblemList } from './import-problems.tsx';

export function PastImports() {
  const [open] = useUrlState('past');
  const change = useUrlChange();
  // Pages as they were turned: the last import of each page before.
  const [pages, setPages] = useState<readonly string[]>([]);
  const past = useRoute(listImports, { query: { before: pages.at(-1) } }, { hold: true });
  return (
    <section className="import-part">
      <h2>已做的导入</h2>
      <Shown query={past} rows={3}>
        {({ imports, more }) => (
          <>
            {imports.length === 0 && <p className="ink3">还没有导入过。</p>}
            <ul className="import-past">
              {imports.map((one) => (
                <li key={one.id} className={one.takenBack ? 'ink3' : undefined}>
                  <button type="button" className="a" onClick={() => change({ past: one.id }, true)}>
                    {one.summary}
                  </button>
                  <small>
                    {dayAndClock(one.at)}　{one.author}
                    {one.takenBack && '　已撤回'}
                  </small>
                </li>
              ))}
            </ul>
            <p className="import-pages">
              {pages.length > 0 && (
                <button type="button" className="btn txt" onClick={() => setPages(pages.slice(0, -1))}>
                  较新的
                </button>
              )}
              {more && (
                <button type="button" className="btn txt" onClick={() => setPages([...pages, imports.at(-1)!.id])}>
                  更早的
                </button>
              )}
            </p>
          </>
        )}
      </Shown>
      {open !== undefined && <PastSheet key={open} id={open} close={() => change({ past: undefined })} />}
    </section>
  );
}

const MODE_WORDS = { all: '一行不少', withoutBad: '不含有问题的行' } as const;

function PastSheet({ id, close }: { id: string; close: () => void }) {
  const past = useRoute(openImport, { params: { id } });
  const [actId] = useState(newId);
  const back = useAct(takeBack, () => {
    notice('已撤回这次导入，它带来的内容不再算数');
    close();
  });
  const { data } = past;
  const takenBack = data?.takenBack;
  return (
    <SideSheet
      title={data?.summary ?? '已做的导入'}
      note={
        data &&
        `${dateAndClock(data.at)}　${data.author}${data.mode ? `　${MODE_WORDS[data.mode]}` : ''}${takenBack ? `　${dayAndClock(takenBack.at)}由${takenBack.by}撤回` : ''}`
      }
      onClose={close}
      acts={
        data && !takenBack ? (
          <>
            <span className="ink2">撤回后，这次带来的组织、人员、记录都不再算数；已被别的记录用到的不能撤回</span>
            <button
              type="button"
              className="btn"
              disabled={back.isPending}
              onClick={() => back.mutate({ params: { id }, body: { actId } })}
            >
              {back.isPending ? '正在撤回…' : '撤回这次导入'}
            </button>
          </>
        ) : undefined
      }
    >
      <div className="import-account">
        <InUse error={back.error} />
        <Shown query={past} rows={4}>
          {(opened) => (
            <>
              {opened.files.map((file) => (
                <Account key={file.file} account={file} />
              ))}
              {opened.brought.map((part) => (
                <Brought key={part.what} part={part} gone={opened.takenBack !== null} />
              ))}
            </>
          )}
        </Shown>
      </div>
    </SideSheet>
  );
}

const PATHS: Readonly<Record<NonNullable<Resting[number]['opens']>['what'], (id: string) => string>> = {
  organization: (id) => `/organizations/${id}`,
  person: (id) => `/people/${id}`,
  record: (id) => `/records/${id}`,
  import: (id) => `/import?past=${id}`,
};

/** Why it cannot be taken back: each thing that rests on it with the way to it. */
function InUse({ error }: { error: unknown }) {
  const data = error instanceof ApiError ? (error.detail.data as { resting?: unknown } | undefined) : undefined;
  const resting = restingSchema.safeParse(data?.resting);
  if (!resting.success) return <Refused error={error} />;
  return (
    <section className="import-in-use" role="alert">
      <p>
        <b>不能撤回：后来的这些用到了它带来的内容</b>
      </p>
      <ul>
        {resting.data.map(({ summary, author, on, opens }) => (
          <li key={`${on}${summary}${opens?.id}`}>
            {opens ? (
              <Go className="a" to={PATHS[opens.what](opens.id)}>
                {summary}
              </Go>
            ) : (
              summary
            )}
            <small>
              {dayName(day(on))}　{author}
            </small>
          </li>
        ))}
      </ul>
      <p className="ink2">{error instanceof ApiError && error.detail.now}。</p>
    </section>
  );
}

const BROUGHT_WORDS = { organization: ['党组织', '个'], person: ['人员', '人'], record: ['记录', '条'] } as const;

function Brought({ part, gone }: { part: OpenedImport['brought'][number]; gone: boolean }) {
  const { what, count, rows } = part;
  const [name, unit] = BROUGHT_WORDS[what];
  return (
    <details className="import-brought">
      <summary>
        带来的{name}：{count}
        {unit}
      </summary>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            {gone ? (
              row.name
            ) : (
              <Go className="a" to={PATHS[what](row.id)}>
                {row.name}
              </Go>
            )}
          </li>
        ))}
      </ul>
      {count > rows.length && <p className="note">只列前{rows.length}</p>}
    </details>
  );
}

function Account({ account }: { account: ImportAccount }) {
  const { file, rows, accepted, rejected, warnings, leftOut = [], mended = [] } = account;
  const plain = { several: false, place: undefined, goTo: undefined };
  return (
    <section className="import-account-file">
      <h3>{file}</h3>
      <p className="ink2">
        {rows}行，导入{accepted}行{rejected.length > 0 && `，没有导入${rejected.length}行`}
      </p>
      {leftOut.length > 0 && (
        <p className="ink2">
          另有{leftOut.length}行是导入的人不要的：{leftOut.map(({ row }) => `第${row}行`).join('、')}
        </p>
      )}
      {mended.length > 0 && (
        <details>
          <summary>导入前改了{mended.length}格</summary>
          <ul>
            {mended.map((one) => (
              <li key={`${one.sheet}${one.cell}`}>
                {one.cell}　{one.was === '' ? '空' : one.was} → {one.now === '' ? '空' : one.now}
              </li>
            ))}
          </ul>
        </details>
      )}
      {rejected.length > 0 && <ProblemList problems={rejected} {...plain} />}
      {warnings.length > 0 && (
        <>
          <p className="note">请核对{warnings.length}处</p>
          <ProblemList problems={warnings} {...plain} />
        </>
      )}
    </section>
  );
}
