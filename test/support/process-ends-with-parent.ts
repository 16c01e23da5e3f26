// Loaded into a process before its program: ends the process when its input ends, so that even a killed test leaves
// none behind.
process.stdin.once('close', () => process.exit(1)).resume()
process.stdin.unref()
