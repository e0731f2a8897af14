/** Which organization a table, or a heading within it, is about. */
import { leadingDay, type OpenSheet, type SheetRow } from '../../platform/open/room.ts';
import type { OrgFinder } from './org-finder.logic.ts';
import type { PlanDraft } from './plan.logic.ts';
import type { WorldOrg } from './world.logic.ts';

const isDayAlone = (text: string): boolean => {
  const reading = leadingDay(text);
  return reading.ok && reading.value.precision === 'day' && reading.rest === '';
};

export class SheetPlaces {
  readonly #opened: OpenSheet;
  readonly #finder: OrgFinder;
  readonly #draft: PlanDraft;
  /** By row of the heading; null for one that names none. */
  readonly #ofHeading = new Map<number, WorldOrg | null>();
  readonly #said = new Set<string>();
  /** The organization that the table's title, the sheet's or the file's name is about. */
  readonly ofSheet: WorldOrg | undefined;

  constructor(opened: OpenSheet, finder: OrgFinder, draft: PlanDraft, file: string) {
    this.#opened = opened;
    this.#finder = finder;
    this.#draft = draft;
    this.ofSheet = this.#named([...opened.title, opened.name, file.replace(/\.\w+$/, '')]);
  }

  /** The most particular organization that lines name: one further down in the tree says more than one above it. */
  #named(lines: readonly string[]): WorldOrg | undefined {
    let best: WorldOrg | undefined;
    for (const line of lines) {
      const org = this.#finder.inTitles([line.normalize('NFKC')]);
      if (org && (!best || (org.id !== best.id && this.#finder.isWithin(org, best)))) best = org;
    }
    return best;
  }

  /** The organization of a heading, looked for within those of the headings above it. */
  #ofGroup(at: number, text: string, within: WorldOrg | undefined): WorldOrg | null {
    const known = this.#ofHeading.get(at);
    if (known !== undefined) return known;
    const found = this.#finder.find(text, within);
    const org = found.found === 'one' ? found.org : (this.#finder.inTitles([text]) ?? null);
    this.#ofHeading.set(at, org);
    return org;
  }

  /** The organization of the nearest heading that names one. */
  ofHeading(row: SheetRow): WorldOrg | undefined {
    const place = this.of(row);
    return row.groups.some(({ at }) => this.#ofHeading.get(at)) ? place : undefined;
  }

  /** The organization that a row stands under: of its nearest heading that names one, else of the sheet. */
  of(row: SheetRow): WorldOrg | undefined {
    let place = this.ofSheet;
    for (const { at, text } of row.groups) place = this.#ofGroup(at, text, place) ?? place;
    return place;
  }

  /** Says once how a name was read that nobody holds in this form. */
  readAs(where: string, written: string, org: WorldOrg): void {
    if (this.#said.has(written)) return;
    this.#said.add(written);
    this.#draft.warn(where, 'unit-read-as', `“${written}”按“${org.name}”读入，请核对`);
  }

  /** Says where the foot of the table counts other than its rows. `people`: in how many rows somebody is new, where some have several. */
  sayTotal(people?: number): void {
    const { total, rows } = this.#opened;
    if (!total || total.count === rows.length || total.count === people) return;
    this.#draft.warn(
      total.where,
      'total-differs',
      `表尾写的是${total.count}，表里读到${rows.length}行，请核对有没有漏行`,
    );
  }

  /** Says which headings meant nothing. `isUnderstood`: what else they may say. */
  sayUnread(isUnderstood: (text: string) => boolean = () => false): void {
    for (const { at, text } of this.#opened.groups) {
      // A day alone in its row is when the list was signed.
      if (text === '' || isDayAlone(text) || this.#ofGroup(at, text, this.ofSheet) || isUnderstood(text)) continue;
      this.#draft.warn(`A${at + 1}`, 'heading-unread', `第${at + 1}行“${text}”当作标题，没有当作数据读入，请核对`);
    }
  }
}
