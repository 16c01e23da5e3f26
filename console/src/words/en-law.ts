/** What the law asks for. */
export const law = {
  title: 'By law',
  about:
    'Times within which the law wants something out of sight. They run on contents, from the report by which the desk knew.',
  running: 'Times that run',
  none: 'No such time runs.',
  missed: 'Times that were missed',
  noneMissed: 'None was missed.',
  dueIn: (left: string, at: string) => `by law in ${left}, at ${at}`,
  over: (at: string) => `by law since ${at}`,
  policy: 'Policy',
  case: 'Case',
  known: 'Known since',
  due: 'Out of sight by',
  became: 'What became of it',
  how: { met: (at: string) => `out of sight ${at}`, decided: (at: string) => `found not to be that ${at}` },
  still: 'still to be seen',
} as const

/** What is sealed: child sexual abuse, intimate images. */
export const sealed = {
  isThere: 'Something sealed is here. This desk has its hash and where the platform has it, and no copy.',
  takes: 'Looking takes the clearance sealed.',
  why: 'Why you look (recorded)',
  look: 'Look, on record',
  open: (host: string, until: string) => `Open at ${host}, until ${until}`,
  noLink: (why: string) => `No link: ${why}.`,
} as const
