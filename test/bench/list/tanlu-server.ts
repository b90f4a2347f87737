// Tanlu's own command `start`, as a child of the bench: the arguments come from the environment, as they do for people.
process.argv.splice(2, process.argv.length, 'start');
await import('../../../src/main.ts');
