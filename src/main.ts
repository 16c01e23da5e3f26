import { runProgram } from './app/cli/program.ts'

process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  print: (line) => console.log(line),
  write: (text) =>
    new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve()))),
  printError: (line) => console.error(line),
  ...(process.stdout.isTTY ? { terminal: (line: string) => console.log(line) } : {}),
})
