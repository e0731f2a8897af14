/**
 * The draft of a month as it is written: put down on this machine at every rest, sent to the server after it, kept through
 * reloads and lost networks. A draft that met a newer one is not sent over it; both are shown.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Month } from '../../core/time/room.ts';
import { type Answer, ApiError, call, NetworkLost } from '../../ui/api.ts';
import { useDraft } from '../../ui/drafts.ts';
import { useOnline } from '../../ui/online.ts';
import { type draftConflict, type ledgerOpen, ledgerSaveDraft } from './ledger.contract.ts';
import type { LedgerSignal } from './ledger-signals.logic.ts';
import type { LedgerDraft } from './month-ledger.logic.ts';

export type Opened = Answer<typeof ledgerOpen>;
export type Conflict = z.output<typeof draftConflict>;

interface Local {
  baseRev: number;
  body: LedgerDraft;
  /** Written here and not yet kept by the server. */
  unsent: boolean;
}

export interface LedgerDraftState {
  draft: LedgerDraft;
  rev: number;
  signals: readonly LedgerSignal[];
  change: (next: (now: LedgerDraft) => LedgerDraft) => void;
  /** Sends what is not yet sent; answers the revision, or undefined when it could not be sent. */
  send: () => Promise<number | undefined>;
  save: { at: string | number | undefined; saving: boolean; local: boolean; retry?: () => void };
  /** Why the last attempt was refused. */
  refused: ApiError | undefined;
  conflict: Conflict | undefined;
  settled: (rev: number, body: LedgerDraft) => void;
}

/** Rest after the last change before the server is told. */
const REST_MS = 900;
/** Wait before a lost network is tried again. */
const AGAIN_MS = 8_000;

const DEVICE_KEY = 'xieshi.device';

/** Name of this browser, so that two of them can be told apart: 手机·k3x9. */
export function deviceName(): string {
  const kept = localStorage.getItem(DEVICE_KEY);
  if (kept) return kept;
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => (byte % 36).toString(36)).join('');
  const made = `${window.matchMedia('(max-width: 767.98px)').matches ? '手机' : '电脑'}·${letters}`;
  localStorage.setItem(DEVICE_KEY, made);
  return made;
}

/** `手机` or `电脑`, as said on screens. */
export const deviceWord = (device: string): string => device.split('·')[0] || '另一处';

/** The draft of an opened month. `active`: it may be edited. */
export function useLedgerDraft(opened: Opened, active: boolean): LedgerDraftState {
  const { period } = opened;
  const fresh = useCallback((): Local => ({ baseRev: opened.rev, body: opened.draft, unsent: false }), [opened]);
  const local = useDraft<Local>(`ledger/${period}`, fresh);
  const [signals, setSignals] = useState(opened.signals);
  const [keptAt, setKeptAt] = useState<string | undefined>(opened.savedAt ?? undefined);
  const [saving, setSaving] = useState(false);
  const [lost, setLost] = useState(false);
  const [refused, setRefused] = useState<ApiError>();
  const [conflict, setConflict] = useState<Conflict>();
  const online = useOnline();
  const now = useRef<Local>(fresh());
  if (local.value) now.current = local.value;
  const running = useRef<Promise<number | undefined>>(undefined);
  const { set } = local;

  const put = useCallback(
    (next: Local): void => {
      now.current = next;
      set(next);
    },
    [set],
  );

  // The server has something newer and nothing is waiting here: then that is the draft.
  const found = local.value !== undefined;
  useEffect(() => {
    setSignals(opened.signals);
    setKeptAt(opened.savedAt ?? undefined);
    if (found && !now.current.unsent) put(fresh());
  }, [opened, found, fresh, put]);

  const sendOnce = useCallback(async (): Promise<number | undefined> => {
    const sent = now.current;
    setSaving(true);
    try {
      const answer = await call(ledgerSaveDraft, {
        params: { period },
        body: { baseRev: sent.baseRev, device: deviceName(), body: sent.body },
      });
      const unchanged = now.current.body === sent.body;
      put({ baseRev: answer.rev, body: unchanged ? answer.draft : now.current.body, unsent: !unchanged });
      setSignals(answer.signals);
      setKeptAt(answer.savedAt);
      setLost(false);
      setRefused(undefined);
      return unchanged ? answer.rev : undefined;
    } catch (error) {
      if (error instanceof NetworkLost) setLost(true);
      else if (error instanceof ApiError && error.detail.code === 'draft-conflict') {
        setConflict(error.detail.data as Conflict);
      } else if (error instanceof ApiError) setRefused(error);
      else throw error;
      return undefined;
    } finally {
      setSaving(false);
    }
  }, [period, put]);

  const send = useCallback(async (): Promise<number | undefined> => {
    await running.current;
    if (!now.current.unsent) return now.current.baseRev;
    running.current = sendOnce();
    const rev = await running.current;
    running.current = undefined;
    return rev;
  }, [sendOnce]);

  // Every change starts the rest anew.
  const waiting = active && !conflict && !refused && local.value?.unsent ? local.value : undefined;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => void send(), lost && !online ? AGAIN_MS : REST_MS);
    return () => clearInterval(timer);
  }, [waiting, lost, online, send]);

  const value = local.value ?? now.current;
  return {
    draft: value.body,
    rev: value.baseRev,
    signals,
    change: (next) => {
      setRefused(undefined);
      put({ ...now.current, body: next(now.current.body), unsent: true });
    },
    send,
    save: {
      at: value.unsent && lost ? local.savedAt : keptAt,
      saving: saving || (value.unsent && !lost && !refused),
      local: value.unsent && lost,
      ...(refused ? { retry: () => setRefused(undefined) } : {}),
    },
    refused,
    conflict,
    settled: (rev, body) => {
      put({ baseRev: rev, body, unsent: false });
      setConflict(undefined);
    },
  };
}

/** Months are named in the address. */
export const pathOf = (period: Month): string => `/ledger/${period}`;
