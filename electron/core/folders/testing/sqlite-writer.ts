import Database from 'better-sqlite3';

// A program that writes without pause: every transaction adds one row to `a` and one to `b`.

const database = new Database(process.argv[2] ?? '', { timeout: 30_000 });
const writeBoth = database.transaction((n: number) => {
  database.prepare('INSERT INTO a VALUES (?, randomblob(3000))').run(n);
  database.prepare('INSERT INTO b VALUES (?, randomblob(3000))').run(n);
});
let written = 0;
const loop = (): void => {
  writeBoth(written);
  written += 1;
  if (written === 1) process.send?.('writing');
  setImmediate(loop);
};
loop();
