import {
  makeSoftwareKey,
  registerSoftwareKey,
  signWithSoftwareKey,
} from '../../src/people/passkeys/software-authenticator.ts'
import { givenKey, givenPasskey } from '../support/people.ts'
import { TEST_PARTY } from '../support/server.ts'
import { type Ask, postSigned } from './ask-operation.ts'
import type { HostileDesk } from './hostile-desk.ts'

/** Adds one person to the rota, announces their departure, restricts them and ends their access. */
export async function endPersonByEveryRoute(ask: Ask, { known }: HostileDesk): Promise<void> {
  const [staffId = ''] = known.staffId ?? []
  await ask('GET /v1/staff?ended=true')
  await ask('GET /v1/reachable')
  await ask(`GET /v1/staff/${staffId}/passkeys`)
  const nights = { turn: 'primary', zone: 'Europe/Berlin', days: [1, 2], begins: '22:00', ends: '06:00' }
  const { id } = await ask('POST /v1/rota', { staffId, ...nights, fromDay: '2031-05-01' })
  await ask('GET /v1/rota')
  await postSigned(ask, `POST /v1/rota/${id}/remove`, {}, undefined, {
    act: 'staff_rights',
    about: `${staffId}:shift:${id}`,
  })
  await ask(`POST /v1/staff/${staffId}/notice`, { kind: 'voluntary', endsAt: '2100-01-01T00:00:00Z' })
  await ask(`POST /v1/staff/${staffId}/postpone`)
  await postSigned(ask, `POST /v1/staff/${staffId}/restrict`, { reason: 'A stolen laptop.' })
  await postSigned(ask, `POST /v1/staff/${staffId}/end`, {}, 'admin')
}

/** Begins a shift, takes a break, returns and ends the shift. */
export async function workShift(ask: Ask): Promise<void> {
  await ask('PUT /v1/me/wellbeing', { blur: true, grey: true, mute: false })
  const preferences = { language: 'de', timeZone: 'Europe/Berlin', tourClosed: true, checklistClosed: false }
  await ask('PUT /v1/me/preferences', preferences)
  await ask('GET /v1/me/facts')
  await ask('GET /v1/me/shift')
  await ask('POST /v1/me/shift', { plannedMinutes: 60 })
  for (const step of ['break', 'back', 'end']) await ask(`POST /v1/me/shift/${step}`)
  for (const path of ['me/shift', 'me/shifts', 'shifts?days=30']) await ask(`GET /v1/${path}`)
}

/** Invites the caller, makes a passkey and signs in with it; adds a second one, and removes the first. */
export async function signIn(ask: Ask, { desk }: HostileDesk): Promise<void> {
  const key = makeSoftwareKey()
  const { id: staffId } = await ask('GET /v1/me')
  const { link = '' } = await ask('POST /v1/invitations', { staffId })
  const [, invitation] = link.split('#')
  const begun = await ask('POST /v1/enrolments/begin', { invitation })
  const registration = registerSoftwareKey(key, String(begun.challenge), TEST_PARTY)
  await ask('POST /v1/enrolments/finish', { invitation, label: 'first', transports: ['internal'], registration })
  const { challenge = '' } = await ask('POST /v1/sign-in/begin')
  await ask('POST /v1/sign-in/finish', signWithSoftwareKey(key, challenge, TEST_PARTY))
  const { items } = await ask('GET /v1/me/sessions')
  const [session] = items as unknown as { id: string }[]
  await ask(`DELETE /v1/me/sessions/${session?.id}`)
  await ask('DELETE /v1/me/sessions')
  const own = [
    'POST /v1/sign-out',
    'GET /v1/me/passkeys',
    'GET /v1/invitations',
    'GET /v1/setup-steps',
    'GET /v1/platforms',
  ]
  for (const route of [...own, `GET /v1/staff/${staffId}/sessions`]) await ask(route)
  await ask(`POST /v1/staff/${staffId}/sessions/revoke`, { reason: 'A stolen laptop.' })
  const more = await ask('POST /v1/me/passkeys/begin')
  const second = registerSoftwareKey(makeSoftwareKey(), String(more.challenge), TEST_PARTY)
  await ask('POST /v1/me/passkeys/finish', { label: 'second', registration: second })
  const { id: unused } = await ask('POST /v1/invitations', { staffId })
  await ask(`DELETE /v1/invitations/${unused}`)
  const { id: leaked } = await givenKey(desk.db, ['report'])
  await ask(`POST /v1/keys/${leaked}/revoke`, { reason: 'It was in a log.' })
  await givenPasskey(desk.db, staffId ?? '')
  await ask('POST /v1/me/passkeys/remove', { credentialId: key.credentialId, reason: 'Lost.' })
}
