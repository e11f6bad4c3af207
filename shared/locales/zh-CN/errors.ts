import type { errors as source } from '../en/errors.ts';
import type { SameShape } from '../shape.ts';
import { databaseErrors } from './errors/database.ts';
import { replicaErrors } from './errors/replica.ts';
import { scheduleErrors } from './errors/schedule.ts';
import { upgradeErrors } from './errors/upgrade.ts';

export const errors = {
  INTERNAL: {
    message: 'Lifeboat 内部出错：{{detail}}',
    action: '查看健康检查（`lifeboat doctor`）；如果再次出现，附上日志文件报告问题。',
  },
  USAGE_INVALID: { message: '{{detail}}', action: '在命令后加 --help 可查看用法。' },
  PATH_UNSAFE: {
    message: '路径 {{path}} 指向了所属位置之外。未做任何更改。',
    action: '使用不含 `..`、位于其文件夹之内的路径。',
  },
  STALLED: { message: '等待“{{what}}”时，{{seconds}} 秒没有任何进展。', action: '检查磁盘和 Docker 引擎，然后重试。' },

  DOCKER_UNREACHABLE: {
    message: 'Docker（{{endpoint}}）没有响应：{{detail}}。未做任何更改。',
    action: '启动 Docker，或将 DOCKER_HOST 设为你要用的引擎。',
  },
  DOCKER_LOST: {
    message: '与 Docker（{{endpoint}}）的连接中断：{{detail}}',
    action: '请恢复 Docker：打开着的面板或守护进程随后会启动原先运行的服务；若都没有，请运行 `lifeboat recover`。',
  },
  DOCKER_CALL_FAILED: { message: 'Docker 拒绝了“{{call}}”：{{detail}}', action: '根据 Docker 给出的原因处理后重试。' },
  DOCKER_ENDPOINT_INSECURE: {
    message: '{{endpoint}} 是没有 TLS 的明文 TCP：网络上任何人都能控制那台机器。未发送任何数据。',
    action: '改用 ssh:// 或 TLS（DOCKER_TLS_VERIFY 和 DOCKER_CERT_PATH）。',
  },
  DOCKER_ENDPOINT_INVALID: {
    message: '{{endpoint}} 不是 Docker 引擎的地址：{{detail}}',
    action: '将 DOCKER_HOST 设为类似 unix:///var/run/docker.sock 或 ssh://user@host 的地址。',
  },
  DOCKER_CONTEXT_NOT_FOUND: {
    message: '没有名为 {{context}} 的 Docker 上下文。',
    action: '用 `docker context ls` 查看，并将 DOCKER_CONTEXT 设为其中之一。',
  },

  COMPOSE_FILE_MISSING: {
    message: '找不到 compose 文件 {{path}}。未做任何更改。',
    action: '恢复该文件，或用它现在的路径重新添加应用。',
  },
  COMPOSE_FILE_INVALID: {
    message: 'compose 文件 {{path}} 无法使用：{{detail}}',
    action: '修正文件，并用 `docker compose config` 检查。',
  },
  COMPOSE_PROJECT_NOT_FOUND: {
    message: '这里没有属于 compose 项目 {{project}} 的容器。',
    action: '选择现有的项目（`lifeboat stacks` 可列出），或用 compose 文件添加应用。',
  },

  STACK_NOT_FOUND: {
    message: '没有名为 {{stack}} 的应用。',
    action: '选择已有的应用：面板和 `lifeboat stacks` 都会列出。',
  },
  STACK_EXISTS: { message: '已有名为 {{stack}} 的应用。未做任何更改。', action: '另取一个名称。' },
  STACK_BUSY: {
    message: '{{stack}} 正忙：{{kind}}任务 {{job}}，{{since}}开始。未做任何更改。',
    action: '等它结束，或将其取消（`lifeboat cancel {{job}}`）。',
  },
  STACK_HALF_EXCHANGED: {
    message: '{{stack}} 的一次回滚（任务 {{job}}）中途停住，数据可能新旧混杂。未做任何更改。',
    action: '请先重新启动 Lifeboat 或运行 `lifeboat recover`；如果无效，查看健康检查（`lifeboat doctor`）。',
  },
  STACK_KEEPS_DATA: {
    message: '{{stack}} 仍保留着回滚 {{job}} 之前的数据。未做任何更改。',
    action:
      '请先处理：撤销回滚以恢复旧数据（`lifeboat undo {{job}}`），或释放以删除旧数据（`lifeboat release {{job}}`）。',
  },
  STACK_NAME_INVALID: {
    message: '“{{name}}”不能用作应用名称。',
    action: '使用 1 到 64 个字符，至少包含一个字母或数字，不含控制字符。',
  },
  STACK_FOLDERS_NESTED: {
    message: '{{path}} 是 {{outer}} 的一部分，一次回滚无法同时替换两者。未做任何更改。',
    action: '不要单独列出它：它会随 {{outer}} 一起备份。',
  },
  STACK_EMPTY: {
    message: '{{stack}} 没有可备份的内容：未找到卷、文件夹或数据库，或者全部已被排除。',
    action:
      '先看找到了什么：面板的覆盖范围页和 `lifeboat backup {{stack}} --dry-run` 都会列出。然后多选一些数据源，或少排除一些内容。',
  },

  ...scheduleErrors,
  ...upgradeErrors,

  SOURCE_NOT_FOUND: {
    message: '{{stack}} 没有数据源 {{source}}。未做任何更改。',
    action: '选择它已有的数据源：面板的覆盖范围页和 `lifeboat backup {{stack}} --dry-run` 都会列出。',
  },
  LEFT_OUT_UNKNOWN: {
    message: '{{stack}} 没有数据源 {{source}}，无法排除。它的数据源有：{{sources}}。未做任何更改。',
    action: '从中选择一个，按这里的写法填写。',
  },
  LEFT_OUT_ALL: {
    message: '这样 {{stack}} 就没有任何内容会被备份。未做任何更改。',
    action: '至少保留一个数据源。完全不需要备份的应用可以从 Lifeboat 移除。',
  },
  SOURCE_MISSING: { message: '{{path}} 不存在，无法备份。', action: '恢复它，或只备份其他数据源。' },
  SOURCE_UNREADABLE: {
    message: '无法读取 {{path}}：{{detail}}。此次备份无效。',
    action: '换用有读取权限的用户运行，或将其排除。',
  },
  SOURCE_CHANGED: {
    message: '{{path}} 在复制过程中发生了变化。此次备份无效。',
    action: '停止写入它的程序，或使用冷备份，然后重试。',
  },
  SQLITE_UNREADABLE: {
    message: '{{path}} 无法作为 SQLite 数据库读取：{{detail}}',
    action: '用 `PRAGMA integrity_check` 检查该文件，或回滚到它完好时的备份。',
  },

  SPACE_INSUFFICIENT: {
    message: '{{path}} 空间不足：需要 {{needed}}，可用 {{free}}。未做任何更改。',
    action: '在那里腾出空间、删除旧备份，或迁移存储位置（`lifeboat migrate-storage`）。',
  },
  SPACE_EXHAUSTED: { message: '写入过程中 {{path}} 所在磁盘已满。未完成的数据无效。', action: '腾出空间后重试。' },
  STORAGE_UNWRITABLE: {
    message: '存储文件夹 {{path}} 无法写入：{{detail}}。未做任何更改。',
    action: '检查磁盘是否已挂载，以及你是否有写入权限。',
  },
  STORAGE_UNKNOWN: {
    message: 'Lifeboat 不知道 {{stack}} 的备份该存放在哪里。未做任何更改。',
    action: '为备份指定文件夹：在添加应用的对话框中选择，或用 `lifeboat migrate-storage DIR --stack {{stack}}`。',
  },
  FILE_FAILED: { message: '处理 {{path}} 失败：{{detail}}', action: '检查磁盘和该路径的权限，然后重试。' },
  FILE_EXISTS: { message: '{{path}} 已存在，没有改动它。', action: '换一个名称。在终端中可用 --overwrite 覆盖。' },

  SERVICE_STOP_FAILED: {
    message: '{{service}} 无法停止：{{detail}}。在它之前停止的服务已重新启动。',
    action: '查看 {{service}} 的日志。热备份不需要停机。',
  },
  SERVICE_NOT_BACK: {
    message: '未能恢复运行：{{services}}。{{detail}}',
    action: '查看它们的日志（`docker logs`），然后重新启动 Lifeboat 或运行 `lifeboat recover`。',
  },
  SERVICES_RAN_DURING_COPY: {
    message: '复制数据时 {{services}} 在运行，复制出的数据可能前后不一致。此次备份无效。',
    action: '查明是什么启动了它们（重启策略、看门狗或人工操作），然后重试。',
  },
  VOLUME_IN_USE: {
    message: '卷 {{volume}} 正被 {{containers}} 使用。未替换任何数据。',
    action: '停止这些容器后重试。',
  },
  HELPER_IMAGE_MISSING: {
    message: '本机没有镜像带有替换卷内数据所需的工具：{{tools}}。未做任何更改。',
    action: '拉取一个小镜像：`docker pull busybox`。',
  },
  HELPER_FAILED: {
    message: '辅助容器失败（{{what}}）：{{detail}}',
    action: '重试；如果再次失败，健康检查（`lifeboat doctor`）会说明 Docker 的问题。',
  },
  IMAGES_INCOMPLETE: {
    message: 'Docker 未能完整保存镜像：{{detail}}。此次备份无效。',
    action: '重新拉取镜像，或不含镜像备份。',
  },

  BACKUP_NOT_FOUND: { message: '没有备份 {{backup}}。', action: '选择已有的备份（`lifeboat list`）。' },
  BACKUP_AMBIGUOUS: {
    message: '{{backup}} 对应多个备份。',
    action: '同时指定应用，或给出备份编号。',
  },
  BACKUP_NOT_COMPLETE: {
    message: '备份 {{backup}} 不完整（{{status}}），无法使用。未做任何更改。',
    action: '选择完整的备份（`lifeboat list`）。',
  },
  BACKUP_FILES_MISSING: {
    message: '{{backup}} 的文件不在 {{path}}。未做任何更改。',
    action: '接上存放它们的磁盘；如果文件已移动，在终端运行 `lifeboat reindex`。',
  },
  BACKUP_IN_USE: {
    message: '回滚到 {{backup}}（任务 {{job}}）仍保留着数据。未做任何更改。',
    action: '撤销该回滚（`lifeboat undo {{job}}`）或保留其结果，然后释放它保留的数据（`lifeboat release {{job}}`）。',
  },
  LEVEL_OUT_OF_RANGE: {
    message: '级别 {{level}} 超出 {{format}} 的范围：{{lowest}} 到 {{highest}}。',
    action: '选择范围内的级别，或使用标准级别。',
  },
  NOTE_TOO_LONG: {
    message: '备注有 {{length}} 个字符，最多只能有 {{longest}} 个。',
    action: '缩短备注。',
  },
  NOTE_UNPRINTABLE: {
    message: '备注中有无法显示的字符：{{character}}。',
    action: '删去该字符。备注是纯文本，可以分多行，但不能含有制表符等控制字符。',
  },

  PACK_NOT_A_PACK: {
    message: '{{path}} 不是 Lifeboat 的备份包。',
    action: '请指定包含 manifest.json 和 DONE 的文件夹。',
  },
  PACK_INCOMPLETE: {
    message: '备份包 {{pack}} 不完整：{{detail}}。未从中取出任何数据。',
    action: '改用其他备份；如果它是复制过来的，请重新复制。',
  },
  PACK_CORRUPT: {
    message: '备份包 {{pack}} 的 {{part}} 已损坏：{{detail}}。未从中取出任何数据。',
    action: '改用其他备份，并检查它所在的磁盘。',
  },
  PACK_HOSTILE: {
    message: '{{part}} 含有不得解包的条目（{{entry}}）：{{detail}}。未从中取出任何数据。',
    action: '改用其他备份，并查明这个备份包的来历。',
  },
  PACK_MANIFEST_INVALID: {
    message: '无法理解 {{pack}} 的清单：{{detail}}。未从中取出任何数据。',
    action: '改用其他备份。',
  },
  PACK_FUTURE_VERSION: {
    message: '{{pack}} 由更新版本的 Lifeboat 创建（格式 {{version}}）。未做任何更改。',
    action: '请使用该版本或更新的 Lifeboat。',
  },
  PACK_FOREIGN: {
    message: '{{pack}} 属于 {{other}}，不属于 {{stack}}。未做任何更改。',
    action: '导入到它所属的应用；如果它占了另一个备份包的位置，请把原来的包放回去。',
  },
  PACK_NAME_TAKEN: { message: '{{path}} 已存在，没有改动它。', action: '换一个文件夹，或移走已有的内容。' },
  ARCHIVE_UNRECOGNISED: {
    message: '无法导入 {{path}}：{{detail}}。未做任何更改。',
    action: '请提供备份包文件夹、单文件导出（.tar）或 backup_*.tar.gz。',
  },

  ...databaseErrors,
  ...replicaErrors,

  PLAN_INVALID: {
    message: '{{path}} 不是有效的计划：{{detail}}。未做任何更改。',
    action: '重新制作计划（`lifeboat plan BACKUP --out FILE`）。',
  },
  PLAN_STALE: { message: '计划已不符合现状：{{changes}}。未做任何更改。', action: '重新制作计划，看过之后再执行。' },
  CALL_INVALID: {
    message: '窗口发出的请求 {{call}} 无法理解：{{detail}}。未做任何更改。',
    action: '这是 Lifeboat 的缺陷。请重新启动；如再次出现，请附上日志报告。',
  },
  CALL_FORBIDDEN: {
    message: '请求 {{call}} 不是 Lifeboat 的窗口发出的。未做任何更改。',
    action: '请重新启动 Lifeboat；如再次出现，请附上日志报告。',
  },
  CONFIRMATION_EXPIRED: {
    message: '确认的操作已不再等待：已经执行过，或已超过十分钟。本次未做任何更改。',
    action: '请重新打开对话框，确认其中显示的内容。',
  },
  PATH_NOT_CHOSEN: {
    message: '该文件或文件夹不是在本次会话的对话框中选择的。未做任何更改。',
    action: '请重新选择。',
  },
  CONFIRMATION_REQUIRED: {
    message: '这会更改 {{stack}}，但没有人确认。未做任何更改。',
    action: '确定要执行，请原样输入应用名称；在终端中请加上 --yes。',
  },
  VERSION_MAJOR_DIFFERS: {
    message: '{{stack}} 当前版本为 {{from}}，备份版本为 {{to}}：主版本不同。未做任何更改。',
    action: '确认数据与应用相容后，接受不同的主版本；在终端中请加上 --accept-major-version。',
  },
  ROLLBACK_UNDONE: {
    message: '{{stack}} 的回滚已撤销：{{detail}}。原先的数据已恢复使用。',
    action: '重试之前先排除原因。如果应用有服务，其日志可能有更多线索。',
  },
  ROLLBACK_STUCK: {
    message: '{{stack}} 的回滚中途停住：{{detail}}。原先的数据保留在 {{path}}；在恢复之前，被停止的部分保持停止。',
    action: '不要改动那里的内容。排除原因后重新启动 Lifeboat 或运行 `lifeboat recover`。',
  },
  UNDO_NOTHING_KEPT: {
    message: '任务 {{job}} 没有保留旧数据，无法撤销。',
    action: '回滚到该任务之前所做的备份（`lifeboat list`）。',
  },
  UNDO_NOT_LATEST: { message: '任务 {{newer}} 在 {{job}} 之后。未做任何更改。', action: '先撤销 {{newer}}。' },

  NOTIFY_NOT_SET: {
    message: '没有设置 {{channel}}，未发送任何内容。',
    action: '在设置中（或用 `lifeboat notify`）设置，然后测试。',
  },
  NOTIFY_PLAIN: {
    message: '发往 {{address}} 的消息在途中可能被任何人读取和篡改。未执行任何操作。',
    action: '使用 https（邮件使用 STARTTLS 或 TLS），或为该地址明确允许（`--allow-plain`）。',
  },
  NOTIFY_PASSWORD_MISSING: {
    message: '没有 {{user}} 的密码。未保存任何更改。',
    action: '提供密码；如果服务器不需要登录，请将用户留空。',
  },
  NOTIFY_UNREACHABLE: {
    message: '无法连接 {{address}}：{{detail}}',
    action: '检查地址、网络和防火墙，然后重新测试。',
  },
  NOTIFY_UNTRUSTED: {
    message: '{{address}} 的证书不受信任，未发送任何内容：{{detail}}',
    action: '为服务器配置本机信任且名称相符的证书。',
  },
  NOTIFY_LOGON_REFUSED: {
    message: '{{address}} 拒绝了用户名或密码：{{reply}}',
    action: '更正用户名和密码。许多服务商要求使用专用密码。',
  },
  NOTIFY_REFUSED: {
    message: '已连接 {{address}}，但消息被拒绝：{{reply}}',
    action: '查看服务器的答复；地址或路径可能有误。',
  },
  NOTIFY_PARTLY: {
    message: '{{address}} 已接收消息，但拒绝了 {{reply}}。',
    action: '更正这些收件人。其余收件人已收到，因此不再重发。',
  },
  NOTIFY_REDIRECTED: {
    message: '{{address}} 要求把消息发往别处（{{reply}}）；重定向不会被跟随。',
    action: '请设置最终地址。',
  },
  NOTIFY_TIMEOUT: {
    message: '{{address}} 在 {{seconds}} 秒内没有响应。',
    action: '检查地址、端口以及加密方式是否与端口相符，然后重新测试。',
  },
  SECRET_GONE: {
    message: '{{channel}} 的密钥不在原来保存的位置，未发送任何内容。',
    action: '重新输入。没有桌面会话的守护进程读不到钥匙串：可设置 LIFEBOAT_SECRETS=key-file。',
  },
  SECRETS_UNUSABLE: {
    message: '保存密钥的位置无法使用：{{detail}}',
    action: '解锁钥匙串，或查看 Lifeboat 数据目录中的 secrets.json；重新输入密钥会重建它。',
  },

  JOB_NOT_FOUND: { message: '没有任务 {{job}}。', action: '选择已有的任务（`lifeboat jobs`）。' },
  JOB_NOT_OPEN: {
    message: '任务 {{job}} 已经结束（{{status}}）。',
    action: '在任务详情中查看它做了什么（`lifeboat job {{job}}`）。',
  },
  JOB_CANCELLED: { message: '已取消。原先运行的服务已恢复运行，未完成的数据无效。', action: '准备好后可重新开始。' },
  JOB_INTERRUPTED: {
    message: '运行此任务的进程在任务结束前退出了。',
    action: '重新开始即可。为它停止的服务会在下次启动 Lifeboat 时或由下一条 `lifeboat` 命令启动。',
  },
  CLEANUP_FAILED: {
    message: '事后清理失败：{{detail}}',
    action: '重新启动 Lifeboat 或运行 `lifeboat recover`，再查看健康检查（`lifeboat doctor`）。',
  },
  CATALOG_UNUSABLE: {
    message: '目录库 {{path}} 无法使用：{{detail}}。备份包不受影响。',
    action: '移走该文件，然后在终端运行 `lifeboat reindex`：目录库会根据备份包重建。',
  },
} as const satisfies SameShape<typeof source>;
