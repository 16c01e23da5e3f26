import type { RelyingParty } from '../../foundation/settings/relying-party.ts'

/** Whom the passkeys of a replay's people are made for: nobody's browser ever sees it. */
export const REPLAYED: RelyingParty = { origin: 'https://desk.example', rpId: 'desk.example' }
