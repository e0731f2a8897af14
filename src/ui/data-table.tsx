/** A table as every screen has it: sort, filter, choose columns, select many, export what is seen; the view lies in the address. */
import { Table, type TableProps } from 'antd';
import { type Key, type ReactNode, useMemo, useState } from 'react';
import { Go } from './go.tsx';
import { useSize } from './screen-size.ts';
import { SideSheet } from './side-sheet.tsx';
import { Empty } from './states.tsx';
import { type CellValue, compareCells, readView, rowsSeen, type TableView, writeView } from './table-view.ts';
import { useUrlState } from './url-state.ts';
import './data-table.css';

export interface Column<R> {
  key: string;
  title: string;
  /** What the cell is sorted, filtered, searched and exported by. */
  value: (row: R) => CellValue;
  /** How it looks when not the bare value. */
  render?: (row: R) => ReactNode;
  /** px; needed for all but one column when the table may have more than 200 rows. */
  width?: number;
  /** Figures stand at the right. */
  numeric?: boolean;
  /** Offers the values that occur as a filter. */
  filter?: boolean;
  /** Not shown until chosen. */
  hidden?: boolean;
}

interface Props<R extends object> {
  /** Names the table in the address, unique on its screen. */
  name: string;
  /** What the table holds, for screen readers and the exported file: 活动记录. */
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[] | undefined;
  rowKey: (row: R) => string | number;
  /** Path that a row opens; the first column is then its link. */
  to?: (row: R) => string;
  /** What to say when there are no rows at all, and the act that ends it. */
  empty: ReactNode;
  /** Many can be selected; the acts stand beside their number. */
  choice?: { chosen: readonly Key[]; onChange: (chosen: readonly Key[]) => void; acts: ReactNode };
  /** Further tools at the left of the tool line. */
  tools?: ReactNode;
  /** The two lines of a row on the phone; first column over the others when left out. */
  phone?: (row: R) => { title: ReactNode; note: ReactNode; at?: ReactNode };
}

/** Beyond this many rows only those in sight are drawn. */
const VIRTUAL_FROM = 200;

export function DataTable<R extends object>(props: Props<R>) {
  const { name, label, columns, rows, rowKey, to, empty, choice, tools, phone } = props;
  const size = useSize();
  const [text, setText] = useUrlState(`t.${name}`);
  const view = useMemo(() => readView(text), [text]);
  const change = (part: Partial<TableView>): void => setText(writeView({ ...view, ...part }));
  const [choosing, setChoosing] = useState(false);

  const shown = columns.filter((column) => (column.hidden ?? false) === view.toggled.includes(column.key));
  const seen = useMemo(() => rowsSeen(rows ?? [], columns, view), [rows, columns, view]);
  const virtual = seen.length > VIRTUAL_FROM;

  const cell = (column: Column<R>, row: R, first: boolean): ReactNode => {
    const inner = column.render?.(row) ?? column.value(row) ?? '';
    return first && to ? <Go to={to(row)}>{inner}</Go> : inner;
  };

  const toolLine = (
    <div className="table-tools screen-only">
      <input
        key={view.find === '' ? 'empty' : 'filled'}
        className="in"
        type="search"
        aria-label={`在${label}里找`}
        placeholder="筛选"
        defaultValue={view.find}
        onKeyDown={(event) => event.key === 'Enter' && change({ find: event.currentTarget.value.trim() })}
        onBlur={(event) => {
          const find = event.currentTarget.value.trim();
          if (find !== view.find) change({ find });
        }}
      />
      {tools}
      <span className="gap" />
      <span className="note" role="status">
        {seen.length === (rows?.length ?? 0) ? `共${seen.length}条` : `${seen.length}条，共${rows?.length}条`}
      </span>
      {size === 'desk' && (
        <button type="button" className="btn txt" onClick={() => setChoosing(true)}>
          选列
        </button>
      )}
      <button type="button" className="btn txt" onClick={() => void exportSeen(label, shown, seen)}>
        导出
      </button>
    </div>
  );

  if (rows !== undefined && rows.length === 0) return <Empty>{empty}</Empty>;

  return (
    <div className="data-table">
      {toolLine}
      {choice && choice.chosen.length > 0 && (
        <div className="table-chosen screen-only">
          <span className="nb">已选{choice.chosen.length}条</span>
          {choice.acts}
          <button type="button" className="btn txt" onClick={() => choice.onChange([])}>
            取消选择
          </button>
        </div>
      )}
      {size === 'phone' ? (
        <PhoneRows rows={seen} {...{ columns: shown, rowKey, to, phone }} />
      ) : (
        <Table<R>
          aria-label={label}
          size="small"
          columns={shown.map((column, index) => antdColumn(column, rows ?? [], view, index === 0, cell))}
          dataSource={seen}
          rowKey={rowKey}
          loading={rows === undefined}
          pagination={false}
          virtual={virtual}
          sticky={!virtual}
          scroll={
            virtual
              ? { y: Math.max(240, window.innerHeight - 300), x: shown.reduce((sum, c) => sum + (c.width ?? 160), 0) }
              : undefined
          }
          showSorterTooltip={false}
          rowSelection={
            choice
              ? { selectedRowKeys: [...choice.chosen], onChange: (keys) => choice.onChange(keys), columnWidth: 40 }
              : undefined
          }
          onChange={(_, filters, sorter) => {
            const one = Array.isArray(sorter) ? sorter[0] : sorter;
            const wanted = Object.entries(filters).flatMap(([key, values]) =>
              values ? [[key, values.map(String)] as const] : [],
            );
            change({
              sort: one?.order ? { key: String(one.columnKey), down: one.order === 'descend' } : undefined,
              filters: Object.fromEntries(wanted),
            });
          }}
          locale={{ emptyText: '没有符合筛选的，去掉一些筛选试试' }}
        />
      )}
      {choosing && (
        <SideSheet title="选列" note={label} onClose={() => setChoosing(false)}>
          <ul className="table-columns">
            {columns.map((column) => (
              <li key={column.key}>
                <label>
                  <input
                    type="checkbox"
                    className="cb"
                    checked={shown.includes(column)}
                    disabled={shown.length === 1 && shown.includes(column)}
                    onChange={() => {
                      const { toggled } = view;
                      change({
                        toggled: toggled.includes(column.key)
                          ? toggled.filter((key) => key !== column.key)
                          : [...toggled, column.key],
                      });
                    }}
                  />
                  {column.title}
                </label>
              </li>
            ))}
          </ul>
        </SideSheet>
      )}
    </div>
  );
}

type AntdColumn<R> = NonNullable<TableProps<R>['columns']>[number];

function antdColumn<R>(
  column: Column<R>,
  rows: readonly R[],
  view: TableView,
  first: boolean,
  cell: (column: Column<R>, row: R, first: boolean) => ReactNode,
): AntdColumn<R> {
  const values = column.filter ? [...new Set(rows.map((row) => String(column.value(row) ?? '')))] : [];
  return {
    key: column.key,
    title: column.title,
    width: column.width,
    align: column.numeric ? 'right' : undefined,
    // Rows come sorted already: antd only draws the arrows.
    sorter: true,
    sortOrder: view.sort?.key === column.key ? (view.sort.down ? 'descend' : 'ascend') : null,
    render: (_: unknown, row: R) => cell(column, row, first),
    ...(column.filter
      ? {
          filters: values.sort(compareCells).map((value) => ({ text: value === '' ? '（空）' : value, value })),
          filteredValue: [...(view.filters[column.key] ?? [])],
          filterSearch: values.length > 10,
          filterIcon: () => <span className="a">筛选</span>,
          onFilter: () => true,
        }
      : {}),
  };
}

function PhoneRows<R extends object>({
  rows,
  columns,
  rowKey,
  to,
  phone,
}: Pick<Props<R>, 'rowKey' | 'to' | 'phone'> & { rows: readonly R[]; columns: readonly Column<R>[] }) {
  return (
    <ul className="table-phone">
      {rows.map((row) => {
        const [first, ...others] = columns;
        const lines = phone?.(row) ?? {
          title: first?.render?.(row) ?? first?.value(row),
          note: others
            .map((column) => column.value(row))
            .filter((value) => value !== null && value !== undefined && value !== '')
            .join('　'),
        };
        const inner = (
          <>
            <span className="x">
              <span>{lines.title}</span>
              <small>{lines.note}</small>
            </span>
            {lines.at}
          </>
        );
        return (
          <li key={rowKey(row)}>
            {to ? (
              <Go to={to(row)}>
                {inner}
                <span className="chev" aria-hidden="true" />
              </Go>
            ) : (
              inner
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Saves the rows and columns as seen as a workbook. Every cell is a text or a number, never a formula. */
async function exportSeen<R>(label: string, columns: readonly Column<R>[], rows: readonly R[]): Promise<void> {
  const { utils, writeFileXLSX } = await import('@e965/xlsx');
  const sheet = utils.aoa_to_sheet([
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => column.value(row) ?? '')),
  ]);
  sheet['!cols'] = columns.map((column) => ({ wpx: column.width ?? 160 }));
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, label.slice(0, 31));
  writeFileXLSX(book, `${label}.xlsx`);
}
