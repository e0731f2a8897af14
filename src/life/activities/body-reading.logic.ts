/** What an activity's row says beyond place, day and attendance, as far as its kind has the fields. */
import type { Field, RecordKind } from '../../core/record/room.ts';
import { isNothing, readCount, readDay, readNames, type SheetRow, squeezed } from '../../platform/open/room.ts';
import type { PlanDraft, WorldOrg } from '../../registry/organizations/room.ts';
import type { NamedPart, Rolls } from './attendance-reading.logic.ts';

const TOPIC_MAX = 80;
export const shortTopic = (topic: string): string =>
  topic.length > TOPIC_MAX ? `${topic.slice(0, TOPIC_MAX - 1)}…` : topic;

export interface BodySource {
  row: SheetRow;
  kind: RecordKind;
  org: WorldOrg;
  topic: string;
  /** What the register says and a record has no place for: kept where evidence is named. */
  notes: readonly string[];
  /** The Party group that the branch's name ends in. */
  cell: string | undefined;
  rolls: Rolls;
  /** Filled with the people whom the column of other things names. */
  people: NamedPart[];
  draft: PlanDraft;
}

const lines = (text: string, max: number): string[] =>
  isNothing(text)
    ? []
    : text
        .split(/\n|[;；]/)
        .map((line) => line.trim().slice(0, max))
        .filter(Boolean);

/** The value of a field from a text; undefined when it does not fit. */
function fieldValue(field: Field, text: string, row: SheetRow): unknown {
  switch (field.type) {
    case 'text':
    case 'paragraph':
      return text.slice(0, field.max);
    case 'lines':
      return lines(text, field.lineMax).slice(0, field.max);
    case 'count':
      return readCount(text);
    case 'choice':
      return field.choices.find(({ name, value }) => name === squeezed(text) || value === text)?.value;
    case 'day': {
      const reading = readDay({ value: text, text }, Number(row.text('date').slice(0, 4)) || undefined);
      return reading.ok ? reading.value.day : undefined;
    }
  }
}

/** `整改措施：…`, a line each: other fields and other people of the kind, by their names. */
function readMore(source: BodySource, body: Record<string, unknown>): void {
  const { row, kind, rolls, org, people, draft } = source;
  for (const line of row.text('more').split('\n')) {
    const said = /^\s*([^:：]{2,12})[:：]\s*(.+)$/.exec(line);
    if (!said) {
      if (!isNothing(line))
        draft.warn(row.where('more'), 'field-unknown', `“${line.slice(0, 30)}”没有写明是哪一项，没有导入`);
      continue;
    }
    const [, name, text] = said as unknown as [string, string, string];
    const field = kind.fields.find((one) => one.name === squeezed(name) && !one.confidential);
    const part = kind.parts.find((one) => one.name === squeezed(name));
    const value = field && fieldValue(field, text, row);
    if (field && value !== undefined) body[field.key] = value;
    else if (part)
      for (const named of readNames(text, rolls.isKnown).names) {
        const person = rolls.person(named.name, org);
        if (person && person !== 'many') people.push({ personId: person.id, part: part.key, name: person.name });
        else draft.warn(row.where('more'), 'person-unknown', `“${named.name}”不在册或不止一位，没有导入`);
      }
    else draft.warn(row.where('more'), 'field-unknown', `${kind.name}里没有“${name}”这一项，没有导入`);
  }
}

/** `优秀：4；合格：10`, each under its own head: the fields of the kind, and what it has no field for in words. */
function readResults({ row, kind, draft }: BodySource, body: Record<string, unknown>): string[] {
  const left: string[] = [];
  for (const part of row.text('result').split(/；(?=[^；：]{1,16}：)/)) {
    const [head = '', text = ''] = part.split(/：(.*)/s);
    if (isNothing(text) && text !== '0') continue;
    const name = squeezed(head).replace(/\(.*?\)|人数|等次/g, '');
    const field = kind.fields.find((one) => !one.confidential && (one.name === name || one.name === `相互${name}`));
    const isCount = readCount(text) !== undefined;
    const value = field && (field.type === 'lines') !== isCount ? fieldValue(field, text, row) : undefined;
    if (field && value !== undefined) body[field.key] = value;
    // What came of a talk is for those in it.
    else if (kind.confidentiality === 'content')
      draft.warn(row.where('result'), 'field-not-held', `${kind.name}不记${name}，这一格没有导入`);
    else left.push(part);
  }
  return left;
}

/** The body as far as the kind has the fields. What does not fit is said, never dropped unseen. */
export function bodyOf(source: BodySource): Record<string, unknown> {
  const { row, kind, topic, notes, draft } = source;
  const has = (key: string): boolean => kind.fields.some((field) => field.key === key);
  const summary = [topic.length > TOPIC_MAX ? topic : '', row.text('topic') === '' ? '' : row.text('summary')]
    .filter(Boolean)
    .join('\n');
  const decided = lines(row.text('resolutions'), 200);
  const unlaid = row.text('unlaid') === '' ? '' : `缺席原因：${row.text('unlaid')}`;
  const body: Record<string, unknown> = { topic: shortTopic(topic) };
  const results = readResults(source, body);
  const evidence = [row.text('evidence'), row.text('remark'), unlaid, ...results, ...notes]
    .filter((text) => !isNothing(text))
    .join('；');
  const put = (key: string, name: string, field: string, value: unknown, there: boolean, tooLong = false): void => {
    if (!there) return;
    if (!has(key)) draft.warn(row.where(field), 'field-not-held', `${kind.name}不记${name}，这一格没有导入`);
    else body[key] = value;
    if (tooLong) draft.warn(row.where(field), 'text-cut', `${name}太长，只导入前一部分`);
  };
  put('summary', '内容', 'summary', summary.slice(0, 2000), summary !== '', summary.length > 2000);
  put('resolutions', '决议', 'resolutions', decided.slice(0, 20), decided.length > 0, decided.length > 20);
  put('evidence', '佐证', 'evidence', evidence.slice(0, 200), evidence !== '', evidence.length > 200);
  const listeners = readCount(row.text('listeners'));
  if (listeners !== undefined && has('listeners')) body.listeners = listeners;
  if (has('cell')) {
    const inTopic = /第[一二三四五六七八九十\d]+党小组/.exec(squeezed(topic))?.[0];
    const cell = row.text('cell') || source.cell || inTopic;
    if (!cell) draft.warn(row.where('branch'), 'cell-missing', '没有写是哪个党小组，只记“党小组”，请核对');
    body.cell = (cell ?? '党小组').slice(0, 30);
  }
  if (row.has('more') && row.text('more') !== '') readMore(source, body);
  return body;
}
