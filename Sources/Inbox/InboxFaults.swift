import Files
import Interview

extension FaultCode {
  public static let inboxFull = FaultCode(
    "inbox.full", retry: .later,
    cause: Bilingual(zh: "收件目录或归档所在的磁盘已满", en: "the disk of the inbox or the archive is full"),
    action: Bilingual(zh: "请释放磁盘空间；之后会自动继续，不会丢失数据", en: "free some space; work continues automatically and nothing is lost"))
  public static let inboxReadOnly = FaultCode(
    "inbox.read-only", retry: .later,
    cause: Bilingual(zh: "收件目录或归档是只读的", en: "the inbox or the archive is read-only"),
    action: Bilingual(zh: "请以可写方式重新挂载该文件系统", en: "mount its file system for writing"))
  public static let inboxDenied = FaultCode(
    "inbox.denied", retry: .later,
    cause: Bilingual(zh: "没有权限在收件目录或归档中移动文件", en: "the permissions do not allow moving a file in the inbox or the archive"),
    action: Bilingual(zh: "请让 intoned 的用户拥有该目录的写权限", en: "give intoned's user the right to write to that directory"))
  public static let inboxVanished = FaultCode(
    "inbox.vanished", retry: .later,
    cause: Bilingual(zh: "目录或文件在处理时消失了", en: "a directory or file is missing, or disappeared during processing"),
    action: Bilingual(zh: "请检查路径以及文件系统是否已挂载", en: "check the path and that its file system is mounted"))
  public static let inboxTooManyFiles = FaultCode(
    "inbox.too-many-files", retry: .later,
    cause: Bilingual(zh: "打开的文件数已达上限", en: "the limit of open files is reached"),
    action: Bilingual(zh: "请提高服务的 LimitNOFILE", en: "raise the service's LimitNOFILE"))
  public static let inboxFailed = FaultCode(
    "inbox.failed", retry: .later,
    cause: Bilingual(zh: "文件操作失败", en: "an operation on a file failed"),
    action: Bilingual(zh: "请查看磁盘与系统日志；会自动重试", en: "check the disk and the system's log; the operation is retried automatically"))
  public static let inboxRunning = FaultCode(
    "inbox.already-running",
    cause: Bilingual(zh: "同名的 intoned 实例已在运行", en: "an intoned of the same instance name is running already"),
    action: Bilingual(zh: "请停止另一个实例，或在配置中使用不同的实例名", en: "stop the other one, or give this one another instance name"))
  public static let inboxConfiguration = FaultCode(
    "inbox.configuration",
    cause: Bilingual(zh: "收件目录的配置有误", en: "the configuration of the inbox contradicts itself"),
    action: Bilingual(zh: "请按提示修改配置", en: "change what the message names"))
  public static let inboxNotPlain = FaultCode(
    "inbox.not-a-plain-file",
    cause: Bilingual(
      zh: "符号链接、管道、设备、套接字和硬链接文件不会被打开", en: "symbolic links, FIFOs, devices, sockets and hard-linked files are never opened"),
    action: Bilingual(zh: "请改为复制文件内容到收件目录", en: "copy the file itself into the inbox"))
  public static let inboxTooDeep = FaultCode(
    "inbox.too-deep",
    cause: Bilingual(zh: "会话目录中的子目录不会被读取", en: "a directory inside a session is not read"),
    action: Bilingual(zh: "请把文件直接放进 <会话>/ 目录", en: "put the files directly into <session>/"))
  public static let inboxMisplaced = FaultCode(
    "inbox.misplaced",
    cause: Bilingual(zh: "文件名看不出属于哪个会话和问题", en: "the file name does not show its session and question"),
    action: Bilingual(
      zh: "请命名为 <会话>/<问题>.<扩展名> 或 <会话>__<问题>.<扩展名>", en: "name it <session>/<question>.<ext> or <session>__<question>.<ext>"))
  public static let inboxUnrelated = FaultCode(
    "inbox.unrelated",
    cause: Bilingual(zh: "该文件既不是录音、转写也不是清单，留在原处", en: "the file is not a recording, a transcript or a manifest, and was left in place"),
    action: Bilingual(
      zh: "不需要时请移走；转写请用 docs/formats.md 中的格式。", en: "Remove it if nobody needs it; for a transcript, use a format of docs/formats.md."))
  public static let inboxConflictCopy = FaultCode(
    "inbox.conflict-copy",
    cause: Bilingual(
      zh: "看起来是另一个文件的副本（同步冲突或重复下载），留在原处",
      en: "it looks like a second copy of another file (a synchronisation conflict or a second download) and was left in place"),
    action: Bilingual(
      zh: "请比较两份后删除副本；若是新的作答，请命名为 <问题>.2.<扩展名>。",
      en: "Compare both and remove the copy; if it is another attempt, name it <question>.2.<ext>."))
  public static let inboxLonely = FaultCode(
    "inbox.lonely-transcript",
    cause: Bilingual(zh: "有转写，但录音一直没有到", en: "a transcript has been waiting for its recording"),
    action: Bilingual(
      zh: "请投递同名的录音，或移走该文件。", en: "Deliver the recording under the same name, or remove the file."))
  public static let inboxUnreadable = FaultCode(
    "inbox.unreadable", retry: .later,
    cause: Bilingual(zh: "没有权限读取该文件", en: "the file's permissions do not allow reading it"),
    action: Bilingual(zh: "请给 intoned 的用户读取权限", en: "give intoned's user the right to read it"))
  public static let inboxEmptyFile = FaultCode(
    "inbox.empty-file",
    cause: Bilingual(zh: "文件一直为空", en: "the file is still empty"),
    action: Bilingual(zh: "请重新上传", en: "send it again"))
  public static let inboxTooLarge = FaultCode(
    "inbox.too-large",
    cause: Bilingual(zh: "文件超过配置的大小上限", en: "the file is larger than the configured limit"),
    action: Bilingual(zh: "请缩短录音，或提高上限", en: "send a shorter recording, or raise the limit"))
  public static let inboxNameTooLong = FaultCode(
    "inbox.name-too-long",
    cause: Bilingual(zh: "名称不是 UTF-8，转写后超过 255 字节", en: "the name is not UTF-8 and is longer than 255 bytes when spelled out"),
    action: Bilingual(zh: "请使用较短或 UTF-8 的名称", en: "use a shorter name, or one in UTF-8"))
  public static let inboxSuperseded = FaultCode(
    "inbox.superseded",
    cause: Bilingual(
      zh: "处理中断期间收到了同名的新文件，旧文件已放入隔离区",
      en: "a newer file of the same name arrived while work on this one was interrupted; this older file is in quarantine"),
    action: Bilingual(
      zh: "通常无需处理；如需旧文件，请在新文件取走后重试",
      en: "usually nothing needs to be done; to score the older file, retry it after the newer one has been taken"))
  public static let inboxPoison = FaultCode(
    "inbox.poison",
    cause: Bilingual(zh: "处理该文件多次失败", en: "processing this file has failed several times"),
    action: Bilingual(
      zh: "请查看日志中的原因，解决后用 `intone retry` 放回", en: "find the cause in the log, correct it, and put the file back with `intone retry`"))
  public static let inboxNameTaken = FaultCode(
    "inbox.name-taken",
    cause: Bilingual(zh: "收件目录中已有同名文件", en: "a file of that name is in the inbox already"),
    action: Bilingual(zh: "请等它被取走后再试", en: "wait until it has been taken, then try again"))
  public static let inboxUnknownEntry = FaultCode(
    "inbox.unknown-entry",
    cause: Bilingual(zh: "隔离区中没有该条目", en: "there is no such entry in the quarantine"),
    action: Bilingual(zh: "请用 `intone quarantine` 查看现有条目", en: "`intone quarantine` lists the entries"))
  public static let inboxOnHold = FaultCode(
    "inbox.on-hold",
    cause: Bilingual(zh: "该场次已被人工暂停评分", en: "this session is on hold"),
    action: Bilingual(zh: "请用 `intone release` 放行", en: "release it with `intone release`"))
  public static let inboxNotOnHold = FaultCode(
    "inbox.not-on-hold",
    cause: Bilingual(zh: "该场次没有被人工暂停", en: "this session is not on hold"),
    action: Bilingual(
      zh: "因其他原因待决的文件见 `intone quarantine`，用 `intone retry` 放回",
      en: "`intone quarantine` lists files that wait for another reason; `intone retry` puts them back"))
  public static let inboxUnmounted = FaultCode(
    "inbox.unmounted", retry: .later,
    cause: Bilingual(
      zh: "收件目录已换成另一个目录，可能是文件系统被卸载", en: "the inbox directory was replaced by another one; its file system may have been unmounted"),
    action: Bilingual(zh: "请重新挂载；期间不会取走或清除任何文件", en: "mount it again; until then no file is taken or removed"))

  public static let inboxStateUnmounted = FaultCode(
    "inbox.shelf-unmounted", retry: .later,
    cause: Bilingual(
      zh: "归档、隔离区或待决目录不见了，可能是文件系统未挂载", en: "the directory archive, quarantine or held is missing; its file system may not be mounted"),
    action: Bilingual(
      zh: "请挂载该文件系统；若确实要重新开始，请删除状态目录中的 .shelves 文件",
      en: "mount it; to start again with empty directories, remove the file .shelves from the state directory"))

  public static let stateDenied = FaultCode(
    "state.denied",
    cause: Bilingual(zh: "守护进程未运行，其目录只有它自己的用户可以读取", en: "the daemon is down, and only its own user may read its directories"),
    action: Bilingual(
      zh: "启动守护进程后按您的角色查询：systemctl start intoned；或以其用户运行：sudo -u intone intone …",
      en: "start it and ask as your role allows: systemctl start intoned; or run the command as its user: sudo -u intone intone …"))
  public static let inboxWatchLimit = FaultCode(
    "inbox.watch-limit", retry: .later,
    cause: Bilingual(
      zh: "inotify 监视数已达上限，改为定时轮询，新文件会晚几秒被发现",
      en: "the limit of inotify watches is reached; the inbox is polled, which is some seconds slower"),
    action: Bilingual(
      zh: "请执行 `sysctl fs.inotify.max_user_watches=524288` 并写入 /etc/sysctl.d/",
      en: "run `sysctl fs.inotify.max_user_watches=524288` and keep it in /etc/sysctl.d/"))
  public static let inboxNetworkMount = FaultCode(
    "inbox.network-mount", retry: .later,
    cause: Bilingual(
      zh: "收件目录位于网络文件系统，内核不通知其他机器的改动，改为定时轮询",
      en: "the inbox is on a network file system, where the kernel does not report changes made by other machines; it is polled"),
    action: Bilingual(zh: "无需处理；如需更快，请使用本地目录", en: "nothing needs to be done; use a local directory if seconds matter"))
  public static let inboxWatchFailed = FaultCode(
    "inbox.watch-failed", retry: .later,
    cause: Bilingual(zh: "无法监视收件目录的改动，改为定时轮询", en: "changes of the inbox cannot be watched; it is polled"),
    action: Bilingual(zh: "请查看系统日志中的原因", en: "see the system's log for the reason"))

  /// Every code of the inbox, for the catalogue.
  public static let inboxCodes: [FaultCode] =
    [
      .inboxFull, .inboxReadOnly, .inboxDenied, .inboxVanished, .inboxTooManyFiles, .inboxFailed, .inboxRunning,
      .inboxConfiguration, .inboxNotPlain, .inboxTooDeep, .inboxMisplaced, .inboxUnreadable, .inboxEmptyFile, .inboxTooLarge,
      .inboxNameTooLong, .inboxSuperseded, .inboxPoison, .inboxNameTaken, .inboxUnknownEntry, .inboxOnHold,
      .inboxNotOnHold, .inboxUnmounted, .inboxWatchLimit,
      .inboxNetworkMount, .inboxStateUnmounted, .stateForeign, .stateDenied,
      .inboxWatchFailed, .inboxUnrelated, .inboxConflictCopy, .inboxLonely,
    ] + inboxSessionCodes
}
