/** Importing workbooks: the tray at the left, the chosen file as it was understood, its problems, and one bar to import it all. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import {
  commitImport,
  type ImportAccount,
  type ImportOrder,
  importTemplate,
  openImport,
  openTray,
  type Tray,
  type TrayFile,
  takeBack,
} from '../../platform/open/import.contract.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { ApiError, fileUrl, NetworkLost } from '../../ui/api.ts';
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
import { HeldFiles, TrayList } from './import-tray.tsx';
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
      {!tray.data && <HeldFiles error={tray.error} />}
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
      {stale !== null && (
        <div className="import-part" role="status">
          {stale instanceof NetworkLost ? (
            <p className="note">没有连上服务器，这里是断开前的样子，连上后自动更新。</p>
          ) : (
            <Refused error={stale} />
          )}
        </div>
      )}
      <p className="import-part">
        <Go to="/import/words" className="a">
          认得的叫法和表格
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
        {!chosen && <Templates tray={tray} />}
        {chosen ? <BackToImport file={chosen} back={() => change({ file: undefined })} /> : <Commit tray={tray} />}
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
      <p className="import-say">单位里现有的表格就行，不用改样子。放进来先看，看清楚再导入，以后可以整次撤回。</p>
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
                <TemplateLink id={id} name={name} />
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

const TemplateLink = ({ id, name }: Pick<Tray['layouts'][number], 'id' | 'name'>) => (
  <a className="a note" href={fileUrl(importTemplate, { params: { layout: id } })} download>
    下载空白表格<span className="unseen">：{name}</span>
  </a>
);

/** On the phone: what can be imported, by name; which columns is looked at on the desk. */
function Templates({ tray }: { tray: Tray }) {
  return (
    <section className="import-part import-templates" aria-labelledby="import-templates">
      <h2 id="import-templates">能导入的表格</h2>
      <ul>
        {tray.layouts.map(({ id, name }) => (
          <li key={id}>
            {name}
            <TemplateLink id={id} name={name} />
          </li>
        ))}
      </ul>
      <p className="note import-privacy">身份证号和电话号码读文件时就略去，不收集、不保存。</p>
    </section>
  );
}

const namesOf = (columns: readonly { name: string }[]): string => columns.map((column) => column.name).join('、');

/** On the phone a file is looked at by itself; the next step stands below it. */
function BackToImport({ file, back }: { file: TrayFile; back: () => void }) {
  const open = (file.account?.questions ?? []).filter(isOpen).length;
  const rejected = file.account?.rejected.length ?? 0;
  const left = open > 0 ? `还有${open}处没有答` : rejected > 0 ? `还有${rejected}行不能导入` : '没有问题了';
  return (
    <ActionBar says={file.account ? left : '还不知道是哪一种表'}>
      <button type="button" className="btn big" onClick={back}>
        看好了，去导入
      </button>
    </ActionBar>
  );
}

const isOpen = ({ answer, default: taken }: NonNullable<ImportAccount['questions']>[number]): boolean =>
  answer === undefined && taken === null;

/** What all files together would bring. */
function totalOf(files: readonly TrayFile[]) {
  const sum = (of: (file: TrayFile) => number): number => files.reduce((total, file) => total + of(file), 0);
  return {
    accepted: sum((file) => file.account?.accepted ?? 0),
    rejected: sum((file) => file.account?.rejected.length ?? 0),
    /** Of these, what is there already: nothing is lost without them. */
    there: sum((file) => file.account?.duplicates ?? 0),
    unknown: files.filter((file) => !file.account).length,
    open: sum((file) => (file.account?.questions ?? []).filter(isOpen).length),
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

/** Why the button waits, or what it will do. */
function says(
  mode: ImportOrder['mode'] | undefined,
  { accepted, rejected, there, open }: ReturnType<typeof totalOf>,
): string | undefined {
  const bad = rejected - there;
  if (open > 0 && mode !== 'withoutBad') return `先答表上问的${open}处`;
  if (accepted === 0 && bad > 0) return '没有能导入的行，先看每一处问题';
  if (accepted === 0) return there > 0 ? '表里的都已经有了，不用再导入，拿走就行' : undefined;
  if (mode === undefined) return '先选有问题的行怎么办';
  if (mode === 'all' && bad > 0) return `还有${bad}行要改`;
  return '记为您的一次导入，以后可以整次撤回';
}

/**
 * No answer came to an import: it may have been carried out all the same. Once the server is back it is asked; `found` hears of it,
 * and the words say what is known.
 */
function useLostAnswer(error: unknown, actId: string, found: () => void): string | undefined {
  const isLost = error instanceof NetworkLost && !error.notStored;
  const asked = useRoute(openImport, { params: { id: actId } }, { enabled: isLost });
  const tell = useEffectEvent(found);
  const isThere = isLost && asked.data?.id === actId;
  useEffect(() => {
    if (isThere) tell();
  }, [isThere]);
  if (!isLost) return undefined;
  return asked.error instanceof ApiError
    ? '刚才断了，没有导入；请再按一次'
    : '没有连上服务器，还不知道导入了没有；连上后会说，再按一次也不会导入两遍';
}

function Commit({ tray }: { tray: Tray }) {
  const { may } = useFrame();
  const client = useQueryClient();
  const change = useUrlChange();
  // One id until it has been carried out, so that a second press or a lost answer imports nothing twice.
  const [actId, setActId] = useState(newId);
  const [asked, setAsked] = useState<ImportOrder['mode']>();
  const undo = useAct(takeBack, () => notice('已撤回这次导入'));
  const isDone = (rows: number | undefined): void => {
    const done = actId;
    setActId(newId());
    setAsked(undefined);
    change({ file: undefined, past: done });
    notice(rows === undefined ? '刚才断了，但已经导入' : `已导入${rows}行`, () =>
      undo.mutate({ params: { id: done }, body: { actId: newId() } }),
    );
  };
  const commit = useAct(commitImport, ({ accounts }) =>
    isDone(accounts.reduce((sum, account) => sum + account.accepted, 0)),
  );
  const lost = useLostAnswer(commit.error, actId, () => {
    commit.reset();
    isDone(undefined);
    void client.invalidateQueries();
  });
  const size = useSize();
  const all = totalOf(tray.files);
  const { accepted, rejected, there, unknown, open } = all;
  const bad = rejected - there;
  if (tray.files.length === 0 || !may('import.run')) return null;
  const mode = bad > 0 ? asked : there > 0 ? 'withoutBad' : 'all';
  const send = (): void => {
    if (mode)
      commit.mutate(
        { body: { actId, files: tray.files.map((file) => file.id), mode, seen: { accepted, rejected } } },
        // Told to look at the new preview, one finds it here.
        { onError: (error) => void (error instanceof ApiError && client.invalidateQueries()) },
      );
  };
  const total =
    unknown > 0 ? (
      <span>有{unknown}个表格还不知道是哪一种，请先选好或拿走</span>
    ) : (
      <span>
        {tray.files.length}个表格，导入<b>{accepted}</b>行
        {bad > 0 && (
          <>
            ，<b>{bad}</b>行不能导入
          </>
        )}
        {there > 0 && `，${there}行已经有了`}
      </span>
    );
  const error =
    lost === undefined ? (
      <Refused error={commit.error ?? undo.error} />
    ) : (
      <p className="err" role="alert">
        {lost}。
      </p>
    );
  const choice = bad > 0 && accepted > 0 && unknown === 0 && <Mode rejected={bad} mode={asked} set={setAsked} />;
  const why = unknown > 0 ? undefined : says(mode, all);
  const parts = (
    <>
      {total}
      {choice}
      <Progress waiting={commit.isPending} />
      {error}
    </>
  );
  return (
    <ActionBar
      missing={<div className="import-total">{parts}</div>}
      says={
        size === 'phone' ? (
          <>
            {parts}
            {why !== undefined && (accepted === 0 || open > 0) && <span className="import-why">{why}</span>}
          </>
        ) : (
          why
        )
      }
    >
      <button
        type="button"
        className="btn pri big"
        disabled={accepted === 0 || unknown > 0 || commit.isPending || !mode || (mode === 'all' && rejected > 0)}
        onClick={send}
      >
        {commit.isPending
          ? '正在导入…'
          : mode === 'withoutBad' && accepted > 0 && bad > 0
            ? `导入，不含${bad}行`
            : '导入'}
      </button>
    </ActionBar>
  );
}
