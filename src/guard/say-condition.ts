import type { ASTNode } from '@marcbachmann/cel-js'
import type { Condition } from './condition.ts'
import { type FactName, isFactName } from './facts.ts'

/** A fact as it is spoken of: what is so if it is true, and if not; or with so many of what it counts; and if nobody knows. */
type Spoken =
  | { yes: string; no: string }
  | { counted: (so: string) => string; unknown: string }
  | { named: (so: string) => string; unknown: string }

const SPOKEN: Record<FactName, Spoken> = {
  'order.legal_duty': { yes: 'the law asks for it', no: 'the law does not ask for it' },
  'order.account_items_24h': {
    counted: (so) => `${so} posts of the account were hidden or removed within 24 hours`,
    unknown: 'how many of its posts were hidden or removed within 24 hours is not known',
  },
  'order.account_items_share': {
    counted: (so) => `a share of ${so} of its posts was hidden or removed within 24 hours`,
    unknown: 'which share of its posts was hidden or removed within 24 hours is not known',
  },
  'order.review_seconds': {
    counted: (so) => `the case was open for ${so} seconds before it was decided`,
    unknown: 'how long the case was open is not known',
  },
  'order.source': { named: (so) => `it is asked for by ${so}`, unknown: 'by which way it is asked for is not known' },
  'account.reach': {
    counted: (so) => `the account has ${so} followers`,
    unknown: 'how many followers the account has is not known',
  },
  'account.tags': {
    counted: (so) => `the account has ${so} public roles`,
    unknown: 'which public roles the account has is not known',
  },
  'account.age_days': {
    counted: (so) => `the account is ${so} days old`,
    unknown: 'how old the account is is not known',
  },
  'account.lookalike_reach': {
    counted: (so) => `an account that looks like it has ${so} followers`,
    unknown: 'how many followers an account that looks like it has is not known',
  },
  'account.lookalike_vouched': {
    yes: 'an account that looks like it is verified or has a public role',
    no: 'no account that looks like it is verified or has a public role',
  },
  'account.reach_growth_30d': {
    counted: (so) => `the account has ${so} times the followers of within 30 days before`,
    unknown: 'how the account grew within 30 days is not known',
  },
  'account.reach_bought': {
    yes: 'the account is younger than 30 days or has three times the followers of within 30 days before',
    no: 'the account is older than 30 days and did not grow threefold within them',
  },
  'account.restores': {
    counted: (so) => `${so} orders on the account were undone as mistakes`,
    unknown: 'how many orders on the account were undone as mistakes is not known',
  },
  'account.pending_orders': {
    counted: (so) => `${so} orders on the account wait for others`,
    unknown: 'how many orders on the account wait for others is not known',
  },
  'actor.decisions_1h': {
    counted: (so) => `whoever asks for it made ${so} decisions within an hour`,
    unknown: 'how many decisions whoever asks for it made within an hour is not known',
  },
  'actor.harm_orders_1h': {
    counted: (so) => `${so} harmful orders of whoever asks for it took effect within an hour`,
    unknown: 'how many harmful orders of whoever asks for it took effect within an hour is not known',
  },
  'actor.harm_reach_1h': {
    counted: (so) => `${so} people followed what whoever asks for it took within an hour`,
    unknown: 'how many followed what whoever asks for it took within an hour is not known',
  },
  'actor.declined_30d': {
    counted: (so) => `others declined ${so} orders of whoever asks for it within 30 days`,
    unknown: 'how many orders of whoever asks for it others declined within 30 days is not known',
  },
  'actor.overturned_share_30d': {
    counted: (so) => `a share of ${so} of the orders of whoever asks for it was undone within 30 days`,
    unknown: 'which share of the orders of whoever asks for it was undone within 30 days is not known',
  },
  'actor.days_since_joining': {
    counted: (so) => `whoever asks for it has been here for ${so} days`,
    unknown: 'how long whoever asks for it has been here is not known',
  },
  'actor.sign_in_minutes': {
    counted: (so) => `whoever asks for it signed in ${so} minutes ago`,
    unknown: 'when whoever asks for it signed in is not known',
  },
  'actor.leaving': { yes: 'whoever asks for it is leaving', no: 'whoever asks for it is not leaving' },
  'actor.minutes_on_shift': {
    counted: (so) => `whoever asks for it has been on shift for ${so} minutes`,
    unknown: 'how long whoever asks for it has been on shift is not known',
  },
  'actor.minutes_since_break': {
    counted: (so) => `whoever asks for it has not rested for ${so} minutes`,
    unknown: 'when whoever asks for it last rested is not known',
  },
  'actor.minutes_to_shift_end': {
    counted: (so) => `the shift of whoever asks for it ends in ${so} minutes`,
    unknown: 'when the shift of whoever asks for it ends is not known',
  },
  'desk.on_duty': {
    counted: (so) => `${so} people could agree now`,
    unknown: 'how many could agree now is not known',
  },
  'desk.harm_orders_10m': {
    counted: (so) => `${so} harmful orders took effect within ten minutes`,
    unknown: 'how many harmful orders took effect within ten minutes is not known',
  },
  'desk.dark_orders_1h': {
    counted: (so) => `${so} accounts were made dark within an hour`,
    unknown: 'how many accounts were made dark within an hour is not known',
  },
}

const COMPARED: Readonly<Record<string, (than: string) => string>> = {
  '>=': (than) => `${than} or more`,
  '>': (than) => `more than ${than}`,
  '<': (than) => `fewer than ${than}`,
  '<=': (than) => `${than} or fewer`,
  '==': (than) => than,
  '!=': (than) => `other than ${than}`,
}

/** A condition in plain words. What there are none for stands as it is written. Pure. */
export function sayCondition({ text, ast }: Pick<Condition, 'text' | 'ast'>): string {
  const say = (node: ASTNode): string => {
    switch (node.op) {
      case '&&':
      case '||': {
        const joint = node.op === '&&' ? 'and' : 'or'
        return node.args.map((part) => within(part, node.op, say(part))).join(` ${joint} `)
      }
      case '!_':
        return sayNot(node.args) ?? `not (${say(node.args)})`
      case 'value':
        return node.args === true ? 'always' : asWritten(text, node)
      case '.':
        return sayFlag(node, 'yes') ?? asWritten(text, node)
      case 'rcall':
        return sayHeld(node) ?? asWritten(text, node)
      case 'in':
        return sayIn(node.args) ?? asWritten(text, node)
      default:
        return sayCompared(node) ?? asWritten(text, node)
    }
  }
  return say(ast)
}

const within = (part: ASTNode, op: string, said: string): string =>
  (part.op === '&&' || part.op === '||') && part.op !== op ? `(${said})` : said

const asWritten = (text: string, { range }: ASTNode): string =>
  text.slice(range.start, range.end).replaceAll(/\s+/g, ' ')

function factOf(node: unknown): FactName | undefined {
  if (!isNode(node) || node.op !== '.') return undefined
  const [group, field] = node.args
  const name = group.op === 'id' ? `${group.args}.${field}` : ''
  return isFactName(name) ? name : undefined
}

function sayFlag(node: ASTNode, which: 'yes' | 'no'): string | undefined {
  const name = factOf(node)
  const spoken = name === undefined ? undefined : SPOKEN[name]
  return spoken !== undefined && 'yes' in spoken ? spoken[which] : undefined
}

/** !has(…): nobody knows. */
function sayNot(node: ASTNode): string | undefined {
  const [called, args] = node.op === 'call' ? node.args : []
  const name = called === 'has' && args !== undefined ? factOf(args[0]) : undefined
  const spoken = name === undefined ? undefined : SPOKEN[name]
  if (spoken !== undefined) return 'yes' in spoken ? `whether ${spoken.yes} is not known` : spoken.unknown
  return sayFlag(node, 'no')
}

function sayCompared(node: ASTNode): string | undefined {
  const compared = COMPARED[node.op]
  const [left, right] = Array.isArray(node.args) ? (node.args as unknown[]) : []
  const [name, than] = [factOf(left), literalOf(right)]
  const spoken = name === undefined ? undefined : SPOKEN[name]
  if (compared === undefined || spoken === undefined || 'yes' in spoken) return undefined
  if ('named' in spoken) return typeof than === 'string' ? spoken.named(compared(than)) : undefined
  if (typeof than !== 'number') return undefined
  return spoken.counted(compared(than.toLocaleString('en')))
}

/** tags.exists(t, t in […]), tags.exists(t, t == …): it holds one of them. */
function sayHeld(node: ASTNode): string | undefined {
  const [called, receiver, args] = node.op === 'rcall' ? node.args : []
  const [variable, inner] = args ?? []
  if (called !== 'exists' || factOf(receiver) !== 'account.tags' || variable?.op !== 'id' || !inner) return undefined
  if (inner.op !== 'in' && inner.op !== '==') return undefined
  const [one, others] = inner.args
  if (one.op !== 'id' || one.args !== variable.args) return undefined
  return sayRoles(others.op === 'list' ? others.args.map(literalOf) : [literalOf(others)])
}

/** 'newsroom' in account.tags. */
function sayIn([one, others]: readonly [ASTNode, ASTNode]): string | undefined {
  return factOf(others) === 'account.tags' ? sayRoles([literalOf(one)]) : undefined
}

function sayRoles(roles: readonly unknown[]): string | undefined {
  if (!roles.every((role) => typeof role === 'string')) return undefined
  const said = roles.map((role) => role.replaceAll('_', ' '))
  return said.length === 1
    ? `the account has the public role ${said[0]}`
    : `the account has one of the public roles ${said.slice(0, -1).join(', ')} or ${said.at(-1)}`
}

function literalOf(node: unknown): string | number | undefined {
  if (!isNode(node)) return undefined
  if (node.op === '-_') {
    const positive = literalOf(node.args)
    return typeof positive === 'number' ? -positive : undefined
  }
  const value: unknown = node.op === 'value' ? node.args : undefined
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value
