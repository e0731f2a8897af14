import { describe, expect, test } from 'vitest';
import { KINDS } from '../app/kinds.logic.ts';
import { recordKind } from '../core/record/room.ts';
import { ROLES } from '../core/scope/room.ts';
import { readByOldBrowsers } from './browsers.ts';
import { importTable, noRoomCycles } from './imports.ts';
import {
  knownEndings,
  knownFolders,
  noLongFiles,
  noNamelessFolders,
  oneRoomAMechanism,
  roomsAreTested,
  roomsTellThemselves,
} from './layout.ts';
import { licencesListed, licencesPage } from './licences.ts';
import { pagesNameWhatExists } from './pages.ts';
import { noClockNorChance, noMachineNorRegistry, nothingHushed } from './texts.ts';
import { type Rule, readTree, treeOf } from './tree.ts';
import { coverageIsTrue, MECHANISMS, ruledKindsExist, wordsInGlossary } from './words.ts';

const project = readTree(new URL('../..', import.meta.url).pathname);

const talk = recordKind({
  id: 'talk',
  name: '谈话',
  aliases: [],
  mechanism: 'M20',
  group: 'orgLife',
  version: 1,
  confidentiality: 'open',
  due: 'none',
  parts: [{ key: 'talker', name: '谈话人', offer: 'anyone' }],
  fields: [],
  heldBy: ['branch'],
  minutes: 1,
});

const notYet = (id: string): string => `| ${id} | name | not yet | | |`;
const readme = (...rows: string[]): string =>
  [...MECHANISMS.filter((id) => !rows.some((row) => row.includes(id))).map(notYet), ...rows].join('\n');

interface Held {
  says: string;
  rule: Rule;
  /** Invented files that break the rule, each with a piece of what is then said. */
  bites: readonly { files: Record<string, string>; saying: string }[];
  /** Invented files that keep it, though they look as if they did not. */
  spares?: readonly Record<string, string>[];
}

const imports = (path: string, ...targets: string[]): Record<string, string> => ({
  [path]: targets.map((target) => `import { x } from '${target}';`).join('\n'),
});

/** A package.json and a lockfile with these packages and their licenses. */
const packages = (of: Record<string, string | undefined>): Record<string, string> => ({
  'package.json': JSON.stringify({ dependencies: Object.fromEntries(Object.keys(of).map((name) => [name, '1.0.0'])) }),
  'package-lock.json': JSON.stringify({
    packages: Object.fromEntries(
      Object.entries(of).map(([name, license]) => [`node_modules/${name}`, { version: '1.0.0', license }]),
    ),
  }),
});

const HOUSE: readonly Held[] = [
  {
    says: 'every import stands in the table',
    rule: importTable,
    bites: [
      { files: imports('src/core/time/a.logic.ts', '../record/room.ts'), saying: 'core may import earlier core rooms' },
      { files: imports('src/core/money/a.logic.ts', 'decimal.js'), saying: 'no package but zod' },
      { files: imports('src/life/activities/a.logic.ts', 'node:fs'), saying: 'no package but zod' },
      { files: imports('src/life/activities/a.kind.ts', '../../store/append.server.ts'), saying: 'a pure file' },
      { files: imports('src/life/activities/a.contract.ts', './a.server.ts'), saying: 'a pure file' },
      { files: imports('src/life/activities/a.server.ts', './a.screen.tsx'), saying: 'a server file' },
      { files: imports('src/life/activities/a.logic.ts', '../../ledgers/ledger/room.ts'), saying: 'an earlier group' },
      {
        files: imports('src/life/activities/a.logic.ts', '../../leadership/lectures/room.ts'),
        saying: 'an earlier group',
      },
      {
        files: imports('src/registry/people/a.server.ts', '../../life/activities/a.server.ts'),
        saying: 'an earlier group',
      },
      { files: imports('src/life/activities/a.screen.tsx', './a.server.ts'), saying: 'never server or store' },
      {
        files: imports('src/life/activities/a.screen.tsx', '../../store/database.server.ts'),
        saying: 'never server or store',
      },
      {
        files: imports('src/life/activities/a.screen.tsx', '../../registry/people/b.screen.tsx'),
        saying: 'a screen may import',
      },
      { files: imports('src/life/activities/a.screen.tsx', 'kysely'), saying: 'no database' },
      { files: imports('src/life/activities/a.server.ts', 'react'), saying: 'draws no page' },
      { files: imports('src/store/a.server.ts', '../registry/people/room.ts'), saying: 'the store may import core' },
      { files: imports('src/ui/a.tsx', '../ledgers/ledger/room.ts'), saying: 'ui components may import' },
      {
        files: imports('src/ledgers/ledger/a.server.ts', '../../app/kinds.logic.ts'),
        saying: 'a server file may import',
      },
      { files: imports('src/app/web/main.tsx', '../handlers.server.ts'), saying: 'never server or store' },
      { files: imports('src/app/a.server.ts', '../life/activities/a.screen.tsx'), saying: 'everything but screens' },
      { files: imports('src/demo/a.server.ts', '../app/kinds.logic.ts'), saying: 'nothing of app' },
      {
        files: imports('src/ledgers/ledger/a.server.ts', '../../../scenarios/harness.ts'),
        saying: 'nothing outside src',
      },
      { files: imports('src/ledgers/ledger/a.server.ts', './a.server.test.ts'), saying: 'nothing imports a test' },
      {
        files: { 'src/life/activities/a.logic.ts': "const late = () => import('../../app/kinds.logic.ts');" },
        saying: 'src/life/activities/a.logic.ts:1 imports ../../app/kinds.logic.ts',
      },
      {
        files: { 'src/life/activities/room.ts': "export {\n  a,\n} from '../../ledgers/ledger/room.ts';" },
        saying: 'src/life/activities/room.ts:3',
      },
    ],
    spares: [
      imports(
        'src/ledgers/ledger/a.server.ts',
        '../../life/participation/b.server.ts',
        'kysely',
        'node:fs',
        '../../store/a.server.ts',
      ),
      imports('src/life/participation/a.logic.ts', '../activities/room.ts', 'zod', '../../core/time/room.ts'),
      imports(
        'src/life/activities/a.screen.tsx',
        'react',
        '../../ui/mark.tsx',
        '../participation/b.screen.tsx',
        './a.contract.ts',
        '../../registry/people/room.ts',
      ),
      { 'src/core/time/a.logic.ts': "// import { x } from 'node:fs';\n/* export * from '../../app/a.server.ts'; */" },
      imports('src/core/time/a.test.ts', 'vitest', '../../app/kinds.logic.ts'),
    ],
  },
  {
    says: 'rooms of one group know each other one way only',
    rule: noRoomCycles,
    bites: [
      {
        files: {
          ...imports('src/life/activities/a.logic.ts', '../participation/room.ts'),
          ...imports('src/life/participation/b.logic.ts', '../checks/room.ts'),
          ...imports('src/life/checks/c.logic.ts', '../activities/room.ts'),
        },
        saying: 'life/activities → life/participation → life/checks → life/activities',
      },
    ],
    spares: [imports('src/life/participation/a.logic.ts', '../activities/room.ts')],
  },
  {
    says: 'no folder has a name that says nothing',
    rule: noNamelessFolders,
    bites: [
      { files: { 'src/life/utils/a.logic.ts': '' }, saying: 'src/life/utils: name the folder' },
      { files: { 'scripts/Helpers/a.mjs': '' }, saying: '“Helpers” says nothing' },
      { files: { 'src/ui/common/a.tsx': '' }, saying: '“common” says nothing' },
      { files: { 'src/shared/services/a.ts': '' }, saying: '“shared” says nothing' },
      { files: { 'src/life/misc/a.ts': '' }, saying: '“misc” says nothing' },
      { files: { 'src/life/managers/a.ts': '' }, saying: '“managers” says nothing' },
    ],
  },
  {
    says: 'src has the folders of the plan',
    rule: knownFolders,
    bites: [
      { files: { 'src/ledger/month/a.logic.ts': '' }, saying: 'src/ledger: no such group' },
      { files: { 'src/core/text/a.logic.ts': '' }, saying: 'core is a closed list' },
      { files: { 'src/life/a.logic.ts': '' }, saying: 'belongs into a room of life' },
      { files: { 'src/a.ts': '' }, saying: 'src holds folders only' },
    ],
    spares: [{ 'src/core/time/a.logic.ts': '', 'src/reports/year/a.server.ts': '' }],
  },
  {
    says: 'every file has an ending that says what it may do',
    rule: knownEndings,
    bites: [
      { files: { 'src/life/activities/form.tsx': '' }, saying: 'src/life/activities/form.tsx: the ending' },
      { files: { 'src/life/activities/queries.ts': '' }, saying: 'src/life/activities/queries.ts: the ending' },
    ],
    spares: [{ 'src/life/activities/a.screen.tsx': '', 'src/ui/mark.tsx': '', 'src/life/activities/room.ts': '' }],
  },
  {
    says: 'every room tells what it is for',
    rule: roomsTellThemselves,
    bites: [
      { files: { 'src/life/activities/room.ts': '' }, saying: 'src/life/activities: has no about.md' },
      { files: { 'src/life/activities/about.md': '# Activities\n' }, saying: 'it begins with “# Activities”' },
      { files: { 'src/core/time/about.md': '# M01 time\n' }, saying: 'begins with “# core/time …”' },
      { files: { 'src/ui/mark.tsx': '' }, saying: 'src/ui: has no about.md' },
    ],
    spares: [
      {
        'src/life/activities/about.md': '# M20 组织生活\n',
        'src/ledgers/ledger/about.md': '# M14 M15 写实清单\n',
        'src/core/time/about.md': '# core/time days\n',
        'src/ui/about.md': '# Components\n',
      },
    ],
  },
  {
    says: 'each mechanism has one room',
    rule: oneRoomAMechanism,
    bites: [
      {
        files: { 'src/life/activities/about.md': '# M20 组织生活', 'src/life/meetings/about.md': '# M20 会议' },
        saying: 'src/life/meetings/about.md: M20 is already the room src/life/activities',
      },
    ],
  },
  {
    says: 'every room has a test beside its files',
    rule: roomsAreTested,
    bites: [{ files: { 'src/life/activities/room.ts': '' }, saying: 'src/life/activities: has no test' }],
    spares: [{ 'src/life/activities/room.ts': '', 'src/life/activities/a.test.ts': '' }],
  },
  {
    says: 'no file of src is longer than one thing needs',
    rule: noLongFiles,
    bites: [{ files: { 'src/ui/a.tsx': '\n'.repeat(501) }, saying: 'src/ui/a.tsx: 501 lines; 500 at most' }],
    spares: [{ 'src/ui/a.tsx': '\n'.repeat(500) }],
  },
  {
    says: 'pages use nothing that Chromium 100 lacks',
    rule: readByOldBrowsers,
    bites: [
      { files: { 'src/ui/a.tsx': 'const b = list.toSorted();' }, saying: 'from Chromium 110 on' },
      { files: { 'src/life/activities/a.logic.ts': 'Map.groupBy(list, key);' }, saying: 'a.logic.ts:1 uses groupBy' },
      { files: { 'src/app/web/a.ts': 'fetch(url, { signal: AbortSignal.timeout(1) })' }, saying: 'Chromium 103' },
      { files: { 'src/ui/a.css': '.a:has(> b) {}' }, saying: ':has()' },
      { files: { 'src/ui/a.css': '.a {\n  & b {}\n}' }, saying: 'rules within rules' },
      { files: { 'src/ui/a.css': '.a {\n  height: 100dvh;\n}' }, saying: 'src/ui/a.css:2 uses dvh' },
      { files: { 'src/ui/a.css': '@media (width < 768px) {}' }, saying: 'ranges in @media' },
    ],
    spares: [
      { 'src/app/a.server.ts': 'Map.groupBy(list, key);' },
      { 'src/ui/a.css': '@supports (height: 100dvh) {\n  .a {\n    height: 100dvh;\n  }\n}' },
      { 'src/ui/a.css': '.a {\n  text-wrap: balance;\n}' },
    ],
  },
  {
    says: 'pure files read no clock and take no chance',
    rule: noClockNorChance,
    bites: [
      {
        files: { 'src/core/time/a.logic.ts': 'const a = 1;\nconst b = Date.now();' },
        saying: 'a.logic.ts:2 uses Date.now',
      },
      { files: { 'src/life/activities/a.kind.ts': 'new Date()' }, saying: 'uses new Date()' },
      { files: { 'src/life/activities/a.contract.ts': 'Math.random()' }, saying: 'uses Math.random' },
      { files: { 'src/life/activities/room.ts': 'crypto.randomUUID()' }, saying: 'uses crypto.randomUUID' },
    ],
    spares: [
      { 'src/core/time/a.logic.ts': 'new Date(instant); // unlike Date.now()' },
      { 'src/life/activities/a.server.ts': 'Date.now()' },
    ],
  },
  {
    says: 'nothing names one machine or a registry',
    rule: noMachineNorRegistry,
    bites: [
      { files: { 'docs/tour.md': `see ${'/ho'}me/li/xieshi` }, saying: 'docs/tour.md:1 names' },
      { files: { 'scripts/a.mjs': `\n'${'/wo'}rk/main'` }, saying: 'scripts/a.mjs:2 names' },
      { files: { '.npmrc': `registry=https://${'regis'}try.npmjs.org/` }, saying: '.npmrc:1 names' },
      { files: { 'package-lock.json': `"${'resol'}ved": "https://…"` }, saying: 'package-lock.json:1 names' },
    ],
    spares: [{ 'src/registry/people/a.server.ts': "'/var/lib/xieshi'; '../registry/organizations/room.ts'" }],
  },
  {
    says: 'nothing is put off or hushed',
    rule: nothingHushed,
    bites: [
      { files: { 'src/ui/a.tsx': '// TODO later' }, saying: 'src/ui/a.tsx:1 says TODO' },
      { files: { 'scripts/a.mjs': '// @ts-ignore' }, saying: 'says @ts-ignore' },
      { files: { 'scenarios/a.test.ts': "test.skip('x')" }, saying: 'says test.skip' },
    ],
  },
  {
    says: 'record kinds and parts that the law book names exist',
    rule: ruledKindsExist(KINDS),
    bites: [],
  },
  {
    says: 'record kinds and roles are in the glossary',
    rule: wordsInGlossary([
      ...KINDS.map(({ id, name }) => ({ word: id, what: name })),
      ...ROLES.map((role) => ({ word: role, what: 'role' })),
    ]),
    bites: [],
  },
  {
    says: 'pages name files that exist',
    rule: pagesNameWhatExists,
    bites: [
      { files: { 'docs/tour.md': 'see\n`src/core/gone.ts`' }, saying: 'docs/tour.md:2 names src/core/gone.ts' },
      { files: { 'docs/decisions/1.md': '[x](../gone.md)' }, saying: 'docs/decisions/1.md:1 names ../gone.md' },
      { files: { 'src/life/activities/about.md': '`rules/gone/*.yaml`' }, saying: 'names rules/gone/*.yaml' },
    ],
    spares: [
      {
        'docs/tour.md':
          '`src/core/` `src/core/time/*.logic.ts` [x](decisions/1.md#why)\n```ts\n`src/core/gone.ts`\n```\n',
        'docs/decisions/1.md': '',
        'src/core/time/a.logic.ts': '',
      },
    ],
  },
  {
    says: 'every direct dependency is listed with its license',
    rule: licencesListed,
    bites: [
      { files: packages({ zod: 'MIT' }), saying: 'docs/licences.md: lacks | zod | 1.0.0 | MIT |' },
      { files: packages({ zod: undefined }), saying: 'none stated' },
      {
        files: { ...packages({}), 'docs/licences.md': '| gone | 1.0.0 | MIT |' },
        saying: '| gone | 1.0.0 | MIT | is no dependency',
      },
    ],
    spares: [{ ...packages({ zod: 'MIT' }), 'docs/licences.md': licencesPage(treeOf(packages({ zod: 'MIT' }))) }],
  },
  {
    says: 'the coverage table of the README is true',
    rule: coverageIsTrue,
    bites: [
      { files: { 'README.md': '' }, saying: 'the coverage table has M01 0 times' },
      { files: { 'README.md': `${readme()}\n${notYet('M52')}` }, saying: 'has M52 2 times' },
      { files: { 'README.md': readme('| M01 | name | done | | |') }, saying: 'M01 is “done”; a state is one of' },
      { files: { 'README.md': readme('| M01 | name | works | | all |') }, saying: 'M01 is “works” but names no room' },
      {
        files: { 'README.md': readme('| M01 | name | works | `registry/organizations` | all |') },
        saying: 'names the room src/registry/organizations, which does not exist',
      },
      {
        files: {
          'README.md': readme('| M01 | name | part | `registry/organizations` | all |'),
          'src/registry/organizations/about.md': '# M02 People',
        },
        saying: 'no about.md of src/registry/organizations says M01',
      },
      {
        files: {
          'README.md': readme('| M01 | name | part | `registry/organizations` | all |'),
          'src/registry/organizations/about.md': '# M01 组织',
        },
        saying: 'M01: its room has no test',
      },
      {
        files: { 'README.md': readme(), 'src/registry/organizations/about.md': '# M01 组织' },
        saying: 'M01 is not yet there, but src/registry/organizations/about.md says it is that room',
      },
    ],
    spares: [
      {
        'README.md': readme('| M01 | name | works | `registry/organizations` | all |'),
        'src/registry/organizations/about.md': '# M01 组织',
        'src/registry/organizations/a.test.ts': '',
      },
    ],
  },
];

describe.each(HOUSE)('$says', ({ rule, bites, spares = [] }) => {
  test('in this project', () => {
    expect(rule(project)).toEqual([]);
  });
  test.each(bites)('a tree that does otherwise is told: $saying', ({ files, saying }) => {
    expect(rule(treeOf(files)).join('\n')).toContain(saying);
  });
  if (spares.length > 0) {
    test('a tree that keeps it is left alone', () => {
      expect(spares.flatMap((files) => rule(treeOf(files)))).toEqual([]);
    });
  }
});

test('a rule file that names an unknown kind or part is told', () => {
  const rule = ruledKindsExist([talk]);
  const file = (text: string): string[] => rule(treeOf({ 'rules/duties/a.yaml': text }));
  expect(file('needs: [{ kind: walk }]')).toEqual([
    'rules/duties/a.yaml: names the record kind walk, which src/app/kinds.logic.ts does not have',
  ]);
  expect(file('proposals:\n  - { kind: talk, parts: [talker, listener] }')).toEqual([
    'rules/duties/a.yaml: names the part listener of talk; it has talker',
  ]);
  expect(file('proposals:\n  - { kind: talk, part: talker }')).toEqual([]);
});

test('a word that the glossary lacks is told', () => {
  const rule = wordsInGlossary([{ word: 'talk', what: '谈话' }]);
  expect(rule(treeOf({ 'docs/glossary.md': '| 谈话对象 | talkedTo |' }))).toEqual([
    'docs/glossary.md: lacks talk (谈话)',
  ]);
  expect(rule(treeOf({ 'docs/glossary.md': '| 谈话 | talk |' }))).toEqual([]);
});
