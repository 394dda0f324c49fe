// Plain JavaScript, so that a Node.js that cannot run TypeScript says what it lacks, instead of
// "Unknown file extension".
if (process.features.typescript) {
  await import('./cli.ts')
}
else {
  process.stderr.write(
    'the engine cannot start: it needs Node.js 22.18 or newer, with type stripping on, '
    + `and this is ${process.version}. `
    + '`npm run engine` starts it with the Node.js that `npm ci` installs.\n',
  )
  process.exitCode = 1
}
