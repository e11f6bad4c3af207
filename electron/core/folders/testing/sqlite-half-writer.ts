import Database from 'better-sqlite3';

// A program that is killed in the middle of a transaction whose pages are on the disk already.

const database = new Database(process.argv[2] ?? '');
database.pragma('cache_size=1');
database.exec('BEGIN IMMEDIATE');
database.exec('UPDATE a SET n = -1, filler = randomblob(3000)');
process.kill(process.pid, 'SIGKILL');
