/**
 * All that can be wrong with a record, given what the registry says. Everything is told at once, each with its field, so that
 * nobody mends one fault only to meet the next.
 */
import {
  bodySchema,
  type RecordInput,
  type RecordKind,
  type RecordPerson,
  type RefusalDetail,
} from '../../core/record/room.ts';
import { type Day, dayName } from '../../core/time/room.ts';

/** What the registry says about what a record names. */
export interface RecordFacts {
  kind: RecordKind | undefined;
  organization:
    | {
        name: string;
        kind: string;
        /** 中文名 of its kind: 党总支. */
        kindName: string;
        /** First day on which the registry knows it. */
        from: Day;
        /** Whether it exists on the record's day. */
        exists: boolean;
      }
    | undefined;
  today: Day;
  /** Names of the people whom the registry knows and the author may see. */
  names: ReadonlyMap<number, string>;
}

const fault = (code: string, where: string, what: string, now: string): RefusalDetail => ({ code, where, what, now });

/** Distinct people in a part. */
const inPart = (people: readonly RecordPerson[], part: string): Set<number> =>
  new Set(people.filter((person) => person.part === part).map((person) => person.personId));

/** Head counts that the named people give; undefined where nobody is named. */
export function namedHeads(people: readonly RecordPerson[]): { due: number; present: number } | undefined {
  const present = inPart(people, 'attendee').size;
  const absent = inPart(people, 'absent').size;
  // Absentees alone, as old ledgers name them, tell neither number.
  return present > 0 ? { due: present + absent, present } : undefined;
}

function placeAndDay(input: RecordInput, { kind, organization, today }: RecordFacts): RefusalDetail[] {
  const faults: RefusalDetail[] = [];
  if (input.heldOn > today) {
    faults.push(fault('day-in-future', 'heldOn', `${dayName(input.heldOn)}还没有到`, '请改成实际开展的日期'));
  }
  if (!organization) {
    faults.push(fault('unit-unknown', 'orgId', '没有这个党组织', '请重新选择党组织'));
    return faults;
  }
  if (kind && !kind.heldBy.includes(organization.kind)) {
    const what = `${organization.kindName}不开展${kind.name}`;
    faults.push(fault('kind-not-held', 'kind', what, '请换一种活动，或换成开展它的党组织'));
  }
  if (!organization.exists) {
    const early = input.heldOn < organization.from;
    faults.push(
      early
        ? fault(
            'before-organization',
            'heldOn',
            `${organization.name}${dayName(organization.from)}才成立`,
            '请核对日期；成立日期有误请联系组织部',
          )
        : fault('organization-ended', 'heldOn', `${organization.name}这一天已经撤销`, '请核对日期和党组织'),
    );
  }
  if (input.startsAt && input.endsAt && input.endsAt < input.startsAt) {
    faults.push(fault('ends-before-start', 'endsAt', '结束时间早于开始时间', '请核对时间'));
  }
  return faults;
}

function peopleFaults(input: RecordInput, kind: RecordKind, names: ReadonlyMap<number, string>): RefusalDetail[] {
  const faults: RefusalDetail[] = [];
  const nameOf = (id: number): string => names.get(id) ?? '有一人';
  const seen = new Set<string>();
  const absent = inPart(input.people, 'absent');
  const told = new Set<number>();
  for (const { personId, part, reason } of input.people) {
    const declared = kind.parts.find((known) => known.key === part);
    if (!declared) {
      faults.push(fault('part-unknown', 'people', `${kind.name}里没有“${part}”这一项`, '请刷新页面后重填'));
      continue;
    }
    const key = `${personId}/${part}`;
    if (seen.has(key)) {
      const what = `${nameOf(personId)}在${declared.name}里写了两次`;
      faults.push(fault('person-twice', part, what, '请去掉一次'));
    }
    seen.add(key);
    if (!names.has(personId) && !told.has(personId)) {
      told.add(personId);
      faults.push(
        fault('person-unknown', part, `${declared.name}里有一人不在党员名册中`, '请重新选人；册外人员可写在内容里'),
      );
    }
    if (part === 'absent' && !reason) {
      faults.push(fault('absence-reason-missing', 'absent', `${nameOf(personId)}没到，还没有写原因`, '请选一个原因'));
    }
    if (part !== 'absent' && absent.has(personId)) {
      const what =
        part === 'attendee' ? `${nameOf(personId)}既到会又缺席` : `${nameOf(personId)}缺席，却是${declared.name}`;
      faults.push(fault('present-and-absent', part, what, '请核对此人是否到会'));
    }
  }
  for (const part of kind.parts) {
    const count = inPart(input.people, part.key).size;
    if (part.required && count === 0) {
      faults.push(fault('part-missing', part.key, `还没有写${part.name}`, `请选${part.name}`));
    }
    if (part.single && count > 1) {
      faults.push(fault('part-single', part.key, `${part.name}只能有一人`, `请只留一名${part.name}`));
    }
  }
  return faults;
}

function headFaults({ due, present, people }: RecordInput): RefusalDetail[] {
  if (due !== undefined && present !== undefined && present > due) {
    const what = `实到${present}人，多于应到${due}人`;
    return [fault('present-exceeds-due', 'present', what, '请核对人数')];
  }
  const named = namedHeads(people);
  const absent = inPart(people, 'absent').size;
  if (named && present !== undefined && present !== named.present) {
    const what = `写的实到是${present}人，名单上到会的是${named.present}人`;
    return [fault('heads-differ', 'present', what, '请核对名单或人数')];
  }
  if (named && due !== undefined && due !== named.due) {
    const what = `写的应到是${due}人，名单上到会和缺席的共${named.due}人`;
    return [fault('heads-differ', 'due', what, '请核对名单或人数')];
  }
  if (!named && absent > 0 && due !== undefined && present !== undefined && due - present !== absent) {
    const what = `应到${due}人、实到${present}人，差${due - present}人，名单上缺席的是${absent}人`;
    return [fault('heads-differ', 'absent', what, '请核对缺席名单或人数')];
  }
  return [];
}

function bodyFaults(kind: RecordKind, body: Record<string, unknown>): RefusalDetail[] {
  const result = bodySchema(kind).safeParse(body);
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const what = `${kind.name}里没有“${issue.keys.join('、')}”这一项`;
      return fault('field-unknown', issue.keys[0] ?? 'body', what, '请刷新页面后重填');
    }
    const key = String(issue.path[0] ?? 'body');
    const field = kind.fields.find((known) => known.key === key);
    const missing = body[key] === undefined || body[key] === '';
    const what = missing && field ? `还没有写${field.name}` : issue.message;
    return fault(missing ? 'field-missing' : 'field-invalid', key, what, field ? `请改${field.name}` : '请改正');
  });
}

/** Every fault of a record, in the order of the form; empty when it can be recorded. */
export function checkRecord(input: RecordInput, facts: RecordFacts): RefusalDetail[] {
  const { kind, names } = facts;
  const faults = placeAndDay(input, facts);
  if (!kind) {
    return [fault('kind-unknown', 'kind', `系统里没有“${input.kind}”这种活动`, '请从活动目录里选一种'), ...faults];
  }
  faults.push(...peopleFaults(input, kind, names), ...headFaults(input), ...bodyFaults(kind, input.body));
  if (input.version > 1 && !input.correctionReason) {
    faults.push(fault('correction-reason-missing', 'correctionReason', '更正还没有写原因', '请写明为什么更正'));
  }
  return faults;
}
