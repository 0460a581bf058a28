// The one command of the image: that of tools/cli, where a first argument such as `api` says what this process is.
import '../tools/cli/src/main.ts';
