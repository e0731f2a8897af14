/**
 * Processes declared as tables: state, act, who may, what it needs, where it leads. One engine runs all of them.
 * A state is never stored as truth: it is what the acts recorded so far add up to.
 */

export interface ActRule<State extends string, By extends string> {
  /** 中文名: the verb on the button. */
  name: string;
  from: readonly State[];
  to: State;
  by: By;
  /** What the act must bring. */
  needs?: readonly ('reason' | 'content')[];
  /** What the button says will happen, and to whom. */
  says: string;
}

export interface Process<State extends string, Act extends string, By extends string> {
  id: string;
  name: string;
  initial: State;
  states: Readonly<Record<State, { name: string; final?: boolean }>>;
  acts: Readonly<Record<Act, ActRule<State, By>>>;
}

/** Declares a process and checks it: every state can be reached. */
export function process<State extends string, Act extends string, By extends string>(
  declared: Process<State, Act, By>,
): Process<State, Act, By> {
  const reached = new Set<State>([declared.initial]);
  const acts = Object.values(declared.acts) as ActRule<State, By>[];
  for (let grew = true; grew; ) {
    grew = false;
    for (const act of acts) {
      if (!reached.has(act.to) && act.from.some((state) => reached.has(state))) {
        reached.add(act.to);
        grew = true;
      }
    }
  }
  const lost = (Object.keys(declared.states) as State[]).find((state) => !reached.has(state));
  if (lost) throw new Error(`process ${declared.id}: state ${lost} can never be reached`);
  return declared;
}

/** The state that a sequence of acts leads to. Throws when an act was not possible in its state: the source is then wrong. */
export function stateAfter<State extends string, Act extends string, By extends string>(
  declared: Process<State, Act, By>,
  acts: readonly Act[],
): State {
  return acts.reduce((state, act) => {
    const rule = declared.acts[act];
    if (!rule.from.includes(state)) throw new Error(`process ${declared.id}: ${act} is not possible in ${state}`);
    return rule.to;
  }, declared.initial);
}

/** The acts that someone in these positions may do now. */
export function actsPossible<State extends string, Act extends string, By extends string>(
  declared: Process<State, Act, By>,
  state: State,
  positions: ReadonlySet<By>,
): Act[] {
  return (Object.keys(declared.acts) as Act[]).filter((act) => {
    const rule = declared.acts[act];
    return rule.from.includes(state) && positions.has(rule.by);
  });
}

export type ActRefusal = 'wrong-state' | 'not-yours' | 'reason-missing' | 'content-missing';

/** Why an act is refused now, or undefined when it may be done. */
export function refusedBecause<State extends string, Act extends string, By extends string>(
  declared: Process<State, Act, By>,
  state: State,
  act: Act,
  given: { positions: ReadonlySet<By>; reason?: string; hasContent?: boolean },
): ActRefusal | undefined {
  const rule = declared.acts[act];
  if (!given.positions.has(rule.by)) return 'not-yours';
  if (!rule.from.includes(state)) return 'wrong-state';
  if (rule.needs?.includes('reason') && !given.reason?.trim()) return 'reason-missing';
  if (rule.needs?.includes('content') && !given.hasContent) return 'content-missing';
  return undefined;
}
