/** The tray: files on the way in, and where further ones are dropped. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import {
  discardFile,
  heldSchema,
  type Tray,
  type TrayFile,
  uploadWorkbooks,
} from '../../platform/open/import.contract.ts';
import { ApiError, upload } from '../../ui/api.ts';
import { Mark } from '../../ui/mark.tsx';
import { useAct } from '../../ui/query.ts';
import { Refused, wordsOf } from '../../ui/states.tsx';

interface Props {
  tray: Tray;
  chosen: TrayFile | undefined;
  choose: (id: string) => void;
}

export function TrayList({ tray, chosen, choose }: Props) {
  const discard = useAct(discardFile);
  const layoutName = (file: TrayFile): string =>
    tray.layouts.find((layout) => layout.id === file.layout)?.name ?? '还不知道是哪一种';
  return (
    <section className="import-part">
      <h2>要导入的表格</h2>
      <DropZone first={tray.files.length === 0} />
      {tray.files.length > 0 && (
        <ol className="import-tray">
          {tray.files.map((file) => (
            <li key={file.id} className={file.id === chosen?.id ? 'on' : undefined}>
              <button
                type="button"
                className="import-pick"
                aria-current={file.id === chosen?.id ? 'true' : undefined}
                onClick={() => choose(file.id)}
              >
                <span>{bareName(file.name)}</span>
                <small>
                  {layoutName(file)}
                  {file.account && `　${file.account.accepted}/${file.account.rows}行`}
                </small>
              </button>
              <span className="import-state">
                <State file={file} />
                <button
                  type="button"
                  className="a note"
                  disabled={discard.isPending}
                  onClick={() => discard.mutate({ params: { id: file.id } })}
                >
                  拿走<span className="unseen">{file.name}</span>
                </button>
              </span>
            </li>
          ))}
        </ol>
      )}
      <Refused error={discard.error} />
    </section>
  );
}

/** The tray cannot be shown, because it was stopped or is too much at once: what lies there, to be taken away. */
export function HeldFiles({ error }: { error: unknown }) {
  const discard = useAct(discardFile);
  const data = error instanceof ApiError ? (error.detail.data as { held?: unknown } | undefined) : undefined;
  const held = heldSchema.safeParse(data?.held);
  if (!held.success || held.data.length === 0) return null;
  return (
    <section className="import-held" aria-label="放着的表格">
      <ul>
        {held.data.map(({ id, name }) => (
          <li key={id}>
            <span>{name}</span>
            <button
              type="button"
              className="btn txt"
              disabled={discard.isPending}
              onClick={() => discard.mutate({ params: { id } })}
            >
              拿走<span className="unseen">{name}</span>
            </button>
          </li>
        ))}
      </ul>
      <Refused error={discard.error} />
    </section>
  );
}

const bareName = (name: string): string => name.replace(/\.(xlsx|xls|et|csv)$/i, '');

function State({ file }: { file: TrayFile }) {
  if (!file.account) return <Mark kind="sig">待选</Mark>;
  const { rejected, duplicates, warnings, accepted } = file.account;
  const bad = rejected.length - duplicates;
  if (bad > 0) return <Mark kind="sig">{bad}行不导入</Mark>;
  if (accepted === 0 && duplicates > 0) return <span className="ink3">都已经有了</span>;
  if (warnings.length > 0) return <Mark kind="sig">核对{warnings.length}处</Mark>;
  return <span className="ink3">没有问题</span>;
}

interface Refusal {
  name: string;
  what: string;
  now: string;
}

interface Lost {
  file: File;
  error: unknown;
}

const isWorkbook = ({ name }: File): boolean => /\.(xlsx|xls|et|csv)$/i.test(name);

const wrongType = ({ name }: File): Refusal => ({
  name,
  what: `“${name}”不是表格`,
  now: '请放.xlsx、.xls、.csv，或WPS存的表格',
});

/**
 * Files dropped anywhere on the page, or chosen, go up one after another, so that one that is too large or broken keeps no other
 * out. Those that are no workbooks are named here; those that did not arrive wait here, to be sent again.
 */
function DropZone({ first }: { first: boolean }) {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [under, setUnder] = useState<{ name: string; left: number }>();
  const [lost, setLost] = useState<readonly Lost[]>([]);
  const [refused, setRefused] = useState<readonly Refusal[]>([]);
  const queue = useRef<File[]>([]);
  const isSending = useRef(false);

  const sendOne = async (file: File): Promise<void> => {
    try {
      const answer = await upload(uploadWorkbooks, {}, [file]);
      setRefused((before) => [...before, ...answer.refused]);
    } catch (error) {
      if (error instanceof ApiError) setRefused((before) => [...before, { name: file.name, ...wordsOf(error) }]);
      else setLost((before) => [...before, { file, error }]);
    }
  };
  const send = async (files: readonly File[]): Promise<void> => {
    queue.current.push(...files.filter(isWorkbook));
    const others = files.filter((file) => !isWorkbook(file)).map(wrongType);
    if (isSending.current) return setRefused((before) => [...before, ...others]);
    setRefused(others);
    setLost([]);
    isSending.current = true;
    for (let file = queue.current.shift(); file; file = queue.current.shift()) {
      setUnder({ name: file.name, left: queue.current.length });
      await sendOne(file);
    }
    isSending.current = false;
    setUnder(undefined);
    await client.invalidateQueries();
  };
  const takeDropped = useEffectEvent((files: readonly File[]) => void send(files));

  // A file let go beside the zone would be opened by the browser instead of the page.
  useEffect(() => {
    const hold = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(event.type === 'dragover');
      if (event.type === 'drop') takeDropped([...event.dataTransfer.files]);
    };
    const events = ['dragover', 'dragleave', 'drop'] as const;
    for (const name of events) window.addEventListener(name, hold);
    return () => {
      for (const name of events) window.removeEventListener(name, hold);
    };
  }, []);

  return (
    <>
      <section aria-label="放入表格" className={over ? 'import-drop over' : 'import-drop'}>
        <input
          ref={input}
          className="unseen"
          type="file"
          multiple
          tabIndex={-1}
          aria-label="选择表格文件"
          accept=".xlsx,.xls,.et,.csv"
          onChange={(event) => {
            void send([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <button
          type="button"
          className={first ? 'btn pri' : 'btn'}
          disabled={under !== undefined}
          onClick={() => input.current?.click()}
        >
          {under ? '正在读…' : '选择表格'}
        </button>
        <span className="note" role="status">
          {under ? (
            <>
              {under.name}
              {under.left > 0 && `，后面还有${under.left}个`}
            </>
          ) : (
            <>
              <span className="import-or">或拖到页面上；</span>
              .xlsx、.xls、.csv，WPS存的也行
            </>
          )}
        </span>
      </section>
      {refused.map(({ name, what, now }) => (
        <p key={`${name}${what}`} className="err import-refused" role="alert">
          {what}。{now}
        </p>
      ))}
      {lost.length > 0 && (
        <div className="import-lost" role="alert">
          <p>
            {lost.map(({ file }) => `“${file.name}”`).join('、')}没有送到：{wordsOf(lost[0]!.error).what}。
          </p>
          <button type="button" className="btn" onClick={() => void send(lost.map(({ file }) => file))}>
            再送一次
          </button>
        </div>
      )}
    </>
  );
}
