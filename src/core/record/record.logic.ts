/**
 * Record kinds: one declaration from which form, API, import, export and access follow (design.md §1).
 * Date, place, organization, people and head counts are columns of every record; what only one kind has is its body,
 * declared as fields.
 */
import { z } from 'zod';
import { daySchema } from '../time/room.ts';

interface FieldBase {
  /** Key in the body. */
  key: string;
  /** 中文名, the label on the form and the column head in workbooks. */
  name: string;
  required?: boolean;
  /** Grey hint in the empty control. */
  hint?: string;
  /** Read only by those in the record; kept in a table of its own. */
  confidential?: boolean;
}
export type Field =
  | (FieldBase & { type: 'text'; max: number })
  | (FieldBase & { type: 'paragraph'; max: number })
  /** A list of short texts: resolutions, suggestions. */
  | (FieldBase & { type: 'lines'; max: number; lineMax: number })
  | (FieldBase & { type: 'count'; max: number; unit: string })
  | (FieldBase & { type: 'choice'; choices: readonly { value: string; name: string }[] })
  | (FieldBase & { type: 'day' });

/** How people come into a record: as its one presider, as one of those who are due, as those who were visited … */
export interface Part {
  key: string;
  name: string;
  /** At most one person. */
  single?: boolean;
  required?: boolean;
  /** Who is offered first. `due`: prefilled with those who are due to attend. */
  offer: 'due' | 'members' | 'committee' | 'cadres' | 'anyone';
}

/** Who is due to attend: the branch's members, its committee, one Party group, the unit's leadership team; or nobody is counted. */
export type DueRule = 'members' | 'committee' | 'partyCell' | 'leadershipTeam' | 'none';

/**
 * Who reads what of a kind. `open`: whoever reads the record reads all of it. `content`: that it took place is counted and read
 * as widely as any record; what was said (the fields marked confidential) is read by those in it alone, whatever their office.
 */
export type Confidentiality = 'open' | 'content';

export interface RecordKind {
  id: string;
  /** 中文名 as used in workbooks and on screens. */
  name: string;
  /** Other usual names, for imports. */
  aliases: readonly string[];
  mechanism: string;
  /** Room that owns the kind; groups kinds on screens. */
  group: 'orgLife' | 'leadership';
  /** Body version; older bodies keep parsing. */
  version: number;
  confidentiality: Confidentiality;
  due: DueRule;
  parts: readonly Part[];
  fields: readonly Field[];
  /** Key of the field that stands for the record in lists. */
  titleField?: string;
  /** Organization kinds that hold it. */
  heldBy: readonly string[];
  /** Minutes that recording one costs, for the burden gate. */
  minutes: number;
}

/** Declares a kind and checks its own consistency; throws when a part or a field is named twice, or its confidentiality is not that of its fields. */
export function recordKind(kind: RecordKind): RecordKind {
  const keys = [...kind.fields.map((f) => f.key), ...kind.parts.map((p) => p.key)];
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice) throw new Error(`kind ${kind.id} declares ${twice} twice`);
  if (kind.titleField && !kind.fields.some((f) => f.key === kind.titleField)) {
    throw new Error(`kind ${kind.id} has no field ${kind.titleField}`);
  }
  const secret = kind.fields.some((field) => field.confidential);
  if (secret !== (kind.confidentiality === 'content')) {
    throw new Error(`kind ${kind.id} is declared ${kind.confidentiality}, and its fields say otherwise`);
  }
  return kind;
}

function fieldSchema(field: Field): z.ZodType {
  switch (field.type) {
    case 'text':
    case 'paragraph': {
      const text = z.string().trim().max(field.max, `${field.name}最多${field.max}字`);
      return field.required ? text.min(1, `请写明${field.name}`) : text.optional();
    }
    case 'lines': {
      const lines = z
        .array(z.string().trim().min(1).max(field.lineMax, `${field.name}每条最多${field.lineMax}字`))
        .max(field.max, `${field.name}最多${field.max}条`);
      return field.required ? lines.min(1, `请至少写一条${field.name}`) : lines.optional();
    }
    case 'count': {
      const count = z
        .int(`${field.name}应是整数`)
        .min(0, `${field.name}不能小于0`)
        .max(field.max, `${field.name}不能超过${field.max}`);
      return field.required ? count : count.optional();
    }
    case 'choice': {
      const choice = z.enum(field.choices.map((c) => c.value) as [string, ...string[]], `请选择${field.name}`);
      return field.required ? choice : choice.optional();
    }
    case 'day':
      return field.required ? daySchema : daySchema.optional();
  }
}

const schemas = new WeakMap<RecordKind, z.ZodObject>();

/** The zod schema of a kind's body. Strict: an unknown key is refused rather than silently dropped. */
export function bodySchema(kind: RecordKind): z.ZodObject {
  let schema = schemas.get(kind);
  if (!schema) {
    schema = z.strictObject(Object.fromEntries(kind.fields.map((field) => [field.key, fieldSchema(field)])));
    schemas.set(kind, schema);
  }
  return schema;
}

export const ABSENCE_REASONS = ['公务', '出差', '病假', '事假', '外出务工', '其他'] as const;

/** A person's part in a record. `absent` is a part of every kind that counts who is due; it carries a reason. */
export const recordPersonSchema = z.object({
  personId: z.int().positive(),
  part: z.string().min(1).max(40),
  reason: z.string().trim().max(60).optional(),
});
export type RecordPerson = z.infer<typeof recordPersonSchema>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应写成14:30的样子');

/** What a client sends to record one thing. The id is made by the client, so that sending twice is harmless. */
export const recordInputSchema = z.object({
  id: z.uuid(),
  /** 1 for a new record, the next number for a correction. */
  version: z.int().positive().default(1),
  kind: z.string(),
  orgId: z.int().positive(),
  heldOn: daySchema,
  startsAt: clockTime.optional(),
  endsAt: clockTime.optional(),
  place: z.string().trim().max(80, '地点最多80字').default(''),
  /** Head counts as the minutes state them; they agree with `people` where people are named. */
  due: z.int().min(0).max(5000).optional(),
  present: z.int().min(0).max(5000).optional(),
  people: z.array(recordPersonSchema).max(3000).default([]),
  body: z.record(z.string(), z.unknown()).default({}),
  /** Why it was corrected; required from version 2 on. */
  correctionReason: z.string().trim().max(200).optional(),
});
export type RecordInput = z.infer<typeof recordInputSchema>;

/** Splits a body into what readers of the record see and what only those in it read. */
export function splitBody(
  kind: RecordKind,
  body: Record<string, unknown>,
): {
  open: Record<string, unknown>;
  confidential: Record<string, unknown> | undefined;
} {
  const secret = new Set(kind.fields.filter((f) => f.confidential).map((f) => f.key));
  const open: Record<string, unknown> = {};
  const confidential: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) (secret.has(key) ? confidential : open)[key] = value;
  return { open, confidential: Object.keys(confidential).length > 0 ? confidential : undefined };
}
