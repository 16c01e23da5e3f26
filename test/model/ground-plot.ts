import fc from 'fast-check'
import { type ContentName, SPEECHES, type SubjectName, WORDS } from './gate.ts'
import { ActAlone, ActOnDocuments, GiveBack, LookAtAlone, TellLies, WaitForAlerts } from './ground-steps.ts'
import { type Claim, CLAIMS, LIES } from './grounds.ts'
import { Ask } from './people-steps.ts'
import { SIGNERS } from './pinned-people.ts'
import {
  CAST_MAX,
  continueHistory,
  closeBreakers,
  leaveOrFreeze,
  night,
  pass,
  passNext,
  repeat,
  actsOfPeople,
  secretThief,
  someone,
  WORLD,
} from './steps.ts'

const claims = Object.keys(CLAIMS) as Claim[]
const claim = fc.oneof(
  fc.constantFrom(...claims.filter((one) => CLAIMS[one].isProof)),
  fc.constantFrom(...claims.filter((one) => !CLAIMS[one].isProof)),
)
const speech = fc.constantFrom<ContentName>(...SPEECHES)
const word = fc.constantFrom<ContentName>(...WORDS)
const by = someone(CAST_MAX)
const hide = fc
  .tuple(by, fc.oneof({ weight: 4, arbitrary: word }, { weight: 1, arbitrary: speech }))
  .map(
    ([who, subject]) =>
      new Ask({ by: who, subject, action: 'hide', durationMs: null, legalDuty: false, complete: true }),
  )
const documents = fc
  .tuple(fc.nat(2), fc.uniqueArray(speech, { minLength: 3, maxLength: 3 }))
  .map(([who, contents]) => new ActOnDocuments(who, contents))
const given = fc.constantFrom<SubjectName>('wide', 's1', 's2', 'w1')

/** The possible steps where one person acts alone on a ground, and hides one content after the other. */
export const groundSteps = repeat([
  [12, fc.tuple(fc.nat(2), speech, claim).map(([who, content, said]) => new ActAlone(who, content, said))],
  [1, documents],
  [4, fc.tuple(by, fc.nat(2), fc.boolean()).map(([who, index, undoes]) => new LookAtAlone(who, index, undoes))],
  [3, fc.constantFrom(5, 16, 61, 61).map((minutes) => new WaitForAlerts(minutes))],
  [6, hide],
  [3, fc.tuple(fc.oneof(speech, word), fc.constantFrom(...LIES)).map(([content, lie]) => new TellLies(content, lie))],
  [2, fc.tuple(given, fc.constantFrom(...SIGNERS)).map(([subject, signers]) => new GiveBack(subject, signers))],
  [1, secretThief],
  [6, continueHistory],
  [3, actsOfPeople(CAST_MAX)],
  [1, pass],
  [1, passNext],
  ...WORLD,
  [1, closeBreakers],
  [1, night],
  [1, leaveOrFreeze],
])
