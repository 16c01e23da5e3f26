import {
  approve,
  AUDIENCE,
  authorise,
  listOf,
  makeDeskKey,
  makePerson,
  enforcement,
  propose,
  signList,
} from './signing-people.ts'
import {
  OFFLINE,
  instruct,
  makeSecret,
  revertIn,
  START_MS,
  sign,
  startSmallPlatform,
  UP,
  VALE,
} from './small-platform.ts'

const MINUTE_MS = 60_000
const WEEK_MINUTES = 10_080

/** Plays every kind of signature, every refusal of one, and time, at a platform on each runtime of the kit. */
export async function makePlay() {
  const [ana, ben, eve] = [makePerson('ana', 'RS256'), makePerson('ben', 'EdDSA'), makePerson('eve')]
  const key = makeDeskKey()
  const small = startSmallPlatform()
  const confirmMs = 5 * MINUTE_MS
  const dora = makePerson('dora')
  const proposed = propose(dora, 'enf_1')
  const approvals = [approve(ana, 'enf_1', { confirmMs }), approve(ben, 'enf_1', { confirmMs })]
  const agreed = [proposed, ...approvals]
  const brief = instruct(1, OFFLINE, { reverts: [revertIn(5), revertIn(WEEK_MINUTES)] })
  const whole = instruct(2, OFFLINE, { reverts: [revertIn(WEEK_MINUTES)] })
  const send = (minutes: number, instruction: typeof brief, approvals: typeof agreed, secret = small.secret) => {
    small.clock.nowMs = START_MS + minutes * MINUTE_MS
    const authorisation = authorise(small, key, instruction, { enforcements: [enforcement('enf_1')], approvals })
    const call = sign(small, JSON.stringify({ type: 'subject.apply', instruction, authorisation }), { secret })
    return { at: small.clock.nowMs, call }
  }
  const one = send(0, brief, agreed)
  const confirmed = [...agreed, approve(eve, 'enf_1', { act: 'confirm', confirmMs })]
  const steps = {
    'bad_signature: up': send(0, brief, agreed, makeSecret()),
    'not_agreed: up': send(0, brief, [proposed, approve(ana, 'enf_1', { confirmMs })]),
    ' not_agreed: up': send(0, brief, approvals),
    'applied: offline': one,
    'replayed: offline': one,
    'known: offline': send(1, brief, agreed),
    'not_agreed: offline': send(2, whole, agreed),
    ' applied: offline': send(3, whole, confirmed),
    'time passes: offline': { at: START_MS + 6 * MINUTE_MS },
    'time passes: up': { at: START_MS + WEEK_MINUTES * MINUTE_MS },
    'stale_generation: up': send(WEEK_MINUTES + 1, brief, agreed),
  }
  const pinned = listOf([ana, ben, dora])
  const given = {
    secret: small.secret,
    subject: VALE,
    state: UP,
    authority: { audience: AUDIENCE, deskKeys: [key.jwk] },
    pinned,
    signedSince: [await signList(listOf([ana, ben, eve, dora], 2), [ana, ben])],
    sent: Object.values(steps),
  }
  return { given, expected: Object.keys(steps).map((step) => step.trim()) }
}
