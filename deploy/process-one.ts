// For process 1, as in a container: the kernel gives it no signal that has no listener. What a service does not hear yet, or a
// command never, would be nothing, until whoever wants it to end kills it. Whoever listens besides decides by itself.
if (process.pid === 1) {
  for (const [signal, exitCode] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(exitCode);
    });
  }
}
