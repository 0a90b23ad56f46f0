import FoundationEssentials
import Inbox
import Interview
import Settings

/// Who may write to what the daemon goes by, and who may look at what is nobody else's.
extension Doctor {
  /// Nothing of it is looked at that this user may not see; then the findings are of what is left.
  func ownership(_ settings: DaemonConfiguration) -> [Finding] {
    let state = settings.inbox.stateDirectory
    guard let directory = OwnedFile(state) else { return [] }
    // Root may have made the directory; then the package's user is who should have made what is in it.
    let owner = directory.owner == "root" ? "intone" : directory.owner
    var findings: [Finding] = []
    func check(_ path: String, _ forbidden: Int) {
      guard let file = OwnedFile(path), let finding = finding(file, owner, forbidden) else { return }
      findings.append(finding)
    }
    check(state, 0o027)
    for name in ["archive", "quarantine", "held", "fetched", "webhooks", "scratch"] { check("\(state)/\(name)", 0o077) }
    for name in ["forgotten", "clock", ".shelves", "keys.sqlite", "audit-key", "backups"] { check("\(state)/\(name)", 0o077) }
    if case .file(let path) = settings.store {
      for ending in ["", "-wal", "-shm", ".open", ".restored"] { check(path + ending, 0o077) }
    }
    for root in settings.inbox.roots {
      let own = root.path + "/.intone"
      for folder in ["", "/working", "/instances", "/tries", "/drafts"] { check(own + folder, 0o077) }
      let locks = (try? FileManager.default.contentsOfDirectory(atPath: own + "/instances")) ?? []
      for lock in locks.sorted() { check("\(own)/instances/\(lock)", 0o077) }
      findings += sticky(root.path, owner)
    }
    findings += foreign(in: state + "/archive", owner)
    if findings.isEmpty { findings.append(.ok("owners", zh: "归 \(owner) 所有，他人不可写", en: "all of \(owner), and nobody else may write")) }
    return findings
  }

  /// Nil where the file is the owner's own and nobody else may do what `forbidden` names.
  private func finding(_ file: OwnedFile, _ owner: String, _ forbidden: Int) -> Finding? {
    let isForeign = file.owner != owner && file.owner != "root"
    guard isForeign || file.mode & forbidden != 0 else { return nil }
    let allowed = String(file.mode & 0o7777 & ~forbidden, radix: 8)
    let command = isForeign ? "chown \(owner):\(owner) \(file.path) && chmod \(allowed) \(file.path)" : "chmod \(allowed) \(file.path)"
    return .problem(
      file.path, zh: "属于 \(file.owner)，权限 \(file.shown)：他人可以读取或改动",
      en: "is \(file.owner)'s, mode \(file.shown): others may read or change it",
      fix: Bilingual(
        zh: "查明原因后 \(command)；重启 intoned 也会收紧属于它的文件。", en: "Find out why, then \(command); a restart of intoned narrows what is its own."))
  }

  /// Without the sticky bit a client may rename what another one delivers, and the daemon's own folder.
  private func sticky(_ path: String, _ owner: String) -> [Finding] {
    guard let root = OwnedFile(path) else { return [] }
    var findings: [Finding] = []
    if root.mode & 0o022 != 0, root.mode & 0o1000 == 0 {
      findings.append(
        .warning(
          path, zh: "权限 \(root.shown)，没有粘滞位：投递者可以改动他人的文件", en: "is mode \(root.shown), not sticky: who delivers may rename what is others'",
          fix: Bilingual(zh: "chmod 3770 \(path)", en: "chmod 3770 \(path)")))
    }
    if root.owner != owner, root.owner != "root" {
      findings.append(
        .warning(
          path, zh: "属于 \(root.owner)：它可以改动 intoned 在其中的目录", en: "is \(root.owner)'s, who may rename what intoned keeps in it",
          fix: Bilingual(zh: "chown \(owner) \(path)", en: "chown \(owner) \(path)")))
    }
    return findings
  }

  /// What of the archive somebody else may change; it is used only where the store knows its hash.
  private func foreign(in archive: String, _ owner: String) -> [Finding] {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: archive) else { return [] }
    var count = 0
    var example = ""
    for name in names.sorted() {
      guard let file = OwnedFile(archive + "/" + name), file.mode & 0o022 != 0 || file.owner != owner && file.owner != "root" else {
        continue
      }
      count += 1
      if example.isEmpty { example = file.path }
    }
    guard count > 0 else { return [] }
    let command = "find \(archive) -xdev -type f -links 1 -exec chown \(owner):\(owner) {} + -exec chmod go-rwx {} +"
    return [
      .warning(
        archive, zh: "其中 \(count) 个文件他人可以改动，例如 \(example)", en: "\(count) files in it may be changed by others, for example \(example)",
        fix: Bilingual(zh: command, en: command))
    ]
  }
}

/// Owner and mode of a file, of a link itself and not of what it leads to.
private struct OwnedFile {
  let path: String
  let owner: String
  let mode: Int

  /// Nil where there is none, or this user may not look.
  init?(_ path: String) {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
    self.path = path
    let number = (attributes[.ownerAccountID] as? any BinaryInteger).map { String($0) } ?? "?"
    owner = attributes[.ownerAccountName] as? String ?? number
    mode = attributes[.posixPermissions] as? Int ?? 0
  }

  /// In octal.
  var shown: String { String(mode & 0o7777, radix: 8) }
}
