import type { ConnectorFailure } from '../../foundation/connector/connector.ts'
import type { FindFix } from './step.ts'

type Fixes = Readonly<Partial<Record<ConnectorFailure, string>>>

/** The fix for each failure that has the same reason at every platform. */
const COMMON: Fixes = {
  timeout: 'The platform answers too slowly. Every call must be answered within five seconds.',
  unreachable: 'Check that the server runs, and that no firewall is between it and the desk.',
  over_budget: 'The rate limit of the platform is used up. Wait some minutes, and raise it if that happens often.',
  unavailable: 'The server has a fault of its own. Look into its log at this time.',
}

interface KindOfSetUp {
  /** The id of an account that no platform of this kind has. */
  absentAccount: string
  fixes: (secret: string) => Fixes
}

const KINDS: Readonly<Record<string, KindOfSetUp>> = {
  webhook: {
    absentAccount: 'countersign-doctor-no-such-account',
    fixes: (secret) => ({
      bad_signature: `The platform has another secret. Give both the same one: ${secret}SECRET.`,
      not_authorised: 'The platform refuses the signature of the desk. Give it the present public key of the desk.',
      malformed: 'The platform does not know this call. Update platform-kit there, or correct the path of the address.',
      unreadable: 'The server there does not speak the platform protocol. Correct the path of the address.',
      unavailable: 'The server there does not speak the platform protocol, or has a fault. Look into its log.',
    }),
  },
  mastodon: {
    absentAccount: '0',
    fixes: (secret) => ({
      not_authorised: `Make an access token with the four scopes of docs/how-to/mastodon.md, by an account whose role has Manage Users and Manage Reports, and set ${secret}TOKEN.`,
      refused: 'Give the role of the account the permissions Manage Users and Manage Reports.',
      malformed: 'The server is no Mastodon server, or older than 4.2.',
      unreadable: 'The server is no Mastodon server, or a proxy answers in its place. Correct the address.',
    }),
  },
  atproto: {
    absentAccount: `did:plc:${'a'.repeat(24)}`,
    fixes: (secret) => ({
      bad_signature: `The PDS refuses the password. Set ${secret}PASSWORD to its PDS_ADMIN_PASSWORD.`,
      unreadable: 'The server is no PDS, or a proxy answers in its place. Correct pds.',
      malformed: 'The server does not know this method. Update the PDS, or correct pds.',
    }),
  },
}

/** Returns what the steps need to know of a kind of platform: an id that is never there, and the fix for a failure. */
export function fixFinder(kind: string, platform: string): { absentAccount: string; findFix: FindFix } {
  const name = platform === 'default' ? '' : `${platform.toUpperCase().replaceAll('-', '_')}_`
  const known = KINDS[kind]
  const own = known?.fixes(`COUNTERSIGN_PLATFORM_${name}`) ?? {}
  return {
    absentAccount: known?.absentAccount ?? 'no-such-account',
    findFix: (failure) => own[failure] ?? COMMON[failure] ?? 'Look into the log of the platform at this time.',
  }
}
