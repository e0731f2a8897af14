/**
 * `backup [--verify]`, `restore BACKUP [--at INSTANT] --into FOLDER`, `city export CODE --into FOLDER`,
 * `city import FOLDER [--code NEW]`: one JSON object on standard output.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from '../core/record/room.ts';
import { PROGRAM_VERSION } from '../platform/operation/operation.server.ts';
import { readBackup } from '../store/backup-manifest.server.ts';
import { inShanghai, readInstant } from '../store/backup-plan.logic.ts';
import { exportCity } from '../store/city-export.server.ts';
import { importCity } from '../store/city-import.server.ts';
import { restore } from '../store/restore.server.ts';
import type { Command } from './commands.server.ts';
import { DERIVATIONS } from './derivations.server.ts';
import type { OpenHouse } from './house.server.ts';
import { rebuild, tablesOf } from './rebuild.server.ts';

/** npm runs commands in the project's folder; a path belongs to where it was typed. */
const typed = (path: string): string => resolve(process.env.INIT_CWD ?? '.', path);

const WRONG_USE = 2;

export async function backupNow(command: Command, house: OpenHouse): Promise<number> {
  const { name, folder, manifest, verification } = await house.backups.run({ verify: command.options.verify ?? false });
  const { kind, bytes, startedAt, endedAt } = manifest;
  command.print(JSON.stringify({ name, folder, kind, bytes, startedAt, endedAt, verification: verification ?? null }));
  return 0;
}

/** A backup by its name among those of this house, or by its path. */
async function chosen({ settings, rest }: Command) {
  const [word = ''] = rest;
  const own = join(settings.backupFolder ?? join(settings.dataFolder, 'backups'), word);
  const folder = !word.includes('/') && existsSync(own) ? own : typed(word);
  return readBackup(folder, word);
}

export async function restoreBackup(command: Command): Promise<number> {
  const { at: wanted, into } = command.options;
  if (command.rest.length !== 1 || !into) {
    command.say("用法：restore 备份 [--at '2017-06-28 14:00:00'] --into 文件夹");
    return WRONG_USE;
  }
  const at = wanted === undefined ? undefined : readInstant(wanted);
  if (wanted !== undefined && at === undefined) {
    command.say(`--at 的“${wanted}”不是一个时刻；请写成 '2017-06-28 14:00:00'（北京时间）`);
    return WRONG_USE;
  }
  const backup = await chosen(command);
  const { folder, lastCommitAt } = await restore(backup, typed(into), at, command.say);
  const last = lastCommitAt ?? new Date(backup.manifest.endedAt);
  command.say(
    `已恢复到 ${folder}，最后一次写入在 ${inShanghai(last)}${at ? `，指定的时刻是 ${inShanghai(at)}` : ''}。\n用它启动：XIESHI_DATA=${folder} npm start`,
  );
  command.print(
    JSON.stringify({ folder, backup: backup.name, at: at?.toISOString() ?? null, lastCommitAt: last.toISOString() }),
  );
  return 0;
}

export async function cityExport(command: Command, house: OpenHouse): Promise<number> {
  const { into } = command.options;
  const [code] = command.rest;
  const city = (await house.cities()).find((one) => one.code === code);
  if (!city) throw new Refusal({ code: 'city-unknown', what: `没有城市“${code}”`, now: '请核对代码' });
  const manifest = await exportCity({
    admin: house.admin,
    city,
    into: typed(into!),
    derived: tablesOf(DERIVATIONS),
    program: PROGRAM_VERSION,
    now: house.clock(),
    progress: (table) => command.say(`${table}…`),
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  command.print(JSON.stringify({ city: city.code, folder: typed(into!), tables: manifest.tables.length, rows }));
  return 0;
}

export async function cityImport(command: Command, house: OpenHouse): Promise<number> {
  const { code } = command.options;
  const { city, tables, rows, migrated } = await importCity({
    admin: house.admin,
    folder: typed(command.rest[0]!),
    ...(code === undefined ? {} : { code }),
    derive: async (made) => {
      await rebuild({ admin: house.admin, city: made, check: false });
    },
    now: house.clock(),
    progress: (what) => command.say(`${what}…`),
  });
  command.say(
    `${city.name}（${city.code}）已在这台服务器上${migrated ? '，结构已升到这个程序的版本' : ''}。动态口令不随城市搬走：用到它的人下次登录时重新绑定。`,
  );
  command.print(JSON.stringify({ city: city.code, tables, rows, migrated }));
  return 0;
}
