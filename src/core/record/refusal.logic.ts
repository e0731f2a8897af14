/** Errors that are part of the interface: what is wrong, where, and what to do now. */

export interface RefusalDetail {
  /** Stable, for machines: `unit-unknown`, `ledger-closed`. */
  code: string;
  /** What is wrong, in Chinese, blaming nobody. */
  what: string;
  /** The field, cell or place, in the user's words. */
  where?: string;
  /** What to do now. */
  now?: string;
  /** HTTP status; 422 when not given. */
  status?: number;
  /** Further facts for the screen (both versions of a conflict, near names). */
  data?: unknown;
}

export class Refusal extends Error {
  readonly detail: RefusalDetail;
  constructor(detail: RefusalDetail) {
    super(detail.what);
    this.name = 'Refusal';
    this.detail = detail;
  }
}

export const notFound = (what: string): Refusal =>
  new Refusal({
    code: 'not-found',
    status: 404,
    what: `没有找到${what}`,
    now: '可能已被收回，或不在您能看的范围内；请回到上一页',
  });

export const forbidden = (what: string, whoCanGive: string): Refusal =>
  new Refusal({ code: 'forbidden', status: 403, what, now: `如工作需要，请联系${whoCanGive}` });
