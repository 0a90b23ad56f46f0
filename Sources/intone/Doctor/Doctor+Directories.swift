import Assessment
import Files
import FoundationEssentials
import Glibc
import Inbox
import Interview
import RoleModels
import SQLiteStore
import Settings
import Store

/// Inboxes, state directory, store and role models: what Intone reads and writes.
extension Doctor {
  /// The state directory and every inbox: there, the right owner's, writable, local, with room.
  func directories(_ settings: DaemonConfiguration) -> [Finding] {
    let mounts = MountTable(mountinfo: (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? "")
    var findings = directory(settings.inbox.stateDirectory, named: "state")
    for root in settings.inbox.roots {
      findings += directory(root.path, named: "inbox")
      if let mount = mounts.mount(of: root.path), mount.isRemote {
        findings.append(
          .warning(
            root.path, zh: "在网络文件系统 \(mount.kind) 上：收不到变化通知，改为轮询",
            en: "is on the network file system \(mount.kind): changes by others are seen by polling",
            fix: Bilingual(zh: "延迟可接受则不必处理；否则改用本地目录。", en: "Nothing, if the delay is acceptable; otherwise use a local directory.")))
      }
    }
    if let space = DiskSpace(at: settings.inbox.stateDirectory) {
      findings.append(self.space(space, at: settings.inbox.stateDirectory))
    }
    return findings
  }

  /// One directory by its mode and owner, and by what the user who asks may do in it.
  private func directory(_ path: String, named name: String) -> [Finding] {
    let wanted = name == "inbox" ? "3770" : "2750"
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      return [
        .problem(
          "\(name) \(path)", zh: "不存在或无权查看", en: "does not exist, or may not be looked at",
          fix: Bilingual(
            zh: "systemd-tmpfiles --create，或 install -d -o intone -g intone -m \(wanted) \(path)。",
            en: "systemd-tmpfiles --create, or install -d -o intone -g intone -m \(wanted) \(path)"))
      ]
    }
    let mode = attributes[.posixPermissions] as? Int ?? 0
    let owner = attributes[.ownerAccountName] as? String ?? "?"
    let shown = "\(owner), \(String(mode & 0o7777, radix: 8))"
    guard Kernel.mayUse(path) else {
      return [
        .problem(
          "\(name) \(path)", zh: "当前用户不可读写（\(shown)）", en: "may not be read and written by this user (\(shown))",
          fix: Bilingual(
            zh: "chown intone:intone 并 chmod \(wanted)；或以 sudo -u intone 运行本命令。",
            en: "chown intone:intone and chmod \(wanted) it; or ask as the daemon's user: sudo -u intone intone doctor"))
      ]
    }
    if mode & 0o002 != 0 {
      return [
        .warning(
          "\(name) \(path)", zh: "任何人可写（\(shown)）", en: "anybody may write to it (\(shown))",
          fix: Bilingual(zh: "chmod o-w \(path)，交付者加入 intone 组。", en: "chmod o-w \(path), and put those who deliver into the group intone.")
        )
      ]
    }
    return [.ok("\(name) \(path)", zh: shown, en: shown)]
  }

  /// The room left for recordings and rows, in bytes; a warning under what the daemon itself warns of.
  private func space(_ space: DiskSpace, at path: String) -> Finding {
    let free = JSON.rounded(Double(space.free) / 1e9, 1).text
    let fix = Bilingual(
      zh: "清理磁盘，或缩短归档保留期；空间不足时文件留在收件目录等待。",
      en: "Free some space, or keep the archive for a shorter time; files wait in the inbox meanwhile.")
    if space.free < DiskSpace.minimumFreeBytes {
      return .problem("disk", zh: "\(path) 仅余 \(free) GB", en: "only \(free) GB are free at \(path)", fix: fix)
    }
    if space.freeNodes < 0.05 {
      return .problem("disk", zh: "\(path) 的索引节点不足 5 %", en: "fewer than 5 % of the index nodes at \(path) are free", fix: fix)
    }
    return .ok("disk", zh: "\(path) 可用 \(free) GB", en: "\(free) GB free at \(path)")
  }

  /// Opens the store for reading, which proves its schema, and says how much it holds.
  func store(_ settings: DaemonConfiguration) -> [Finding] {
    let address = settings.store.text
    guard mayHoldStore(address) else {
      return [
        .warning(
          "store", zh: "\(address) 尚不存在", en: "\(address) does not exist yet",
          fix: Bilingual(zh: "守护进程首次启动时建立。", en: "The daemon makes it when it first starts."))
      ]
    }
    do throws(Fault) {
      let counts = try openStore(reading: address).counts()
      return [
        .ok(
          "store", zh: "\(counts.answers) 个回答，\(counts.sessions) 个场次", en: "\(counts.answers) answers, \(counts.sessions) sessions")
      ]
    } catch {
      return [.problem("store", error)]
    }
  }

  /// Every role model that the configuration names, with the mistakes of those that cannot be used.
  func models(_ settings: DaemonConfiguration) -> [Finding] {
    // Whose members only connect: the group that the state directory is handed to, where root looks.
    let state = try? FileManager.default.attributesOfItem(atPath: settings.inbox.stateDirectory)
    let members = geteuid() == 0 ? (state?[.groupOwnerAccountID] as? Int).flatMap { UInt32(exactly: $0) } : nil
    let directories = ModelDirectories(settings.models, by: Administrators(members: members))
    let library = directories.library()
    var findings = library.faults.map { Finding.problem($0.file, $0.fault) }
    do throws(Fault) { _ = try directories.advice() } catch { findings.append(.problem("advice", error)) }
    let searched = directories.paths.joined(separator: ", ")
    if library.models.isEmpty {
      findings.append(
        .problem(
          "models", zh: "\(searched) 中没有岗位模型", en: "no role model in \(searched)",
          fix: Bilingual(zh: "安装软件包自带的模型，或设置 models。", en: "Install the package's models, or set models in the configuration.")))
    } else {
      let ids = library.models.map(\.id).joined(separator: ", ")
      findings.append(.ok("models", zh: ids, en: ids))
    }
    return findings
  }
}
