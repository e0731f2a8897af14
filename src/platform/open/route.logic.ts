/**
 * What a route is: method, path, ability, input and answer. From these declarations come the handlers' types, request
 * checking, the OpenAPI document, the typed client and the access matrix.
 */
import { z } from 'zod';
import type { Ability } from '../access/room.ts';

/** How far a sign-in has come: the second factor is still asked for, one must be set up first, or all is done. */
export type Stage = 'password' | 'enroll' | 'full';

export interface Route<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  /** Unique, dotted: `ledger.open`. Becomes the operationId. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api`, with `:name` parameters. */
  path: string;
  /** 中文 title for the OpenAPI document. */
  title: string;
  /** `open`: anybody, before signing in. */
  ability: Ability | 'open';
  params: P;
  query: Q;
  body: B;
  answer: A;
  /** Names the subject of the audit line when the route reads a person's file. */
  readsPersonFile?: boolean;
  /** Stages of a sign-in that is not done yet at which it answers already; elsewhere only when all is done. */
  stages?: readonly Exclude<Stage, 'full'>[];
  /** The body is a multipart upload; the handler gets files. */
  upload?: boolean;
  /** Answers a workbook instead of JSON. */
  file?: boolean;
  /** Its answer may take minutes: whoever asks waits, and shows how far it is. */
  slow?: boolean;
}

/** Media type of the workbooks that are answered. */
export const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const nothing = z.object({});
type Nothing = typeof nothing;

/** Declares a route; what is left out is empty. */
export function route<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  A extends z.ZodType = Nothing,
>(declared: {
  id: string;
  method: Route['method'];
  path: string;
  title: string;
  ability: Route['ability'];
  params?: P;
  query?: Q;
  body?: B;
  answer?: A;
  readsPersonFile?: boolean;
  stages?: Route['stages'];
  upload?: boolean;
  file?: boolean;
  slow?: boolean;
}): Route<P, Q, B, A> {
  return {
    ...declared,
    params: declared.params ?? (nothing as unknown as P),
    query: declared.query ?? (nothing as unknown as Q),
    body: declared.body ?? (nothing as unknown as B),
    answer: declared.answer ?? (nothing as unknown as A),
  };
}

/** The shape of every error answer. */
export const errorAnswer = z.object({
  error: z.object({
    code: z.string(),
    what: z.string(),
    where: z.string().optional(),
    now: z.string().optional(),
    data: z.unknown().optional(),
  }),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>;
