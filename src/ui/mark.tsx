/** A state: shape and word together; color never alone. */
import type { ReactNode } from 'react';

export type MarkKind = 'ok' | 'soon' | 'over' | 'miss' | 'next' | 'none' | 'sig';

const WORDS: Record<MarkKind, string> = {
  ok: '已完成',
  soon: '即将到期',
  over: '逾期',
  miss: '未写',
  next: '未到期',
  none: '本月无此项',
  sig: '提示',
};
const TONES: Record<MarkKind, string> = {
  ok: 'green',
  soon: 'amber',
  over: 'red',
  miss: 'amber',
  next: '',
  none: 'ink2',
  sig: '',
};

interface Props {
  kind: MarkKind;
  /** The word beside the shape; the usual one when left out. */
  children?: ReactNode;
  /** Shape only, with its word for screen readers: the words beside it already say the state. */
  bare?: boolean;
  /** Shape colored, words in ink. */
  plain?: boolean;
}

/** ✓ 已完成 · half disc 即将到期 · solid square 逾期 · hollow square 未写 · ring 未到期 · dash 本月无此项 · wedge 提示. */
export function Mark({ kind, children, bare = false, plain = false }: Props) {
  const shape = <i className={`m m-${kind}`} aria-hidden="true" />;
  if (bare) {
    return (
      <>
        {shape}
        <span className="unseen">{WORDS[kind]}</span>
      </>
    );
  }
  return (
    <span className={plain ? undefined : TONES[kind] || undefined}>
      {shape}
      {children ?? WORDS[kind]}
    </span>
  );
}
