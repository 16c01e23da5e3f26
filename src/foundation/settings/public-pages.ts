import type { EnvironmentReader } from './environment.ts'
import type { RelyingParty } from './relying-party.ts'

/** The pages for people outside: how they look, and the address at which they answer. */
export interface PublicPages {
  /** The origin that serves these pages and nothing else. Undefined: they answer on the desk's own origin. */
  readonly origin?: string
  /** The platform's name, as its visitors know it. Undefined: the pages are called Content reports. */
  readonly name?: string
  /** The platform's colour, #rrggbb. */
  readonly colour?: string
  /** The id of the API key under which notices are stored. Undefined: the notice form is closed. */
  readonly keyId?: string
}

/** Reads how the pages for people outside look, and where they answer. Their origin must not be the desk's own. */
export function readPublicPages(
  { read, check }: EnvironmentReader,
  desk: RelyingParty | undefined,
  problems: string[],
): PublicPages {
  const readChecked = (name: string, parse: (text: string) => string | undefined, wanted: string) =>
    check(name, read(name), parse, wanted)
  const origin = readChecked('COUNTERSIGN_PUBLIC_ORIGIN', parsePublicOrigin, A_PUBLIC_ORIGIN)
  const name = readChecked('COUNTERSIGN_PUBLIC_NAME', parsePublicName, A_PUBLIC_NAME)
  const colour = readChecked('COUNTERSIGN_PUBLIC_COLOUR', parseColour, A_COLOUR)
  const keyId = readChecked('COUNTERSIGN_PUBLIC_KEY', parseKeyId, A_KEY_ID)
  if (origin !== undefined && origin === desk?.origin)
    problems.push(
      'COUNTERSIGN_PUBLIC_ORIGIN must be another address than COUNTERSIGN_ORIGIN. Without it the pages answer there.',
    )
  return { ...(origin && { origin }), ...(name && { name }), ...(colour && { colour }), ...(keyId && { keyId }) }
}

/** The longest name of a platform on its pages. */
const NAME_CHARS_MAX = 60

const A_PUBLIC_ORIGIN = 'https and a name, such as https://notices.platform.example, or http://localhost and a port'
const A_PUBLIC_NAME = `a name of at most ${NAME_CHARS_MAX} characters`
const A_COLOUR = 'a colour such as #0a5c8f'
const A_KEY_ID = 'the id of an API key, such as key_7'

/** Control and bidirectional characters would change what stands beside the name. */
const UNFIT = /[\p{Cc}\p{Cf}]/u

const parsePublicName = (text: string): string | undefined =>
  text.length <= NAME_CHARS_MAX && !UNFIT.test(text) ? text : undefined
const parseColour = (text: string): string | undefined =>
  /^#[0-9a-f]{6}$/i.test(text) ? text.toLowerCase() : undefined
const parseKeyId = (text: string): string | undefined => (/^key_\d{1,9}$/.test(text) ? text : undefined)

/** Returns an origin without a path: https, or http on localhost. */
function parsePublicOrigin(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null || (url.origin !== text && `${url.origin}/` !== text)) return undefined
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost')
    ? url.origin
    : undefined
}
