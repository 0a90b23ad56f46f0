import Interview

extension FaultCode {
  public static let storeFull = FaultCode(
    "store.full", retry: .later,
    cause: Bilingual(zh: "存储所在的磁盘已满", en: "the disk that holds the store is full"),
    action: Bilingual(zh: "请释放磁盘空间；之后会自动重试，不会丢失数据", en: "free some space; work continues automatically and nothing is lost"))
  public static let storeLocked = FaultCode(
    "store.locked", retry: .later,
    cause: Bilingual(zh: "另一个程序长时间锁住了存储", en: "another program keeps the store locked"),
    action: Bilingual(
      zh: "请结束占用数据库的程序（`fuser` 可列出它们）；之后会自动重试",
      en: "end the program that holds the database (`fuser` lists them); work goes on by itself"))
  public static let storeDamaged = FaultCode(
    "store.damaged", retry: .later,
    cause: Bilingual(zh: "数据库已损坏", en: "the database is damaged"),
    action: Bilingual(
      zh: "请停止 intoned，保留原文件，并从备份恢复（`intone restore`）", en: "stop intoned, keep the file, and restore a backup (`intone restore`)"))
  public static let storeUnreachable = FaultCode(
    "store.unreachable", retry: .later,
    cause: Bilingual(zh: "无法打开数据库", en: "the database cannot be opened"),
    action: Bilingual(
      zh: "请检查路径是否存在、文件系统是否已挂载以及访问权限", en: "check that the path exists, its file system is mounted, and the permissions"))
  public static let storeAway = FaultCode(
    "store.away", retry: .later,
    cause: Bilingual(zh: "数据库服务器暂时无法使用", en: "the database's server cannot be used now"),
    action: Bilingual(
      zh: "回答会在收件箱中等待，服务器恢复后自动继续；请检查服务器、网络、证书与口令文件（见 docs/fleet.md）",
      en:
        "answers wait in the inbox and continue automatically when it is back; check the server, the network, its certificate and the password file (docs/fleet.md)"
    ))
  public static let storeServerUnsuitable = FaultCode(
    "store.server-unsuitable",
    cause: Bilingual(zh: "该数据库服务器或数据库不适合存储", en: "this server, or this database of it, does not serve as a store"),
    action: Bilingual(
      zh: "需要 PostgreSQL 13 或更新版本，数据库编码为 UTF8：createdb -T template0 -E UTF8 intone",
      en: "PostgreSQL 13 or later is needed, and a database in UTF8: createdb -T template0 -E UTF8 intone"))
  public static let storeRoleDenied = FaultCode(
    "store.role-denied", retry: .later,
    cause: Bilingual(zh: "数据库角色没有所需的权限", en: "the database's role may not do this"),
    action: Bilingual(
      zh: "由数据库的所有者运行 `intone store migrate` 与 `intone store grants`（见 docs/fleet.md）；回答会在收件箱中等待",
      en: "have the database's owner run `intone store migrate` and `intone store grants` (docs/fleet.md); answers wait in the inbox"))
  public static let storeMigrationDue = FaultCode(
    "store.migration-due", retry: .later,
    cause: Bilingual(
      zh: "数据库的表还不是这一版本的，而该角色不得更改表结构", en: "the database's tables are not of this version yet, and this role may not change them"),
    action: Bilingual(
      zh: "由表的所有者运行新版本的 `intone store migrate`（见 docs/fleet.md）；回答会在收件箱中等待",
      en: "have their owner run this version's `intone store migrate` (docs/fleet.md); answers wait in the inbox"))
  public static let storeNetworkFilesystem = FaultCode(
    "store.network-filesystem",
    cause: Bilingual(zh: "数据库位于网络文件系统上，SQLite 在那里不可靠", en: "the database lies on a network file system, where SQLite is not safe"),
    action: Bilingual(zh: "请把存储目录放到本地磁盘上", en: "put the store's directory on a local disk"))
  public static let storeNewerSchema = FaultCode(
    "store.newer-schema", retry: .later,
    cause: Bilingual(zh: "数据库由更新版本的 Intone 写成", en: "the database was written by a newer version of Intone"),
    action: Bilingual(zh: "请安装该版本，或恢复旧版本的备份", en: "install that version, or restore a backup made by this one"))
  public static let storeOlderSchema = FaultCode(
    "store.older-schema",
    cause: Bilingual(zh: "数据库结构较旧，而这里只能只读打开", en: "the database has an older schema and was opened for reading only"),
    action: Bilingual(zh: "请启动一次 intoned，它会升级数据库", en: "start intoned once: it brings the database up to date"))
  public static let storeForeign = FaultCode(
    "store.foreign",
    cause: Bilingual(
      zh: "数据库或其附属文件属于别人，或别人可以写入，因此不予采用", en: "a file of the database belongs to another user, or others may write to it; it is not used"),
    action: Bilingual(
      zh: "查明是谁放在那里的；确认无误后 chown intone:intone 并 chmod 600，否则将其移走",
      en: "find out who put it there; chown it to intone:intone and chmod 600 it if it is right, move it away if not"))
  public static let storeDenied = FaultCode(
    "store.denied",
    cause: Bilingual(zh: "数据库只有守护进程可以读取", en: "only the daemon may read the database"),
    action: Bilingual(
      zh:
        "report、compare、stats 等在守护进程运行时向它查询，无需读库：systemctl start intoned；export、backup、stats freeze 读取整个库，只供其所有者：sudo -u intone；用 SQL 读取得分请用旁边的 scores.sqlite",
      en:
        "report, compare, stats and the like ask the daemon while it runs: systemctl start intoned; export, backup and stats freeze read the whole store and are for its owner: sudo -u intone; scores by SQL stand in scores.sqlite beside it"
    ))
  public static let storeReadOnly = FaultCode(
    "store.read-only",
    cause: Bilingual(zh: "存储以只读方式打开，不能写入", en: "the store is open for reading only"),
    action: Bilingual(zh: "请启动 intoned，由它写入", en: "start intoned and let it write"))
  public static let storeFailed = FaultCode(
    "store.failed", retry: .later,
    cause: Bilingual(zh: "数据库操作失败", en: "an operation on the database failed"),
    action: Bilingual(zh: "请查看磁盘与系统日志；会自动重试", en: "check the disk and the system's log; the operation is retried automatically"))
  public static let storeBackupExists = FaultCode(
    "store.backup-exists",
    cause: Bilingual(zh: "备份目标已存在，不会覆盖", en: "a file with the backup's name already exists; it is not overwritten"),
    action: Bilingual(zh: "请另选文件名，或先移走旧文件", en: "choose another name, or move the old file away"))
  public static let storeRecordRefused = FaultCode(
    "store.record-refused",
    cause: Bilingual(zh: "待写入的记录含有不是数的值", en: "the record to be written holds a value that is not a number"),
    action: Bilingual(zh: "这是程序缺陷，请报告并附上该录音", en: "this is a defect of the program: please report it with the recording"))
  public static let storeAnswerTaken = FaultCode(
    "store.answer-id-taken",
    cause: Bilingual(
      zh: "另一个场次的回答已使用同一编号（名称中的“__”使两者写法相同）",
      en: "an answer of another session has the same id: a double underscore in a name makes two look alike"),
    action: Bilingual(
      zh: "请改用不含“__”的场次名或题目名重新投递。", en: "Deliver it again with a session and a question without a double underscore in their names."))
  public static let storeDutyElsewhere = FaultCode(
    "store.duty-elsewhere", retry: .later,
    cause: Bilingual(zh: "这项工作由另一台机器上的守护进程承担", en: "a daemon on another machine does this at present"),
    action: Bilingual(
      zh: "请在那台机器上执行（表 intone.duties 的 holder 列）", en: "do it on that machine: the column holder of the table intone.duties names it"))
  public static let storeForgotten = FaultCode(
    "store.forgotten", retry: .later,
    cause: Bilingual(zh: "该场次或录音已应要求删除，不再写入", en: "the session or the recording was erased on request; nothing is recorded"),
    action: Bilingual(zh: "无需处理：文件会自动删除", en: "nothing needs to be done: its files are erased automatically"))
  public static let storeWorkOvertaken = FaultCode(
    "store.work-overtaken", retry: .later,
    cause: Bilingual(
      zh: "同一回答稍后开始的处理已先写入，本次结果不予采用", en: "a later run for this answer has already been recorded; this result is not used"),
    action: Bilingual(zh: "无需处理：会自动重新处理", en: "nothing needs to be done: the answer is processed again automatically"))
  public static let storeRecordInvalid = FaultCode(
    "store.record-invalid", retry: .later,
    cause: Bilingual(zh: "存储中的记录无法读懂", en: "a record in the store cannot be read"),
    action: Bilingual(zh: "请检查数据库是否被其他程序改动，并从备份恢复", en: "check whether another program changed the database, and restore a backup"))

  public static let storeInUse = FaultCode(
    "store.in-use",
    cause: Bilingual(zh: "另一个程序正在使用该存储", en: "another program uses the store"),
    action: Bilingual(zh: "请先停止 intoned（`systemctl stop intoned`），再重试", en: "stop intoned first (`systemctl stop intoned`), then try again")
  )
  public static let historyRowInvalid = FaultCode(
    "history.row-invalid",
    cause: Bilingual(zh: "历史记录中的一行无法导入", en: "a row of the history cannot be imported"),
    action: Bilingual(
      zh: "请改正所示行与字段后再次导入；已导入的行不会重复", en: "correct the line and member shown and import again; rows already imported are not imported twice"
    ))
  public static let historyConflict = FaultCode(
    "history.conflict",
    cause: Bilingual(zh: "存储中该回答的内容与此行不同", en: "the store holds other content for this answer"),
    action: Bilingual(zh: "历史导入从不覆盖现有结果；请核对该行", en: "an import never overwrites a result; check the row"))
  public static let historyChanged = FaultCode(
    "history.changed",
    cause: Bilingual(zh: "文件在导入中断后被改动", en: "the file has changed since its import was interrupted"),
    action: Bilingual(zh: "请恢复原文件，或以另一个文件名从头导入", en: "put the original file back, or import it anew under another name"))
  public static let historyFormat = FaultCode(
    "history.format",
    cause: Bilingual(zh: "文件既不是 CSV 也不是 JSONL", en: "the file is neither CSV nor JSONL"),
    action: Bilingual(
      zh: "文件名应以 .csv 或 .jsonl 结尾，CSV 首行为列名；参见 docs/store.md",
      en: "its name ends with .csv or .jsonl, and a CSV's first line names the columns; see docs/store.md"))
  public static let historyColumns = FaultCode(
    "history.columns",
    cause: Bilingual(zh: "CSV 的列与导入所识别的不符", en: "the columns of the CSV are not those that an import knows"),
    action: Bilingual(
      zh: "逐列用 --column overall=总分 说明其含义，用 --ignore-column 备注 略过其余；可用的列名见 docs/store.md",
      en: "name each one with --column overall=Score, and skip others with --ignore-column Remark; docs/store.md lists the names"))
  public static let backupNone = FaultCode(
    "backup.none", cause: Bilingual(zh: "目录中没有备份", en: "there is no backup in the directory"),
    action: Bilingual(zh: "备份名为 intone-日期.sqlite；检查目录。", en: "Backups are named intone-DATE.sqlite; check the directory."))
  public static let backupUnusable = FaultCode(
    "backup.unusable",
    cause: Bilingual(zh: "该备份不完整或已损坏", en: "the backup is not complete, or damaged"),
    action: Bilingual(zh: "请使用更早的备份；用 `intone drill` 逐个检验", en: "use an earlier backup; `intone drill` shows which ones can be restored"))

  public static let backupByServer = FaultCode(
    "backup.by-server",
    cause: Bilingual(zh: "存储在数据库服务器上，由服务器自己的工具备份", en: "the store is on a database server, whose own tools back it up"),
    action: Bilingual(
      zh: "备份：pg_dump -Fc -n intone；恢复：pg_restore；见 docs/fleet.md",
      en: "back it up by pg_dump -Fc -n intone, restore by pg_restore; see docs/fleet.md"))

  /// Every code of the stores, for the catalogue.
  public static let storeCodes: [FaultCode] = [
    .storeFull, .storeLocked, .storeDamaged, .storeUnreachable, .storeNetworkFilesystem, .storeNewerSchema, .storeOlderSchema,
    .storeReadOnly, .storeFailed, .storeRecordRefused, .storeAnswerTaken, .storeWorkOvertaken, .storeForgotten, .storeDutyElsewhere,
    .storeRecordInvalid,
    .storeBackupExists,
    .storeNoAnswer,
    .reviewIncomplete, .reviewUnprintable, .storeNoSession,
    .storeInUse, .historyRowInvalid, .historyConflict, .historyChanged, .historyFormat, .historyColumns, .backupUnusable, .backupNone,
    .backupByServer,
    .storeForeign,
    .storeDenied, .storeAway, .storeServerUnsuitable, .storeRoleDenied, .storeMigrationDue, .auditBroken, .auditCheckpointInvalid,
  ]
}
