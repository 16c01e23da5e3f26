import type { Command } from 'commander'

/** The commands by task, in the order in which help shows them. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Run the desk:': ['start', 'serve', 'work', 'migrate', 'init', 'doctor', 'config', 'demo', 'completion'],
  'Emergencies:': ['restore', 'incident', 'drill', 'recover', 'recovery'],
  'People and access:': ['staff', 'person', 'rota', 'key', 'keys'],
  'Rules of the desk:': [
    'change',
    'guard',
    'budgets',
    'automation',
    'queues',
    'policies',
    'items',
    'notices',
    'retention',
    'profile',
    'shadow',
  ],
  'Accounts and contents:': ['import', 'inbox', 'protect', 'protection', 'matches'],
  'Connections:': ['connector', 'conformance', 'labeler', 'channel', 'mail'],
  'Evidence:': ['verify', 'replay', 'export', 'dsa', 'report'],
}

/** Puts each command into its group of the help. */
export function groupCommands(program: Command): void {
  for (const [heading, names] of Object.entries(GROUPS)) {
    for (const command of program.commands) if (names.includes(command.name())) command.helpGroup(heading)
  }
}

/** The overview that the program prints without arguments. */
export function describeProgram(program: Command): string {
  const groups = Object.entries(GROUPS).map(([heading, names]) => {
    const rows = names.flatMap((name) => {
      const command = program.commands.find((each) => each.name() === name)
      return command === undefined ? [] : [`  ${name.padEnd(NAME_WIDTH)}${command.description()}`]
    })
    return [heading, ...rows].join('\n')
  })
  return [
    `${program.description()}\n\nUsage: countersign COMMAND [options]`,
    ...groups,
    'countersign COMMAND --help explains a command with examples; countersign --help also lists the environment.',
  ].join('\n\n')
}

const NAME_WIDTH = Math.max(...Object.values(GROUPS).flatMap((names) => names.map((name) => name.length))) + 2
