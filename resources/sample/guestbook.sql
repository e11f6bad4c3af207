CREATE TABLE guest (id INTEGER PRIMARY KEY, name TEXT NOT NULL, arrived TEXT NOT NULL);
CREATE TABLE note (id INTEGER PRIMARY KEY, guest INTEGER NOT NULL REFERENCES guest (id), body TEXT NOT NULL);
WITH RECURSIVE days (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < 40)
INSERT INTO guest (id, name, arrived) SELECT n, 'Guest ' || n, date('2026-01-01', '+' || n || ' days') FROM days;
INSERT INTO note (guest, body) SELECT id, 'Stayed for ' || (id % 7 + 1) || ' nights.' FROM guest;
