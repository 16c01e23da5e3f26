import type { Seal } from './seal.ts'

/** 160 bits in hex: mail servers may change the case of an address. */
const TOKEN_CHARS = 40

/** Returns the random part of a letter's return address. `part` tells letters with one id apart, after a restore. */
export const returnTokenOf = (seal: Seal, id: string, part: string): string =>
  seal.mark(`${id} ${part}`, 'return address of a letter').toString('hex').slice(0, TOKEN_CHARS)

/** Returns the return address with a letter's part, such as returns+0f3c…@platform.example (RFC 5233). */
export function returnAddressOf(address: string, token: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${token}${address.slice(at)}`
}

const TAGGED = new RegExp(`\\+(?<token>[0-9a-f]{${TOKEN_CHARS}})@`, 'i')

/** Returns the letter's part of an address. Undefined: it has none. */
export const returnTokenIn = (address: string): string | undefined => TAGGED.exec(address)?.groups?.token?.toLowerCase()
