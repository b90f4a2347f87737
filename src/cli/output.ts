// Where the command line writes: results on standard output, everything else on standard error.

export const print = (text: string): void => {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};

export const tell = (text: string): void => {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
};

/** Whether a person is watching. */
export const isTerminal = (): boolean => process.stderr.isTTY === true;
