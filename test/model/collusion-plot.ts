import fc from 'fast-check'
import { Collude, LockInTurn, RestoreOldBackup, Tire } from './collusion-steps.ts'
import { CAST_MAX, continueHistory, leaveOrFreeze, pass, repeat, actsOfPeople, someone, WORLD } from './steps.ts'

const by = someone(CAST_MAX)

/** The possible steps where people collude or tire, and where a database loses its past. */
export const collusionSteps = repeat([
  [3, by.map((who) => new Tire(who))],
  [4, fc.tuple(by, by).map(([one, other]) => new Collude(one, other))],
  [3, fc.tuple(by, by, fc.constantFrom(1, 6, 12)).map(([one, other, hours]) => new LockInTurn(one, other, hours))],
  [2, by.map((who) => new RestoreOldBackup(who))],
  [6, continueHistory],
  [3, actsOfPeople(CAST_MAX)],
  [1, pass],
  ...WORLD,
  [1, leaveOrFreeze],
])
