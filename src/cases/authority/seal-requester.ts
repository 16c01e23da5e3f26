import type { Seal } from '../../foundation/outgoing/seal.ts'

const SEALED = 'sealed:'

/** The request that a text belongs to. In another row it can't be opened. */
interface Owner {
  clientId: string
  policyId: string
  content: string | null
}

/** Seals a text about who sent a removal request, so that a stolen database shows no name and no address. */
export const sealRequester = (seal: Seal, owner: Owner, text: string | null): string | null =>
  text === null ? null : `${SEALED}${seal.close(text, ownerOf(owner)).toString('base64')}`

/** Opens a sealed text. One from before texts were sealed is returned as it is; one of another key is not shown. */
export function openRequester(seal: Seal, owner: Owner, text: string | null): string | null {
  if (text === null || !text.startsWith(SEALED)) return text
  try {
    return seal.open(Buffer.from(text.slice(SEALED.length), 'base64'), ownerOf(owner))
  } catch {
    return null
  }
}

const ownerOf = ({ clientId, policyId, content }: Owner): string =>
  `removal request ${JSON.stringify([clientId, policyId, content])}`
