import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { KINDS } from '../app/kinds.logic.ts';
import { bodySchema, type RecordKind } from '../core/record/room.ts';
import { proposalRuleSchema } from '../duties/rules/ledger-rules.logic.ts';
import { treeOf } from './tree.ts';
import { ruledKindsExist } from './words.ts';

const page = readFileSync(new URL('../../docs/add-a-record-kind.md', import.meta.url), 'utf8');
/** First fenced block of a language. */
const block = (language: string): string => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)![1]!;

describe('the worked example of docs/add-a-record-kind.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xieshi-example-'));
  let volunteering: RecordKind;
  beforeAll(async () => {
    const core = pathToFileURL(join(import.meta.dirname, '../core/record/room.ts')).href;
    const file = join(folder, 'volunteering.kind.ts');
    writeFileSync(file, block('ts').replace('../../core/record/room.ts', core));
    ({ volunteering } = (await import(pathToFileURL(file).href)) as { volunteering: RecordKind });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('declares a kind that is not there yet and takes the body that it shows', () => {
    expect(KINDS.map(({ id }) => id)).not.toContain(volunteering.id);
    const body = JSON.parse(block('json')) as object;
    expect(bodySchema(volunteering).parse(body)).toEqual(body);
  });

  test('has a line for the law book that names its own parts', () => {
    const { proposals } = parse(block('yaml')) as { proposals: unknown[] };
    expect(proposals.map((line) => proposalRuleSchema.safeParse(line).error)).toEqual([undefined]);
    expect(ruledKindsExist([volunteering])(treeOf({ 'rules/ledgers/month.yaml': block('yaml') }))).toEqual([]);
  });

  test('uses words of the glossary page in its form', () => {
    expect(block('md')).toMatch(
      new RegExp(`^\\| ${volunteering.name} \\| .* \\| ${volunteering.id} \\| [oup] \\|$`, 'm'),
    );
  });
});
