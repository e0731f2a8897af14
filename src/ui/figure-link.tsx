/** A number that opens: its rows in a side sheet, filterable, to be taken along as a workbook, each opening its record. */
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useAsOf } from './frame.ts';
import { Go } from './go.tsx';
import { SideSheet } from './side-sheet.tsx';
import { Empty, Failed, Loading } from './states.tsx';
import { useUrlChange, useUrlState } from './url-state.ts';
import './figure-link.css';

export interface FigureRow {
  id: string | number;
  /** 县水务局党组 */
  title: string;
  /** Path of its record; a row without one is plain text. */
  to?: string;
  /** 组织生活会整改反馈 */
  note?: string;
  /** 6月16日 */
  at?: string;
  /** 逾期11个工作日 */
  atNote?: string;
  /** Red: overdue. */
  over?: boolean;
}

interface Props {
  /** Names the figure in the address, unique on its screen: `overdue`. */
  name: string;
  value: number | string;
  /** 项; set close to the number. */
  unit?: string;
  /** Overdue figures are red. */
  over?: boolean;
  /** Head of the sheet: 南泉县委 未完成责任7项. */
  title: string;
  /** Under the head: 2017年6月，含下级组织 截至7月3日. */
  note?: ReactNode;
  /** Heads of the two columns: 组织、责任 / 到期. */
  heads?: readonly [string, string];
  /** The rows that the number counts. */
  rows: () => Promise<readonly FigureRow[]>;
  /** Address of the same rows as a workbook (`fileUrl` of a file route). */
  exportUrl?: string;
  /** Last line: 合计. */
  total?: string;
  /** The link's words when a bare number is not enough: 还差2人. */
  children?: ReactNode;
}

/** The number as a link. The open sheet is a step in the address: Back closes it, and finds it again from a record. */
export function FigureLink({ name, value, unit, over = false, children, ...sheet }: Props) {
  const [open] = useUrlState('open');
  const change = useUrlChange();
  const router = useRouter();
  const opened = useRef(false);
  const isOpen = open === name;
  const close = (): void => {
    // Opened here: closing is the same as Back. Found open in the address: there may be nothing to go back to.
    if (opened.current) router.history.back();
    else change({ open: undefined, find: undefined });
    opened.current = false;
  };
  const toggle = (): void => {
    if (isOpen) close();
    else {
      opened.current = open === undefined;
      change({ open: name, find: undefined }, opened.current);
    }
  };
  return (
    <>
      <span className="nb">
        <button
          type="button"
          className={`a fig${over ? ' red' : ''}`}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          aria-label={children === undefined ? `${sheet.title}：${value}${unit ?? ''}，看明细` : undefined}
          onClick={toggle}
        >
          {children ?? value}
        </button>
        {unit !== undefined && children === undefined && <> {unit}</>}
      </span>
      {isOpen && <FigureSheet {...sheet} onClose={close} />}
    </>
  );
}

type SheetProps = Pick<Props, 'title' | 'note' | 'heads' | 'rows' | 'exportUrl' | 'total'> & { onClose: () => void };

/** The opened sheet by itself, for pictures (a heat map's cell) that open in the same way. */
export function FigureSheet({ title, note, heads = ['明细', ''], rows, exportUrl, total, onClose }: SheetProps) {
  const [find, setFind] = useUrlState('find');
  const [words, setWords] = useState(find ?? '');
  const { on } = useAsOf();
  // Asked for anew each time it is opened: the title alone does not say which rows they are.
  const loaded = useQuery({ queryKey: ['figure', title, on], queryFn: rows, staleTime: 0, gcTime: 0 });
  const wanted = useDeferredValue(words.trim());

  // Into the address once the typing rests, so that Back from a record finds the same rows.
  useEffect(() => {
    if (wanted === (find ?? '')) return;
    const timer = setTimeout(() => setFind(wanted), 200);
    return () => clearTimeout(timer);
  }, [wanted, find, setFind]);

  const shown = (loaded.data ?? []).filter((row) =>
    [row.title, row.note, row.at, row.atNote].some((text) => text?.includes(wanted)),
  );
  return (
    <SideSheet title={title} note={note} onClose={onClose} end="打开任意一行看记录；返回时回到这里。">
      <div className="figure-tools">
        <input
          className="in"
          type="search"
          aria-label="筛选明细"
          placeholder={`筛选${heads[0]}`}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {exportUrl !== undefined && (
          <a className="btn" href={exportUrl} download>
            导出
          </a>
        )}
      </div>
      {loaded.isError && <Failed error={loaded.error} retry={() => void loaded.refetch()} />}
      {loaded.isPending && <Loading />}
      {loaded.data !== undefined && (
        <table className="figure-rows">
          <thead>
            <tr>
              <th scope="col">{heads[0]}</th>
              <th scope="col" className="r">
                {heads[1]}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.id}>
                <td>
                  {row.to === undefined ? row.title : <Go to={row.to}>{row.title}</Go>}
                  {row.note !== undefined && <span className="note">{row.note}</span>}
                </td>
                <td className="r">
                  <span className="nb">{row.at}</span>
                  {row.atNote !== undefined && <span className={`note nb${row.over ? ' red' : ''}`}>{row.atNote}</span>}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>{wanted === '' ? '合计' : '筛选后'}</td>
              <td className="r nb">{wanted === '' && total !== undefined ? total : `${shown.length}条`}</td>
            </tr>
          </tfoot>
        </table>
      )}
      {loaded.data !== undefined && shown.length === 0 && wanted !== '' && (
        <Empty>没有符合“{wanted}”的明细，换个词试试。</Empty>
      )}
    </SideSheet>
  );
}
