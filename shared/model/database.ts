/** Database servers that Lifeboat knows. MariaDB is `mysql`; its version text says which of the two it is. */
export const databaseEngines = ['postgresql', 'mysql', 'mongodb', 'redis'] as const;
export type DatabaseEngine = (typeof databaseEngines)[number];
