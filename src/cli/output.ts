// Where the command line writes: results on standard output, everything else on standard error.

// A reader that has seen enough, such as head, closes the pipe: no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

export const print = (text: string): void => {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};

export const tell = (text: string): void => {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
};

/** Whether a person is watching. */
export const isTerminal = (): boolean => process.stderr.isTTY === true;
