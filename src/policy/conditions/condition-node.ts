/** The position of a part of a condition in its text. */
interface TextRange {
  readonly start: number
  readonly end: number
}

type Pair = readonly [ConditionNode, ConditionNode]
type Binary = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%' | '&&' | '||' | '[]' | '[?]'

interface Operands {
  value: unknown
  id: string
  '.': readonly [ConditionNode, string]
  '.?': readonly [ConditionNode, string]
  call: readonly [string, readonly ConditionNode[]]
  rcall: readonly [string, ConditionNode, readonly ConditionNode[]]
  list: readonly ConditionNode[]
  map: readonly Pair[]
  '?:': readonly [ConditionNode, ConditionNode, ConditionNode]
  '!_': ConditionNode
  '-_': ConditionNode
}
type OperandsOf = Operands & Record<Binary, Pair>

/**
 * A condition as a tree of plain data, with the operators' names of the CEL package. It holds no code of the package,
 * so it can be passed between processes.
 */
export type ConditionNode = {
  [Op in keyof OperandsOf]: { readonly op: Op; readonly args: OperandsOf[Op]; readonly range: TextRange }
}[keyof OperandsOf]

export const isConditionNode = (value: unknown): value is ConditionNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value && 'range' in value

/** Returns the conditions directly inside a condition. */
export function childrenOf(node: ConditionNode): ConditionNode[] {
  const found: ConditionNode[] = []
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const entry of value) collect(entry)
    else if (isConditionNode(value)) found.push(value)
  }
  collect(node.args)
  return found
}

/** Copies a condition tree without the parser's own objects. */
export function copyNode({ op, args, range: { start, end } }: ConditionNode): ConditionNode {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy)
    return isConditionNode(value) ? copyNode(value) : value
  }
  return { op, args: copy(args), range: { start, end } } as ConditionNode
}
