/**
 * The command line. Answers go to standard output, progress and logs to standard error.
 *   start                                        run the service
 *   demo [--size small|full]                     run it with the sample city
 *   city create CODE --name NAME                 make an empty city
 *   demo load --size small|full                  make the sample city anew
 *   import FILE… --city CODE [--dry-run] [--json] [--answers FILE] [--without-these-rows]  import workbooks
 *   schema                                       print src/store/schema.sql
 *   openapi                                      print docs/openapi.json
 *   rebuild [--check] [--city CODE]              recompute what is derived, or compare it
 *   backup [--verify]                            back up; with --verify restore it elsewhere and compare
 *   restore BACKUP [--at INSTANT] --into FOLDER  bring a backup back into a new data folder
 *   city export CODE --into FOLDER               a city as files, to move it to another server
 *   city import FOLDER [--code NEW]              the city on this server
 *   verify-audit [--city CODE] [--head FILE]     check the audit chain against all that it stands for
 */
import { parseArgs } from 'node:util';
import { Refusal } from '../core/record/room.ts';
import { commands } from './commands.server.ts';
import { readSettings, SettingsError } from './settings.server.ts';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** The words for what went wrong, without a stack where the sentence says it all. */
function explain(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  if (error instanceof Refusal) return [error.detail.what, error.detail.now].filter(Boolean).join('。');
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    return '有不认识的选项，或选项少了内容。用法见 README 的“其他命令”';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    strict: true,
    options: {
      name: { type: 'string' },
      city: { type: 'string' },
      size: { type: 'string' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      answers: { type: 'string' },
      'without-these-rows': { type: 'boolean' },
      check: { type: 'boolean' },
      head: { type: 'string' },
      verify: { type: 'boolean' },
      at: { type: 'string' },
      into: { type: 'string' },
      code: { type: 'string' },
    },
  });
  const known = Object.keys(commands).sort((a, b) => b.length - a.length);
  const name = known.find((words) => words.split(' ').every((word, at) => positionals[at] === word));
  if (!name) {
    say(`没有这个命令。可用：${Object.keys(commands).join('、')}`);
    return 2;
  }
  return commands[name as keyof typeof commands]({
    settings: readSettings(process.env),
    rest: positionals.slice(name.split(' ').length),
    options: values,
    say,
    print: (text) => process.stdout.write(`${text}\n`),
  });
}

/** Runs the command that the program was called with; its exit code is set when it is done. */
export const runCommand = (): Promise<void> =>
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      say(explain(error));
      process.exitCode = 1;
    },
  );
