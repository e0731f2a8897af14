/** The record kinds on the page of rights, as they are declared. */
import type { RecordKind } from '../../core/record/room.ts';
import { type Handler, handle } from '../open/handler.server.ts';
import { abilityKinds } from './abilities.contract.ts';

export const abilityHandlers = (installed: readonly RecordKind[]): Handler[] => [
  handle(abilityKinds, async () => ({
    kinds: installed.map(({ id, name, confidentiality, fields }) => ({
      id,
      name,
      confidentiality,
      confidentialFields: fields.filter((field) => field.confidential).map((field) => field.name),
    })),
  })),
];
