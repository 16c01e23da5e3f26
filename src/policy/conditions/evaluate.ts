import type { ConditionNode } from './condition-node.ts'

/** Known facts, group by group, as conditions read them. */
export type Known = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * The most steps that one condition may take. A shipped guard takes fewer than 100. A condition that needs more has the
 * result `error`, which counts as "holds" in guards and as "does not hold" in automation.
 */
const STEPS_MAX = 10_000

/** The characters of text that are compared, joined or searched in one step. */
const CHARACTERS_A_STEP = 32
const INT_MAX = 2n ** 63n - 1n
const INT_MIN = -(2n ** 63n)

type Value = string | boolean | number | bigint | readonly Value[]
/**
 * The value of unknown facts, division by zero and overflow. A condition has a result only if no value in its place
 * could change it.
 */
const ERROR = Symbol('error')
type Answer = Value | typeof ERROR
type Scope = ReadonlyMap<string, Value>

class StepsExceeded extends Error {
  override name = 'StepsExceeded' as const
}

/**
 * Evaluates a checked condition on the known facts. `error`: there is no result, because it depends on an unknown fact
 * or takes more than `STEPS_MAX` steps. Pure, and never throws.
 */
export function evaluate(ast: ConditionNode, known: Known): boolean | 'error' {
  try {
    const answer = new Evaluation(known).run(ast, new Map())
    return typeof answer === 'boolean' ? answer : 'error'
  } catch (error) {
    // The parser bounds the depth of recursion (maxDepth), so only the step limit ends an evaluation early.
    if (error instanceof StepsExceeded) return 'error'
    throw error
  }
}

class Evaluation {
  readonly #known: Known
  #stepsLeft = STEPS_MAX

  constructor(known: Known) {
    this.#known = known
  }

  run(node: ConditionNode, scope: Scope): Answer {
    this.#spend(1)
    switch (node.op) {
      case 'value':
        return isValue(node.args) ? node.args : ERROR
      case 'id':
        return scope.get(node.args) ?? ERROR
      case '.':
        return this.#readFact(node.args)
      case 'list':
        return this.#list(node.args, scope)
      case '&&':
        return this.#joint(node.args, scope, false)
      case '||':
        return this.#joint(node.args, scope, true)
      case '!_': {
        const answer = this.run(node.args, scope)
        return typeof answer === 'boolean' ? !answer : ERROR
      }
      case '-_': {
        const answer = this.run(node.args, scope)
        return typeof answer === 'number' || typeof answer === 'bigint' ? inRange(-answer) : ERROR
      }
      case '?:': {
        const condition = this.run(node.args[0], scope)
        return typeof condition === 'boolean' ? this.run(condition ? node.args[1] : node.args[2], scope) : ERROR
      }
      case 'call':
        return this.#call(node.args[0], node.args[1], scope)
      case 'rcall':
        return this.#callOn(node.args[0], node.args[1], node.args[2], scope)
      case 'map':
      case '[]':
      case '[?]':
      case '.?':
        return ERROR
      default:
        return this.#binary(node.op, this.run(node.args[0], scope), this.run(node.args[1], scope))
    }
  }

  #spend(steps: number): void {
    this.#stepsLeft -= steps
    if (this.#stepsLeft < 0) throw new StepsExceeded('a condition took too many steps')
  }

  #readFact([group, field]: readonly [ConditionNode, string]): Answer {
    const value = group.op === 'id' ? this.#known[group.args]?.[field] : undefined
    return isValue(value) ? value : ERROR
  }

  #list(nodes: readonly ConditionNode[], scope: Scope): Answer {
    const values: Value[] = []
    for (const node of nodes) {
      const value = this.run(node, scope)
      if (value === ERROR) return ERROR
      values.push(value)
    }
    return values
  }

  /** For `&&` and `||` the deciding value decides, even if the other side is an error. */
  #joint([left, right]: readonly [ConditionNode, ConditionNode], scope: Scope, deciding: boolean): Answer {
    const one = this.run(left, scope)
    if (one === deciding) return deciding
    const other = this.run(right, scope)
    if (other === deciding) return deciding
    return typeof one === 'boolean' && typeof other === 'boolean' ? !deciding : ERROR
  }

  #call(name: string, [first]: readonly ConditionNode[], scope: Scope): Answer {
    if (first === undefined) return ERROR
    if (name === 'has') return this.run(first, scope) !== ERROR
    return name === 'size' ? this.#size(this.run(first, scope)) : ERROR
  }

  #callOn(name: string, receiver: ConditionNode, args: readonly ConditionNode[], scope: Scope): Answer {
    const on = this.run(receiver, scope)
    if (on === ERROR) return ERROR
    const [first, second] = args
    if (first === undefined) return name === 'size' ? this.#size(on) : ERROR
    if (isList(on)) return second === undefined ? ERROR : this.#quantify(name, on, first, second, scope)
    const text = this.run(first, scope)
    if (typeof on !== 'string' || typeof text !== 'string') return ERROR
    this.#spend(sizeInSteps(on) + sizeInSteps(text))
    if (name === 'contains') return on.includes(text)
    if (name === 'startsWith') return on.startsWith(text)
    return name === 'endsWith' ? on.endsWith(text) : ERROR
  }

  #quantify(name: string, list: readonly Value[], variable: ConditionNode, test: ConditionNode, scope: Scope): Answer {
    if (variable.op !== 'id') return ERROR
    const deciding = name === 'exists' ? true : name === 'all' ? false : undefined
    let [held, errors] = [0, 0]
    for (const value of list) {
      const answer = this.run(test, new Map(scope).set(variable.args, value))
      if (answer === deciding) return answer
      if (typeof answer !== 'boolean') errors++
      else if (answer) held++
    }
    if (errors > 0) return ERROR
    if (deciding !== undefined) return !deciding
    return name === 'exists_one' ? held === 1 : ERROR
  }

  #size(of: Answer): Answer {
    if (typeof of !== 'string') return isList(of) ? BigInt(of.length) : ERROR
    this.#spend(sizeInSteps(of))
    return BigInt([...of].length)
  }

  #binary(op: string, left: Answer, right: Answer): Answer {
    if (left === ERROR || right === ERROR) return ERROR
    this.#spend(sizeInSteps(left) + sizeInSteps(right))
    switch (op) {
      case '==':
        return isEqual(left, right)
      case '!=':
        return !isEqual(left, right)
      case 'in':
        return isList(right) ? right.some((value) => isEqual(left, value)) : ERROR
      case '<':
        return left < right
      case '<=':
        return left <= right
      case '>':
        return left > right
      case '>=':
        return left >= right
      default:
        return calculate(op, left, right)
    }
  }
}

function calculate(op: string, left: Value, right: Value): Answer {
  if (typeof left === 'bigint' && typeof right === 'bigint') return calculateInts(op, left, right)
  if (typeof left === 'number' && typeof right === 'number') return calculateDoubles(op, left, right)
  if (op !== '+') return ERROR
  if (typeof left === 'string' && typeof right === 'string') return left + right
  return isList(left) && isList(right) ? [...left, ...right] : ERROR
}

function calculateInts(op: string, left: bigint, right: bigint): Answer {
  if ((op === '/' || op === '%') && right === 0n) return ERROR
  switch (op) {
    case '+':
      return inRange(left + right)
    case '-':
      return inRange(left - right)
    case '*':
      return inRange(left * right)
    case '/':
      return inRange(left / right)
    case '%':
      return left % right
    default:
      return ERROR
  }
}

function calculateDoubles(op: string, left: number, right: number): Answer {
  switch (op) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    default:
      return ERROR
  }
}

const inRange = (value: bigint | number): Answer =>
  typeof value === 'bigint' && (value > INT_MAX || value < INT_MIN) ? ERROR : value

const isList = (value: unknown): value is readonly Value[] => Array.isArray(value)

const isValue = (value: unknown): value is Value =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  isList(value)

/** Compares whole and decimal numbers by value. */
function isEqual(one: Value, other: Value): boolean {
  if (isList(one)) {
    return isList(other) && one.length === other.length && one.every((value, at) => isEqual(value, other[at] ?? ''))
  }
  if (isList(other)) return false
  const mixed = typeof one !== typeof other && isNumber(one) && isNumber(other)
  return mixed ? one <= other && one >= other : one === other
}

const isNumber = (value: Value): value is number | bigint => typeof value === 'number' || typeof value === 'bigint'

function sizeInSteps(value: Value): number {
  if (typeof value === 'string') return Math.floor(value.length / CHARACTERS_A_STEP)
  return isList(value) ? value.reduce<number>((steps, each) => steps + 1 + sizeInSteps(each), 0) : 0
}
