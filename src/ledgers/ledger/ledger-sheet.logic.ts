/** A ledger in the offices' own layout: one row a piece of business work, one row an item with its entries numbered in one cell. */
import { monthName, shortDayName } from '../../core/time/room.ts';
import type { LedgerItem } from '../../duties/rules/room.ts';
import { type PageEntry, pageOfBody, sectionsOf } from './assemble.logic.ts';
import { BUSINESS, type LedgerForm, type MonthLedgerBody } from './month-ledger.logic.ts';

export interface LedgerSheet {
  /** 履职写实清单 2017年6月 周涛冬 */
  fileName: string;
  /** 6月 */
  sheetName: string;
  title: string;
  /** 姓名：… 单位：… 职务：… 填报月份：… */
  subtitle: string;
  head: readonly string[];
  rows: { category: string; number: number; matter: string; content: string; result: string }[];
  signature: string;
  opinion: string;
}

const HEAD = ['类别', '序号', '工作事项', '时间、地点及具体内容', '成效及佐证'] as const;

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim();

/** `6月12日，在南泉县，听取汇报。` */
function wording(entry: PageEntry): string {
  const lead = [entry.on ? shortDayName(entry.on) : '', entry.place ? `在${oneLine(entry.place)}` : ''].filter(Boolean);
  return [...lead, oneLine(entry.content)].join('，');
}

const numbered = (entries: readonly PageEntry[], text: (entry: PageEntry) => string): string =>
  entries
    .map((entry, at) => ({ at: at + 1, text: text(entry).replace(/[；;。]$/, '') }))
    .filter((line) => line.text !== '')
    .map((line) => `${line.at}.${line.text}；`)
    .join('\n');

/** Lays a frozen month out as a sheet of one of the two documents. */
export function ledgerSheet(
  body: MonthLedgerBody,
  items: readonly Pick<LedgerItem, 'id' | 'name'>[],
  form: LedgerForm,
): LedgerSheet {
  const name = form === 'dutyLedger' ? '履职写实清单' : '党建写实清单';
  const category = { business: '一、业务工作', party: form === 'dutyLedger' ? '二、党建工作' : '党建工作' };
  const rows = sectionsOf(pageOfBody(body, items), form).flatMap((section): LedgerSheet['rows'] => {
    const nothing = section.state === 'nothing' ? '无' : '';
    if (section.id === BUSINESS) {
      if (section.entries.length === 0) {
        return [{ category: category.business, number: 1, matter: '', content: nothing, result: '' }];
      }
      return section.entries.map((entry, at) => ({
        category: category.business,
        number: at + 1,
        matter: entry.matter,
        content: wording(entry),
        result: oneLine(entry.result),
      }));
    }
    return [
      {
        category: category.party,
        number: 0,
        matter: section.name,
        content: section.entries.length > 0 ? numbered(section.entries, wording) : nothing,
        result: numbered(section.entries, ({ result }) => oneLine(result)),
      },
    ];
  });
  const itemsFrom = rows.findIndex((row) => row.number === 0);
  return {
    fileName: `${name} ${monthName(body.period)} ${body.person}`,
    sheetName: `${Number(body.period.slice(5))}月`,
    title: `县处级领导干部${name}`,
    subtitle: `姓名：${body.person}    单位：${body.unit}    职务：${body.title}    填报月份：${monthName(body.period)}`,
    head: HEAD,
    rows: rows.map((row, at) => (row.number > 0 ? row : { ...row, number: at - itemsFrom + 1 })),
    signature: '本人签字：',
    opinion: '分管领导审核意见：',
  };
}
