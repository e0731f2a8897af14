/** Holding the chain against heads: those that the city keeps, and the one that the auditor brings. */
import type { City, Tx } from '../../store/database.server.ts';
import type { Item } from './canonical.server.ts';
import type { HeadFile, LinkContent } from './chain.logic.ts';
import { aboutItem, type Fault, type FaultKind, Faults, itemName, localTime } from './faults.logic.ts';
import { readHeads, signedRight } from './heads.server.ts';

/** What is dated this much before a head, and linked after it, came in later than it says. Longer than any act takes. */
const LATE_MS = 3_600_000;

interface Known {
  head: HeadFile;
  /** Brought by the auditor, and not from the city's own table. */
  brought: boolean;
}

export class HeadCheck {
  readonly remarks: string[] = [];
  readonly anyKept: boolean;
  readonly #city: City;
  readonly #titles: ReadonlyMap<string, string>;
  /** By the link they name. */
  readonly #ahead: Known[];
  /** The newest head that was passed; what is linked after it must not be much older. */
  #passed: HeadFile | undefined;
  readonly #found = new Faults();
  readonly #late = new Faults();

  static async begin(
    tx: Tx,
    city: City,
    options: { file?: HeadFile; ownKeyId?: string; titles: ReadonlyMap<string, string> },
  ): Promise<HeadCheck> {
    const kept = (await readHeads(tx)).filter((head) => head.n > 0);
    return new HeadCheck(city, kept, options);
  }

  private constructor(
    city: City,
    kept: readonly HeadFile[],
    options: { file?: HeadFile; ownKeyId?: string; titles: ReadonlyMap<string, string> },
  ) {
    this.#city = city;
    this.#titles = options.titles;
    this.anyKept = kept.length > 0;
    const known: Known[] = kept.map((head) => ({ head, brought: false }));
    if (options.file) known.push({ head: options.file, brought: true });
    for (const one of known) this.#signature(one);
    this.#keys(kept, options.file, options.ownKeyId);
    this.#ahead = known.filter(({ head }) => head.n > 0).toSorted((a, b) => a.head.n - b.head.n);
  }

  /** A link and what it stands for, in order. */
  met(link: LinkContent & { hash: string }, item: Item | undefined): void {
    this.#dated(link, item);
    while (this.#ahead[0] && this.#ahead[0].head.n <= link.n) {
      const { head, brought } = this.#ahead.shift()!;
      if (head.n === link.n && head.hash !== link.hash) this.#unfit(head, brought);
      if (this.#passed === undefined || Date.parse(head.at) > Date.parse(this.#passed.at)) this.#passed = head;
    }
  }

  /** After the last link: heads that name later ones tell that the end is gone. */
  end(lastLink: number, faults: Faults): void {
    const beyond = this.#ahead.at(-1);
    if (beyond) {
      const { head, brought } = beyond;
      const lost = head.n - lastLink;
      this.#add('cut', head, `链只到第${lastLink}环，而${of(head, brought)}到第${head.n}环：末尾${lost}环被截掉`);
    }
    for (const fault of [...this.#found.told, ...this.#late.told]) faults.add(fault);
  }

  #signature({ head, brought }: Known): void {
    if (brought && head.signature === null) {
      this.remarks.push('带来的链头没有签名，只核对了它的摘要');
      return;
    }
    if (!signedRight(head))
      this.#add('head-signature', head, `${of(head, brought)}的签名不对：内容被改过，或者不是原来的文件`);
  }

  #keys(kept: readonly HeadFile[], file: HeadFile | undefined, ownKeyId: string | undefined): void {
    const foreign = ownKeyId === undefined ? [] : kept.filter(({ keyId }) => keyId !== ownKeyId);
    if (foreign.length > 0)
      this.remarks.push(
        `有${foreign.length}个保存的链头不是用本机的密钥签的（${[...new Set(foreign.map(({ keyId }) => keyId))].join('、')}）；从别的服务器迁来的城市是这样`,
      );
    if (!file?.keyId) return;
    const keys = new Set([...(ownKeyId === undefined ? [] : [ownKeyId]), ...kept.map(({ keyId }) => keyId)]);
    if (keys.size > 0 && !keys.has(file.keyId))
      this.#add('head-key', file, `带来的链头是用另一把密钥签的（${file.keyId}），这套系统没有用过`);
  }

  #unfit(head: HeadFile, brought: boolean): void {
    if (head.city !== this.#city.code) {
      this.#add('head-city', head, `带来的链头属于“${head.cityName}”（${head.city}），不是这个城市的`);
      return;
    }
    const since = this.#passed ? `第${this.#passed.n}环之后、` : '';
    this.#add('head-hash', head, `第${head.n}环与${of(head, brought)}不符：${since}第${head.n}环及以前被整个重写过`);
  }

  /** Dated before a head that was taken without it. */
  #dated(link: LinkContent, item: Item | undefined): void {
    if (!item || !this.#passed) return;
    if (!(Date.parse(item.at) < Date.parse(this.#passed.at) - LATE_MS)) return;
    const about = aboutItem(item, this.#titles);
    this.#late.add({
      kind: 'inserted',
      n: link.n,
      when: item.at,
      item: { kind: link.kind, id: link.itemId },
      about,
      says: `第${link.n}环的${itemName(link.kind)}是补入的：写的是${localTime(item.at)}，而${localTime(this.#passed.at)}的链头里没有它：${about}`,
    });
  }

  #add(kind: FaultKind, head: HeadFile, says: string): void {
    const fault: Fault = {
      kind,
      n: head.n,
      when: head.at,
      item: { kind: 'head', id: String(head.n) },
      about: '',
      says,
    };
    this.#found.add(fault);
  }
}

const of = (head: HeadFile, brought: boolean): string =>
  `${brought ? '带来的' : '保存的'}链头（${localTime(head.at)}）`;
