import type { RelyingParty } from '../../src/foundation/settings/relying-party.ts'

/** The relying party for the passkeys of a replay's people. No browser ever sees it. */
export const REPLAYED: RelyingParty = { origin: 'https://desk.example', rpId: 'desk.example' }
