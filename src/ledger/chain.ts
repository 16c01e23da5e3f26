import { hash } from 'node:crypto'
import type { Problem } from './checks/problem.ts'

/** The leaf hash: SHA-256 of 0x00 and the leaf, as in RFC 6962. */
const hashLeaf = (leaf: Buffer): Buffer => hash('sha256', Buffer.concat([LEAF_PREFIX, leaf]), 'buffer')

/**
 * The chain hash: SHA-256 of 0x02, the previous chain hash and the leaf hash. RFC 6962 uses 0x01 for the inner nodes of
 * a tree.
 */
const extend = (chain: Buffer, leafHash: Buffer): Buffer =>
  hash('sha256', Buffer.concat([CHAIN_PREFIX, chain, leafHash]), 'buffer')

const LEAF_PREFIX = Buffer.from([0])
const CHAIN_PREFIX = Buffer.from([2])
const START = Buffer.alloc(32)

/** The end of a chain up to an entry. */
export interface Link {
  number: number
  chain: Buffer
}

/** A numbered entry as it is stored now. `leaf` null: the row of its leaf is missing. */
export interface ChainedEntry extends Link {
  leafId: number
  leafHash: Buffer
  leaf: Buffer | null
}

/**
 * Verifies the chain entry by entry. It reports each altered entry, and no entry merely because an earlier one was
 * altered.
 */
export class Chain {
  #number: number
  /**
   * The possible chain hashes at this point: the stored one and, after a mismatch, the recomputed ones. Undefined:
   * unknown, after a gap.
   */
  #before: readonly Buffer[] | undefined

  /** Starts at the beginning of the chain, or after a known entry. */
  constructor(from: Link = { number: 0, chain: START }) {
    this.#number = from.number
    this.#before = [from.chain]
  }

  get number(): number {
    return this.#number
  }

  /** Verifies the next entry, in the order of their numbers. */
  follow(entry: ChainedEntry): Problem[] {
    if (entry.number === this.#number) return [problem(entry, 'added', 'another entry has this number')]
    const problems = this.#findGap(entry)
    this.#number = entry.number
    const hashNow = entry.leaf && hashLeaf(entry.leaf)
    const fromStored = this.#before?.map((chain) => extend(chain, entry.leafHash))
    const fromNow = hashNow?.equals(entry.leafHash)
      ? fromStored
      : hashNow && this.#before?.map((chain) => extend(chain, hashNow))
    const follows = (candidates: readonly Buffer[] | null | undefined) =>
      candidates?.some((chain) => chain.equals(entry.chain)) ?? false
    // After a gap the previous chain hash is unknown: this entry's stored hash is trusted, and the following entries
    // are verified against it.
    const intact = fromStored === undefined || follows(fromStored)
    if (!entry.leaf) problems.push(leafProblem(entry, 'removed', 'the leaf is gone'))
    else if (!hashNow?.equals(entry.leafHash)) {
      if (intact || !follows(fromNow)) problems.push(leafProblem(entry, 'changed', 'the leaf is not the one numbered'))
      else problems.push(problem(entry, 'changed', 'the hash of its leaf is another one'))
    }
    if (!intact && !follows(fromNow)) problems.push(problem(entry, 'changed', "it doesn't follow from the one before"))
    this.#before = intact ? [entry.chain] : [entry.chain, ...(fromStored ?? []), ...(fromNow ?? [])]
    return problems
  }

  #findGap(entry: ChainedEntry): Problem[] {
    const [first, last] = [this.#number + 1, entry.number - 1]
    if (last < first) return []
    this.#before = undefined
    const [id, verb] = first === last ? [`${first}`, 'entry is'] : [`${first}-${last}`, 'entries are']
    return [{ table: 'ledger_entry', id, fault: 'removed', detail: `the ${verb} gone` }]
  }
}

const problem = (entry: ChainedEntry, fault: Problem['fault'], detail: string): Problem => ({
  table: 'ledger_entry',
  id: `${entry.number}`,
  fault,
  detail,
})

const leafProblem = (entry: ChainedEntry, fault: Problem['fault'], detail: string): Problem => ({
  table: 'ledger_leaf',
  id: `${entry.leafId}`,
  fault,
  detail: `number ${entry.number}: ${detail}`,
})
