import { expect, test } from 'vitest';
import { InsertCounter } from './insert-counter.ts';

const dump = `-- MariaDB dump
DROP TABLE IF EXISTS \`a\`;
CREATE TABLE \`a\` (
  \`INSERT INTO\` int DEFAULT 1
);
INSERT INTO \`a\` VALUES
(1,'x'),
(2,'(y),(z);\\'\\\\'),
(3,NULL);
INSERT INTO \`a\` VALUES (4,'it''s');
CREATE TABLE \`empty\` (
);
CREATE TABLE \`odd\`\`V (\` (
INSERT INTO \`odd\`\`V (\` (\`V;\`, \`b\`\`V\`) VALUES (0xFF,_binary 'INSERT INTO \`a\` VALUES (1)'),(1,2);
INSERT INTO SELECT;
CREATE VIEW \`v\`;
`;

test.for([1, 2, 7, 64, 10_000])('rows are counted by table, in chunks of %d bytes', (size) => {
  const bytes = Buffer.from(dump);
  const counter = new InsertCounter();
  for (let at = 0; at < bytes.length; at += size) counter.hear(bytes.subarray(at, at + size));
  expect(counter.counted).toEqual([
    { table: 'a', rows: 4 },
    { table: 'empty', rows: 0 },
    { table: 'odd`V (', rows: 2 },
  ]);
});
