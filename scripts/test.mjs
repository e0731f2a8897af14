// All checks in order: types, style, tests without and with the database, then the browser.
//   test.mjs            everything
//   test.mjs --quick    types, style and the tests that need neither database nor browser
//   test.mjs --static   types and style only
// The last line is "N passed, N failed"; the exit code is 1 when anything failed or a step ran no test.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { modules, run, Stop, toolEnvironment } from './runtime.mjs';
import { ensureWeb } from './web.mjs';

const options = process.argv.slice(2);
const unknown = options.filter((option) => !['--quick', '--static'].includes(option));
const scope = options.includes('--static') ? 'static' : options.includes('--quick') ? 'quick' : 'all';
const scratch = mkdtempSync(join(tmpdir(), 'xieshi-test-'));
const started = Date.now();

/** What each step came to, in order: { title, passed, failed, note }. */
const results = [];

/**
 * Runs one step under a heading. Whatever goes wrong in it is one more failure, never the end of the run.
 * @param {string} title
 * @param {() => Promise<{ passed: number, failed: number, note?: string }>} work
 */
async function step(title, work) {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(4, 60 - title.length))}`);
  const result = await work().catch((error) => {
    console.log(error instanceof Stop ? error.message : error.stack);
    return { passed: 0, failed: 1 };
  });
  results.push({ title, ...result });
}

/** A check that either holds or does not: counts as one. */
async function check(command, args) {
  const code = await tool(command, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, note: `exit code ${code}` };
}

function tool(command, args, more = {}) {
  return run(join(modules, '.bin', command), args, {
    env: toolEnvironment(process.stdout.isTTY ? more : { ...more, NO_COLOR: '1' }),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Adds what the exit code says to what the report counted: a run that broke down outside its tests has failed. */
function judged(code, passed, failed) {
  if (passed + failed === 0) return { passed, failed: 1, note: 'ran no test' };
  if (code !== 0 && failed === 0) return { passed, failed: 1, note: `exit code ${code} although no test failed` };
  return { passed, failed };
}

async function vitest(args) {
  const report = join(scratch, 'vitest.json');
  const code = await tool('vitest', [
    'run',
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  // A file that could not be loaded has failed without a failed test of its own.
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return judged(code, numPassedTests, numFailedTests + broken.length);
}

async function playwright() {
  const report = join(scratch, 'playwright.json');
  const browser = await ensureBrowser();
  await ensureWeb();
  const code = await tool('playwright', ['test', '--reporter=list,json'], {
    XIESHI_CHROMIUM: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  const { stats, errors } = JSON.parse(readFileSync(report, 'utf8'));
  // One that passed only when tried again is not to be relied on.
  return judged(code, stats.expected, stats.unexpected + stats.flaky + errors.length);
}

/** Total of the steps; the line that ends the output. */
function finish() {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n── summary (${Math.round((Date.now() - started) / 1000)} s) ${'─'.repeat(46)}`);
  for (const result of results) {
    const mark = result.failed === 0 ? '✓' : '✗';
    console.log(
      `${mark} ${result.title}: ${result.passed} passed, ${result.failed} failed${result.note ? ` (${result.note})` : ''}`,
    );
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

if (unknown.length > 0) {
  console.error(`test: unknown option ${unknown.join(' ')}; there are --quick and --static`);
  process.exit(1);
}

await step('types', () => check('tsc', ['-b']));
await step('style: biome', () => check('biome', ['check', '--error-on-warnings']));
await step('style: unused code', () => check('knip', []));
if (scope === 'quick') await step('tests without database', () => vitest(['--project', 'quick']));
if (scope === 'all') {
  await step('tests: unit, property, database, scenarios', () => vitest([]));
  await step('tests in the browser', playwright);
}
process.exitCode = finish();
