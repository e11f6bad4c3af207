import type { databaseErrors as source } from '../../en/errors/database.ts';
import type { SameShape } from '../../shape.ts';

export const databaseErrors = {
  DATABASE_NOT_RUNNING: {
    message: '{{service}} 的数据库服务没有运行。未作任何更改。',
    action: '启动 {{service}} 后重试。冷备份复制的是数据文件，不需要数据库运行。',
  },
  DATABASE_NO_DUMP: {
    message: 'Lifeboat 无法转储 {{engine}} 数据库。未作任何更改。',
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
  DATABASE_REFUSED: {
    message: '{{service}} 的数据库服务器拒绝了 Lifeboat 登录：{{detail}}',
    action: '检查该服务的环境变量或密钥文件中的密码：必须与服务器当前使用的密码一致，然后重试。',
  },
  DATABASES_NOT_SEEN: {
    message: '{{service}} 的数据库服务器只向 Lifeboat 显示某一个用户的数据库，可能还有其他数据库。未作任何更改。',
    action: '改用冷备份，它会复制数据文件；或者为该服务设置服务器当前的 root 密码，或授予其用户对 *.* 的 SELECT 权限。',
  },
  DATABASE_DUMP_FAILED: {
    message: '数据库 {{database}} 的转储不完整：{{detail}}。此次备份无效。',
    action: '重试；如果再次失败，请查看数据库服务的日志，或停止服务后再备份。',
  },
  DATABASE_RESTORE_FAILED: {
    message: '数据库 {{database}} 的转储无法载入：{{detail}}。当前数据库未受影响。',
    action: '解决消息中指出的问题（缺少角色、扩展或空间），然后重新回滚。',
  },
  DATABASE_SWAP_FAILED: {
    message: '数据库 {{database}} 无法完成替换：{{detail}}',
    action: '查看数据库服务的日志，然后运行 `lifeboat recover`；原有数据仍然保留。',
  },
  DATABASE_VERSION_REFUSED: {
    message: '数据库 {{database}} 的转储来自 {{from}}，而服务器是 {{to}}：可能无法载入。',
    action: '用转储来源的版本（或同一产品的更新版本）启动该服务。',
  },
} as const satisfies SameShape<typeof source>;
