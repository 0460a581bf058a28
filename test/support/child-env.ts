// What a process that a test starts has in its environment besides its own settings: nothing of the test's, so that
// they alone count.
const { PATH = '', NODE_COMPILE_CACHE } = process.env;

export const CHILD_ENV: Readonly<Record<string, string>> = {
  PATH,
  ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }),
};
