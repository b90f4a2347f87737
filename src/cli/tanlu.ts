#!/usr/bin/env node
// The executable: brings TypeScript into Node, then hands over to the program.
import { register } from 'tsx/esm/api';

register();
await import('../main.ts');
