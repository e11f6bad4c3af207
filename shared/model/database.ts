/** The kinds of database servers that Lifeboat can speak to. MariaDB is `mysql`; its version text tells the two apart. */
export const databaseEngines = ['postgresql', 'mysql', 'mongodb', 'redis'] as const;
export type DatabaseEngine = (typeof databaseEngines)[number];
