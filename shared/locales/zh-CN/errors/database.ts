import type { databaseErrors as source } from '../../en/errors/database.ts';
import type { SameShape } from '../../shape.ts';

export const databaseErrors = {
  DATABASE_NOT_RUNNING: {
    message: '{{service}} 的数据库服务没有运行。未作任何更改。',
    action: '启动 {{service}} 后重试。冷备份复制的是数据文件，不需要数据库运行。',
  },
  DATABASE_NO_DUMP: {
    message: 'Lifeboat 无法导出 {{engine}} 数据库。未作任何更改。',
    action: '改用冷备份，它会复制数据文件；或者在应用的设置中排除这个数据库。',
  },
  DATABASE_FILES_NESTED: {
    message: '{{service}} 的数据库文件与其他文件一起放在 {{source}} 中，热备份无法单独跳过它们。未作任何更改。',
    action: '改用冷备份，或者为 {{service}} 的数据文件单独挂载文件夹或卷。',
  },
  DATABASE_TWICE: {
    message: '{{database}} 与存放其文件的 {{source}} 不能同时回滚。未作任何更改。',
    action: '二者选其一。',
  },
} as const satisfies SameShape<typeof source>;
