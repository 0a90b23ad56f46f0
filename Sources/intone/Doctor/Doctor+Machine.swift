import Documents
import FoundationEssentials
import Interview
import Recordings
import Settings

/// Kernel limits, decoders and clock.
extension Doctor {
  /// - Parameter status: the daemon's own; nil where it does not answer.
  func machine(_ settings: DaemonConfiguration, _ status: StatusDocument?) -> [Finding] {
    [watches(), instances(), openFiles(settings), ffmpeg(), confinement(settings, status), clock()]
  }

  /// A number that the kernel gives as a file; nil where there is none.
  private func number(_ path: String) -> Int? {
    (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { Int($0.split(separator: "\n").first ?? "") }
  }

  /// A session is a directory, and each watched directory takes one watch; 8192 was the kernel's default until 5.11.
  private func watches() -> Finding {
    limit("fs.inotify.max_user_watches", at: "/proc/sys/fs/inotify/max_user_watches", minimum: 16_384)
  }

  private func instances() -> Finding { limit("fs.inotify.max_user_instances", at: "/proc/sys/fs/inotify/max_user_instances", minimum: 16) }

  /// A limit of the kernel against what the daemon needs at least.
  private func limit(_ name: String, at path: String, minimum: Int) -> Finding {
    guard let value = number(path) else {
      return .warning(
        name, zh: "读不到", en: "cannot be read",
        fix: Bilingual(zh: "内核可能没有 inotify；此时改为轮询。", en: "The kernel may lack inotify; the inbox is polled then."))
    }
    guard value >= minimum else {
      return .warning(
        name, zh: "只有 \(value)，场次多时改为轮询", en: "is only \(value): with many sessions the inbox is polled",
        fix: Bilingual(
          zh: "echo \(name)=\(minimum * 8) > /etc/sysctl.d/60-intone.conf && sysctl --system",
          en: "echo \(name)=\(minimum * 8) > /etc/sysctl.d/60-intone.conf && sysctl --system"))
    }
    return .ok(name, zh: "\(value)", en: "\(value)")
  }

  /// Each worker has a handful of files open; the socket and the store some more.
  private func openFiles(_ settings: DaemonConfiguration) -> Finding {
    let limit = Kernel.openFilesLimit()
    // As many connections as the socket would take, and what the work needs.
    let needed = 640 + 16 * settings.workers
    guard limit >= needed else {
      return .warning(
        "open files", zh: "上限 \(limit)，建议至少 \(needed)", en: "the limit is \(limit), at least \(needed) are advised",
        fix: Bilingual(zh: "在单元中设置 LimitNOFILE=4096。", en: "Set LimitNOFILE=4096 in the unit."))
    }
    return .ok("open files", zh: "上限 \(limit)", en: "limit \(limit)")
  }

  /// Whether ffmpeg starts, and is locked in while it decodes.
  private func ffmpeg() -> Finding {
    guard let found = FFmpegLocation.installed else {
      return .warning(
        "ffmpeg", zh: "未安装：无法读取 M4A、AMR、WMA 与视频", en: "is not installed: M4A, AMR, WMA and video cannot be read",
        fix: Bilingual(zh: "apt install ffmpeg，然后重试隔离的文件。", en: "apt install ffmpeg, then retry what was quarantined."))
    }
    return .ok("ffmpeg", zh: found.path, en: found.path)
  }

  /// Landlock (Linux 5.13) and seccomp keep a decoder from other files and from the network. What the daemon found at its start
  /// stands above what this process would be granted: its unit may take more away, or less.
  private func confinement(_ settings: DaemonConfiguration, _ status: StatusDocument?) -> Finding {
    let reported = status?.decoders.ffmpeg
    let missing = reported?.version == nil ? DecoderPresence.missingHere() : reported?.missing
    guard let missing else { return .ok("decoder sandbox", zh: "可用", en: "available") }
    let text = Bilingual(zh: "内核未提供：\(missing)", en: "the kernel does not grant: \(missing)")
    guard settings.decoder == .any else {
      return .problem("decoder sandbox", zh: text.zh, en: text.en, fix: FaultCode.recordingDecoderUnconfined.action)
    }
    return .warning(
      "decoder sandbox", zh: text.zh, en: text.en,
      fix: Bilingual(
        zh: "内核启动参数加 lsm=landlock,…；已设 decoder: any，解码仍受时间、内存与用户权限限制。",
        en:
          "Add landlock to the kernel's lsm= parameter; as decoder: any allows, time, memory and the user's rights alone limit the decoder."
      ))
  }

  /// By the traces that the usual keepers of time leave under `/run`.
  private func clock() -> Finding {
    let timeServices = [
      "/run/systemd/timesync/synchronized", "/run/chrony/chronyd.pid", "/run/chronyd.pid", "/run/ntpd.pid", "/run/openntpd.pid",
    ]
    guard timeServices.contains(where: { FileManager.default.fileExists(atPath: $0) }) else {
      return .warning(
        "clock", zh: "未见时间同步服务：期限与到达时间可能不准", en: "no time service is seen to keep it: deadlines and times of arrival may be off",
        fix: Bilingual(zh: "apt install systemd-timesyncd（或 chrony）。", en: "apt install systemd-timesyncd (or chrony)."))
    }
    return .ok("clock", zh: "已同步", en: "synchronised")
  }
}
