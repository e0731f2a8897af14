/** Importing workbooks: the tray at the left, the chosen file as it was understood, its problems, and one bar to import it all. */
import { useEffect, useState } from 'react';
import {
  commitImport,
  type ImportOrder,
  importTemplate,
  openTray,
  type Tray,
  type TrayFile,
  takeBack,
} from '../../platform/open/import.contract.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { fileUrl } from '../../ui/api.ts';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { useRoomForSide, useSize } from '../../ui/screen-size.ts';
import { Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { ImportedFile } from './import-file.tsx';
import { PastImports } from './import-past.tsx';
import { Problems } from './import-problems.tsx';
import { Progress } from './import-progress.tsx';
import { TrayList } from './import-tray.tsx';
import { neighborOf, type Place, problemsOf } from './mending.logic.ts';
import './import.css';
import './import-mending.css';

export function Screen() {
  const tray = useRoute(openTray, {}, { hold: true });
  useTitle('导入表格');
  return (
    <>
      {!tray.data && <h1 className="unseen">导入表格</h1>}
      <Progress waiting={tray.isFetching} />
      <Shown query={tray}>{(data) => <Page tray={data} stale={tray.error} />}</Shown>
    </>
  );
}

/** `stale`: why what is shown could not be renewed. */
function Page({ tray, stale }: { tray: Tray; stale: unknown }) {
  const size = useSize();
  const [asked] = useUrlState('file');
  const change = useUrlChange();
  const chosen = tray.files.find((file) => file.id === asked) ?? (size === 'desk' ? tray.files[0] : undefined);
  const choose = (id: string): void => change({ file: id }, size === 'phone');
  const list = (
    <aside className="import-side" aria-label="要导入的表格和已做的导入">
      <TrayList tray={tray} chosen={chosen} choose={choose} />
      <Refused error={stale} />
      <p className="import-part">
        <Go to="/import/words" className="a">
          认得的叫法和记住的理解
        </Go>
      </p>
      <PastImports />
    </aside>
  );
  if (size === 'phone') {
    return (
      <>
        <PhoneBar title={chosen ? '看一个表格' : '导入表格'} back={chosen ? '/import' : undefined} />
        {chosen ? <FileAndProblems key={chosen.id} file={chosen} tray={tray} /> : list}
        {!chosen && <Commit tray={tray} />}
      </>
    );
  }
  return (
    <div className="import fill">
      {list}
      {chosen ? <FileAndProblems key={chosen.id} file={chosen} tray={tray} /> : <WhatCanBeImported tray={tray} />}
      <Commit tray={tray} />
    </div>
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName);

/** The file in the middle, its problems beside it where there is room, else above it. J and K walk through them. */
function FileAndProblems({ file, tray }: { file: TrayFile; tray: Tray }) {
  const room = useRoomForSide();
  const [place, setPlace] = useState<Place>();
  const step = (by: 1 | -1): void => setPlace((at) => neighborOf(problemsOf(file), at, by) ?? at);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const by = event.key === 'j' || event.key === 'J' ? 1 : event.key === 'k' || event.key === 'K' ? -1 : undefined;
      if (by) setPlace((at) => neighborOf(problemsOf(file), at, by) ?? at);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [file]);
  const problems = <Problems file={file} place={place} goTo={setPlace} step={step} />;
  return (
    <>
      <ImportedFile file={file} layouts={tray.layouts} place={place} goTo={setPlace} above={room ? null : problems} />
      {room && <aside className="import-problems">{problems}</aside>}
    </>
  );
}

function WhatCanBeImported({ tray }: { tray: Tray }) {
  return (
    <section className="import-file import-empty" aria-labelledby="import-what">
      <h1 id="import-what">导入办公表格</h1>
      <p className="import-say">
        把单位里现有的表格放进来：表头在哪一行、各列怎么排都可以，先看清楚再导入。整次导入可以撤回。
      </p>
      <table>
        <thead>
          <tr>
            <th>能导入的表格</th>
            <th>要有的列</th>
            <th>有就一起导入的列</th>
          </tr>
        </thead>
        <tbody>
          {tray.layouts.map(({ id, name, columns }) => (
            <tr key={id}>
              <th scope="row" className="import-kind">
                {name}
                <a className="a note" href={fileUrl(importTemplate, { params: { layout: id } })} download>
                  下载空白表格<span className="unseen">：{name}</span>
                </a>
              </th>
              <td>{namesOf(columns.filter((column) => column.required))}</td>
              <td className="ink2">
                {namesOf(columns.filter((column) => !column.required && column.field !== 'number'))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note import-privacy">身份证号和电话号码读文件时就略去，不收集、不保存。</p>
    </section>
  );
}

const namesOf = (columns: readonly { name: string }[]): string => columns.map((column) => column.name).join('、');

/** What all files together would bring. */
function totalOf(files: readonly TrayFile[]) {
  const sum = (of: (file: TrayFile) => number): number => files.reduce((total, file) => total + of(file), 0);
  return {
    accepted: sum((file) => file.account?.accepted ?? 0),
    rejected: sum((file) => file.account?.rejected.length ?? 0),
    unknown: files.filter((file) => !file.account).length,
  };
}

/** What to do where rows cannot be taken over: asked, never assumed. */
function Mode({
  rejected,
  mode,
  set,
}: {
  rejected: number;
  mode: ImportOrder['mode'] | undefined;
  set: (mode: ImportOrder['mode']) => void;
}) {
  return (
    <fieldset className="import-mode" aria-label="有问题的行怎么办">
      <label>
        <input type="radio" name="import-mode" checked={mode === 'all'} onChange={() => set('all')} />
        一行不少，改好再导入
      </label>
      <label>
        <input type="radio" name="import-mode" checked={mode === 'withoutBad'} onChange={() => set('withoutBad')} />
        不含这{rejected}行
      </label>
    </fieldset>
  );
}

function Commit({ tray }: { tray: Tray }) {
  const { may } = useFrame();
  const change = useUrlChange();
  // One id until it has been carried out, so that a second press or a lost answer imports nothing twice.
  const [actId, setActId] = useState(newId);
  const [asked, setAsked] = useState<ImportOrder['mode']>();
  const undo = useAct(takeBack, () => notice('已撤回这次导入'));
  const commit = useAct(commitImport, ({ actId: done, accounts }) => {
    const rows = accounts.reduce((sum, account) => sum + account.accepted, 0);
    setActId(newId());
    setAsked(undefined);
    change({ file: undefined, past: done });
    notice(`已导入${rows}行`, () => undo.mutate({ params: { id: done }, body: { actId: newId() } }));
  });
  const size = useSize();
  const { accepted, rejected, unknown } = totalOf(tray.files);
  if (tray.files.length === 0 || !may('import.run')) return null;
  const mode = rejected > 0 ? asked : 'all';
  const send = (): void => {
    if (mode)
      commit.mutate({
        body: { actId, files: tray.files.map((file) => file.id), mode, seen: { accepted, rejected } },
      });
  };
  const total =
    unknown > 0 ? (
      <span>有{unknown}个表格还不知道是哪一种，请先选好或拿走</span>
    ) : (
      <span>
        {tray.files.length}个表格，导入<b>{accepted}</b>行
        {rejected > 0 && (
          <>
            ，<b>{rejected}</b>行不能导入
          </>
        )}
      </span>
    );
  const error = <Refused error={commit.error ?? undo.error} />;
  const choice = rejected > 0 && unknown === 0 && <Mode rejected={rejected} mode={asked} set={setAsked} />;
  const says =
    mode === 'all' && rejected > 0
      ? `还有${rejected}行要改`
      : mode && accepted > 0 && '记为您的一次导入，以后可以整次撤回';
  return (
    <ActionBar
      missing={
        <div className="import-total">
          {total}
          {choice}
          <Progress waiting={commit.isPending} />
          {error}
        </div>
      }
      says={
        size === 'phone' ? (
          <>
            {total}
            {choice}
            <Progress waiting={commit.isPending} />
            {error}
          </>
        ) : (
          says
        )
      }
    >
      <button
        type="button"
        className="btn pri big"
        disabled={accepted === 0 || unknown > 0 || commit.isPending || !mode || (mode === 'all' && rejected > 0)}
        onClick={send}
      >
        {commit.isPending ? '正在导入…' : mode === 'withoutBad' ? `导入，不含${rejected}行` : '导入'}
      </button>
    </ActionBar>
  );
}
