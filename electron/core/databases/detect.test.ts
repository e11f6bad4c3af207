import { describe, expect, test } from 'vitest';
import type { ServiceMount } from '../../../shared/model/stack.ts';
import { type ContainerEvidence, detectDatabase } from './detect.ts';

function evidence(
  image: string,
  differs: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly ports?: readonly number[];
    readonly mounts?: readonly ServiceMount[];
  } = {},
): ContainerEvidence {
  const { environment = {}, ports = [], mounts = [] } = differs;
  return { image, environment: new Map(Object.entries(environment)), ports, mounts };
}

function volume(source: string, destination: string, writable = true): ServiceMount {
  return { type: 'volume', source, destination, writable };
}

describe('a database server', () => {
  test.for([
    ['postgres', 'postgresql'],
    ['postgres:16-alpine', 'postgresql'],
    ['docker.io/library/postgres:15@sha256:0123', 'postgresql'],
    ['registry.example:5000/bitnami/postgresql:15', 'postgresql'],
    ['postgis/postgis:16-3.4', 'postgresql'],
    ['timescale/timescaledb-ha:pg16', 'postgresql'],
    ['pgvector/pgvector:pg17', 'postgresql'],
    ['tensorchord/pgvecto-rs:pg14-v0.2.0', 'postgresql'],
    ['ghcr.io/immich-app/postgres:14', 'postgresql'],
    ['bitnami/postgresql-repmgr:15', 'postgresql'],
    ['mysql:8.4', 'mysql'],
    ['container-registry.oracle.com/mysql/community-server', null],
    ['mysql/mysql-server:8.0', 'mysql'],
    ['lscr.io/linuxserver/mariadb:10.11', 'mysql'],
    ['MariaDB:11', 'mysql'],
    ['percona/percona-server:8.0', 'mysql'],
    ['mongo:7', 'mongodb'],
    ['mongodb/mongodb-community-server:7.0-ubi8', 'mongodb'],
    ['percona/percona-server-mongodb:6.0', 'mongodb'],
    ['redis:7-alpine', 'redis'],
    ['redis/redis-stack-server', 'redis'],
    ['valkey/valkey:8', 'redis'],
    ['prometheuscommunity/postgres-exporter', null],
    ['prodrigestivill/postgres-backup-local:16', null],
    ['dpage/pgadmin4', null],
    ['edoburu/pgbouncer', null],
    ['postgrest/postgrest', null],
    ['prom/mysqld-exporter', null],
    ['phpmyadmin:5', null],
    ['mongo-express', null],
    ['oliver006/redis_exporter', null],
    ['rediscommander/redis-commander', null],
    ['nginx:1', null],
    ['sha256:0123456789', null],
  ] as const)('of image %s is %s', ([image, engine]) => {
    expect(detectDatabase(evidence(image))?.engine ?? null).toBe(engine);
  });

  test.for([
    ['what only such images set', { environment: { PG_MAJOR: '15' } }, 'postgresql'],
    ['what only such images set (MariaDB)', { environment: { MARIADB_VERSION: '1:10.11' } }, 'mysql'],
    ['a password alone, which clients have too', { environment: { POSTGRES_PASSWORD: 'x' } }, null],
    ['a password and a port', { environment: { MYSQL_ROOT_PASSWORD: 'x' }, ports: [3306] }, 'mysql'],
    ['a port alone, which proxies have too', { ports: [5432] }, null],
    ['another port', { environment: { POSTGRES_PASSWORD: 'x' }, ports: [8080] }, null],
    ['the place of a volume', { mounts: [volume('v', '/var/lib/mysql')] }, 'mysql'],
    ['a volume that it may only read', { mounts: [volume('v', '/var/lib/mysql', false)] }, null],
    ['a volume at a place that means nothing', { mounts: [volume('v', '/data')] }, null],
  ] as const)('of an unknown image is told by %s', ([, differs, engine]) => {
    expect(detectDatabase(evidence('company/base:1', differs))?.engine ?? null).toBe(engine);
  });

  test.for([
    ['its folder', 'postgres:16', '/var/lib/postgresql/data', true],
    ['a folder above it', 'postgres:18', '/var/lib/postgresql', true],
    ['a folder below it', 'postgres:16', '/var/lib/postgresql/data/base', true],
    ['a name that only begins like it', 'postgres:16', '/var/lib/postgresql-backups', false],
    ['scripts of its first start', 'postgres:16', '/docker-entrypoint-initdb.d', false],
    ['a plain name, known to be its', 'redis:7', '/data', true],
  ] as const)('keeps its files in what is mounted at %s', ([, image, destination, holds]) => {
    expect(detectDatabase(evidence(image, { mounts: [volume('v', destination)] }))?.holds).toEqual(holds ? ['v'] : []);
  });

  test('keeps its files where its variable says', () => {
    const mounts = [volume('here', '/srv/pg'), volume('elsewhere', '/srv/other')];
    const found = detectDatabase(evidence('postgres:16', { environment: { PGDATA: '/srv/pg/15/main' }, mounts }));
    expect(found).toEqual({ engine: 'postgresql', holds: ['here'] });
  });
});
