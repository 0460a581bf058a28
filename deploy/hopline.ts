// The one command of the image: that of tools/cli, where a first argument such as `api` says what this process is.
// First: process 1 must hear signals while the rest is loaded.
import './process-one.ts';
import '../tools/cli/src/main.ts';
