import { randomBytes } from 'node:crypto'
import {
  type Errand,
  type Identity,
  type IdentityProvider,
  IdentityRefusedError,
  ProviderAwayError,
  ProviderSetupError,
} from '../../foundation/outgoing/identity-provider.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { readRoles, formatRoles } from '../staff/said-roles.ts'
import type { SessionDevice } from '../sessions/session-device.ts'
import { type BegunSession, beginSession } from '../sessions/sessions.ts'
import { lockStanding } from '../staff/standing.ts'
import { hashSecret } from '../access/tokens.ts'
import { findBySignOn, insertSignOn, insertSignOnSession, takeSignOn } from './sign-on-queries.ts'

const BROWSER_BYTES = 32

/**
 * Sends the browser to the identity provider. `browser` goes into a cookie: only that browser can complete the sign-on.
 */
export async function beginSignOn(desk: Desk): Promise<{ url: string; browser: string }> {
  const { url, errand } = await (desk.saml ?? providerOf(desk))
    .begin()
    .catch((error: unknown) => formatAway(error, desk.log))
  const browser = randomBytes(BROWSER_BYTES).toString('base64url')
  await insertSignOn(desk.db, hashSecret(browser), errand)
  return { url: url.href, browser }
}

/** A browser that came back from the provider. */
interface Returned {
  /** The secret of its cookie. */
  browser: string | undefined
  /** The state that it brought back. */
  state: string
  /** Asks the provider, or checks its answer. */
  identify: (errand: Errand) => Promise<Identity>
  from: SessionDevice
}

/**
 * Signs in the person whom the provider identified, if the identity is linked to an active person. It creates a session
 * and nothing more: approvals need a passkey. Roles that the provider states are proposals. A refusal gives no reason.
 */
export async function finishSignOn(desk: Desk, { browser, state, identify, from }: Returned): Promise<BegunSession> {
  const errand =
    browser === undefined ? undefined : await takeSignOn(desk.db, { browserHash: hashSecret(browser), state })
  if (errand === undefined) throw refused(desk, 'no_errand')
  const identity = await identify(errand).catch((error: unknown) => {
    if (error instanceof IdentityRefusedError) throw refused(desk, error.code)
    return formatAway(error, desk.log)
  })
  const session = await signInAs(desk, identity, from)
  if (session === undefined) throw refused(desk, 'nobody_here')
  return session
}

/** Returns the configured provider. Throws not_found without one. */
export function providerOf({ identityProvider }: Desk): IdentityProvider {
  if (identityProvider !== undefined) return identityProvider
  throw new DeskError('not_found', message('sso.none'))
}

/** Converts a failure of the provider to an error that is not the caller's fault. */
export function formatAway(error: unknown, log: Desk['log']): never {
  if (error instanceof ProviderSetupError) {
    log.error({ why: error.message }, 'single sign-on is set up wrongly')
    throw new DeskError('unavailable', message('sso.setUp', { problem: error.message }))
  }
  if (!(error instanceof ProviderAwayError)) throw error
  throw new DeskError('unavailable', message('sso.away'))
}

async function signInAs(desk: Desk, identity: Identity, from: SessionDevice): Promise<BegunSession | undefined> {
  return inTransaction(desk.db, async (tx) => {
    const found = await findBySignOn(tx, identity)
    if (found === undefined) return undefined
    const { staffId, personId } = found
    const standing = await lockStanding(tx, staffId)
    if (!standing?.active) return undefined
    const by = { kind: 'staff', id: staffId } as const
    if (personId !== null) await formatRoles(tx, { personId, source: 'sign_in', roles: readRoles(identity.roles) }, by)
    const session = await beginSession(tx, { staffId, credentialId: null, from })
    await insertSignOnSession(tx, session.id, identity)
    return session
  })
}

/** The same answer for every refusal of a sign-on; the log has the reason and no personal data. */
function refused({ log }: Desk, why: string): DeskError {
  log.warn({ why }, 'a single sign-on was refused')
  return new DeskError('not_signed_in', message('sso.refused'))
}
