import { type Static, Type } from 'typebox'
import { RESTORE_CAUSES } from '../../foundation/domain.ts'
import { orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import type { RestoreHistory } from './enforcement-history.ts'

/** Returns the name of an actor that the reader may know. Null: withheld. */
export type Name = (actor: string) => string | null

export const By = Type.String({ description: 'A person by their pseudonym, a machine as key:ID, the desk as desk.' })
/** A possible approver sees the proposer only after their own review. */
export const ByOrLater = orNull(By, 'Null: withheld until your own review.')

export const RestoreReply = Type.Object({
  cause: Type.Enum([...RESTORE_CAUSES]),
  by: ByOrLater,
  reason: orNull(Type.String()),
  askedAt: Timestamp,
  visibleAt: orNull(Timestamp),
  restoredAt: orNull(Timestamp),
  reachBefore: orNull(Type.Integer()),
  askedBy: orNull(Type.String({ description: 'Two people were needed: who asked first.' })),
})

/** Builds a restore as this reader may see it. */
export const toRestoreReply = (restore: RestoreHistory, name: Name): Static<typeof RestoreReply> => ({
  ...restore,
  by: name(restore.by),
  reason: name(restore.by) === null ? null : restore.reason,
  askedBy: restore.askedBy === null ? null : name(restore.askedBy),
})
