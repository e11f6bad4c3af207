import type { replicaErrors as source } from '../../en/errors/replica.ts';
import type { SameShape } from '../../shape.ts';

export const replicaErrors = {
  REPLICA_EXISTS: {
    message: '该应用已有名为 {{replica}} 的副本。',
    action: '请换一个名称。',
  },
  REPLICA_USED: {
    message: '{{place}} 已经是 {{stack}} 的副本 {{replica}}。未作任何更改。',
    action: '每个应用、每个副本请使用各自的文件夹。',
  },
  REPLICA_FOREIGN: {
    message: '{{place}} 存放的是 {{other}} 的备份，而不是 {{stack}} 的。未作任何更改。',
    action: '每个应用请使用各自的文件夹。',
  },
  REPLICA_PASSWORD_MISSING: {
    message: '没有 {{place}} 的密码。',
    action: '请重新输入该共享的密码。',
  },
  REPLICA_FETCH_FIRST: {
    message: '{{backup}} 的文件已不在本机；副本 {{replica}} 上有一份校验过的备份。',
    action: '请先从副本取回该备份，再回滚。在终端中，可给 `lifeboat rollback` 加上 --fetch。',
  },
  REPLICATION_FAILED: {
    message: '备份已完成，但复制到 {{replica}} 失败：{{cause}}',
    action: '请排除原因。该副本会等待并自动重试，也可以使用“立即复制”。',
  },
  REPLICA_UNREACHABLE: {
    message: '{{host}} 的端口 {{port}} 没有响应：{{detail}}。本机的备份不受影响。',
    action: '启动服务器，并检查其名称、端口和防火墙。',
  },
  REPLICA_TIMED_OUT: {
    message: '{{host}} 已有 {{seconds}} 秒没有任何响应。本机的备份不受影响。',
    action: '确认服务器仍在运行、网络畅通，然后重试。',
  },
  REPLICA_LOST: {
    message: '与 {{host}} 的连接中断：{{detail}}。本机的备份不受影响。',
    action: '检查服务器和网络，然后重试。',
  },
  REPLICA_LOGON_REFUSED: {
    message: '{{host}} 不允许 {{user}} 登录：{{detail}}',
    action: '检查用户名、域和密码，以及账户是否被锁定、密码是否过期。',
  },
  REPLICA_GUEST_REFUSED: {
    message: '{{host}} 没有核对 {{user}} 的密码，会把任何人当作来宾接纳。未发送任何数据。',
    action: '在服务器上关闭来宾登录，并使用那里确实存在的用户账户。',
  },
  REPLICA_DIALECT_TOO_OLD: {
    message: '{{host}} 不支持 SMB 3.1.1：{{detail}}。未发送任何数据。',
    action: '在服务器上启用 SMB 3，或升级服务器。',
  },
  REPLICA_SIGNING_MISSING: {
    message: '{{host}} 不对发送的内容签名，无法判断内容是否在途中被改动。',
    action: '在服务器上启用 SMB 签名。',
  },
  REPLICA_ENCRYPTION_MISSING: {
    message: '{{host}} 要求加密，但没有提供 Lifeboat 支持的加密算法。',
    action: '在服务器上为 SMB 启用 AES-128-GCM。',
  },
  REPLICA_TAMPERED: {
    message: '副本服务器的应答不符合 SMB 规定，或在途中被改动：{{detail}}。该应答未被采用。',
    action: '重试。如果再次出现，查明本机与服务器之间有什么设备。',
  },
  REPLICA_SHARE_NOT_FOUND: { message: '没有名为 {{share}} 的共享。', action: '在服务器上核对共享名称。' },
  REPLICA_PATH_NOT_FOUND: {
    message: '副本上找不到 {{path}}。',
    action: '核对文件夹名称，或在服务器上创建该文件夹。',
  },
  REPLICA_PATH_TAKEN: {
    message: '副本上已有 {{path}}。未覆盖任何内容。',
    action: '查看它是什么；如果没有人需要，把它移走。',
  },
  REPLICA_PATH_INVALID: {
    message: 'Windows 共享无法存放名称 {{path}}。',
    action: '名称中不要使用 \\ : * ? " < > |，也不要以点或空格结尾。',
  },
  REPLICA_DENIED: { message: '服务器拒绝访问 {{path}}。', action: '授予该用户读取和更改此文件夹的权限。' },
  REPLICA_READ_ONLY: { message: '{{path}} 只能读取，不能写入。', action: '让该用户对此共享拥有写入权限。' },
  REPLICA_FULL: {
    message: '副本上没有空间存放 {{path}}。本机的备份不受影响。',
    action: '在服务器上腾出空间，或提高该用户的配额。',
  },
  REPLICA_SAME_DISK: {
    message: '{{path}} 与备份存储 {{storage}} 在同一块磁盘上：磁盘损坏时两者会一起丢失。未做任何更改。',
    action: '选择另一块磁盘上的文件夹，或明确允许把副本放在同一块磁盘上。',
  },
  REPLICA_IN_STORAGE: {
    message: '{{path}} 与备份存储 {{storage}} 互相包含。未做任何更改。',
    action: '选择备份存储之外的文件夹。',
  },
  REPLICA_NOT_MOUNTED: {
    message: '{{path}} 没有挂载为 Windows 共享：{{found}}。未在那里写入任何内容。',
    action: '重新挂载共享，并用 `findmnt` 检查。',
  },
  REPLICA_MARK_MISSING: {
    message: '{{place}} 不是当初设置的副本位置，或者没有挂载：缺少 {{file}}。未写入任何内容。',
    action: '接上正确的磁盘或共享，或重新设置副本。',
  },
  REPLICA_MARK_INVALID: {
    message: '{{place}} 上的 {{file}} 不是有效的副本标记：{{detail}}。未写入任何内容。',
    action: '如果它由更新版本的 Lifeboat 写入，请升级；否则移走该文件并重新设置副本。',
  },
  REPLICA_OTHER: {
    message: '{{place}} 是另一个副本位置：标识为 {{found}}，而不是 {{expected}}。未写入任何内容。',
    action: '接上正确的磁盘或共享，或把这里单独设置为一个副本。',
  },
  REPLICA_SPACE_INSUFFICIENT: {
    message: '{{place}} 空间不足：需要 {{needed}}，可用 {{free}}。未复制任何内容。',
    action: '在那里腾出空间，或减少保留的副本数量。',
  },
  REPLICA_READ_BACK_WRONG: {
    message: '{{place}} 上的 {{part}} 已写入，但读回的内容不对：{{detail}}。该副本不算数。',
    action: '重试。如果再次出现，检查副本所在机器的磁盘、内存和网络。',
  },
  REPLICA_COPY_NOT_FOUND: {
    message: '{{place}} 上没有 {{pack}} 的副本。',
    action: '查看那里有哪些副本，并从中选择。',
  },
  REPLICA_COPY_INCOMPLETE: {
    message: '{{place}} 上 {{pack}} 的副本不完整：{{detail}}。未使用该副本。',
    action: '重新复制该备份，或选择另一个副本。',
  },
  REPLICA_COPY_CORRUPT: {
    message: '{{place}} 上 {{pack}} 的副本中 {{part}} 已损坏：{{detail}}。未使用该副本。',
    action: '重新复制该备份：损坏的副本会被移到一边，不会删除。请检查副本所在的磁盘。',
  },
  REPLICA_CALL_FAILED: {
    message: '服务器未能处理 {{path}}：{{detail}}',
    action: '根据服务器给出的原因处理后重试。',
  },
} as const satisfies SameShape<typeof source>;
