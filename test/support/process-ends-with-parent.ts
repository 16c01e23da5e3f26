// Loaded into a process before its program: it ends when its input does, so that not even a killed test leaves it behind.
process.stdin.once('close', () => process.exit(1)).resume()
process.stdin.unref()
