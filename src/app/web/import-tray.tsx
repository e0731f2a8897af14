/** The tray: files on the way in, and where further ones are dropped. */
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useRef, useState } from 'react';
import { discardFile, type Tray, type TrayFile, uploadWorkbooks } from '../../platform/open/import.contract.ts';
import { upload } from '../../ui/api.ts';
import { Mark } from '../../ui/mark.tsx';
import { useAct } from '../../ui/query.ts';
import { Refused } from '../../ui/states.tsx';

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
      <DropZone />
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

const bareName = (name: string): string => name.replace(/\.(xlsx|xls|et|csv)$/i, '');

function State({ file }: { file: TrayFile }) {
  if (!file.account) return <Mark kind="sig">待选</Mark>;
  const { rejected, warnings } = file.account;
  if (rejected.length > 0) return <Mark kind="sig">{rejected.length}行不导入</Mark>;
  if (warnings.length > 0) return <Mark kind="sig">核对{warnings.length}处</Mark>;
  return <span className="ink3">没有问题</span>;
}

/** Files dropped or chosen go up at once; those that are no workbooks are named here. */
function DropZone() {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(0);
  const [error, setError] = useState<unknown>();
  const [refused, setRefused] = useState<readonly { name: string; what: string; now: string }[]>([]);

  const send = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    setBusy(files.length);
    setError(undefined);
    setRefused([]);
    try {
      const answer = await upload(uploadWorkbooks, {}, files);
      setRefused(answer.refused);
      await client.invalidateQueries();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(0);
    }
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void send([...event.dataTransfer.files]);
  };

  return (
    <>
      {/* The button inside does the same by keyboard and on the phone. */}
      <section
        aria-label="放入表格"
        className={over ? 'import-drop over' : 'import-drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
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
        <button type="button" className="btn" disabled={busy > 0} onClick={() => input.current?.click()}>
          {busy > 0 ? `正在读${busy}个文件…` : '选择表格'}
        </button>
        <span className="note">
          <span className="import-or">或拖到这里；</span>
          .xlsx、.xls、.csv，WPS存的也行
        </span>
      </section>
      {refused.map(({ name, what, now }) => (
        <p key={name} className="err" role="alert">
          {what}。{now}
        </p>
      ))}
      <Refused error={error} />
    </>
  );
}
