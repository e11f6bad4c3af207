import { expect, test } from 'vitest';
import { databaseLocation, databasePlaceOf } from './database-location.ts';

test.for(['shop', 'a/b', 'with space', '数据', 'line\nbreak', '..', '://'])(
  'the place of a database named %j comes back as it was',
  (database) => {
    const place = { engine: 'postgresql', server: 'db-2', database } as const;
    expect(databasePlaceOf(databaseLocation(place))).toEqual(place);
  },
);

test.for(['/srv/data', 'app_pg', 'postgresql', 'postgresql://db', 'oracle://db/shop', 'C:\\data'])(
  '%s is no place of a database',
  (location) => {
    expect(databasePlaceOf(location)).toBeNull();
  },
);
