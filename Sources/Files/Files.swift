import FoundationEssentials
import Interview
import Seal

extension FaultCode {
  public static let fileVanished = FaultCode(
    "file.vanished", cause: Bilingual(zh: "文件不存在", en: "the file does not exist"),
    action: Bilingual(zh: "检查路径；若刚被移走，请重新投递。", en: "Check the path; deliver the file again if it was moved away."))
  public static let fileDenied = FaultCode(
    "file.denied", cause: Bilingual(zh: "没有读取该文件的权限", en: "there is no permission to read the file"),
    action: Bilingual(zh: "让运行 Intone 的用户可以读取它。", en: "Make it readable for the user that Intone runs as."))
  public static let fileNotRegular = FaultCode(
    "file.not-regular",
    cause: Bilingual(zh: "这不是普通文件（符号链接、管道、设备或目录）", en: "this is not a regular file (a link, pipe, device or directory)"),
    action: Bilingual(zh: "请投递文件本身。", en: "Deliver the file itself."))
  public static let fileUnreadable = FaultCode(
    "file.unreadable", retry: .later, cause: Bilingual(zh: "读取文件时出错", en: "reading the file failed"),
    action: Bilingual(zh: "检查磁盘与文件系统，然后重试。", en: "Check the disk and the file system, then try again."))
  public static let fileTooLarge = FaultCode(
    "file.too-large", cause: Bilingual(zh: "文件超过大小上限", en: "the file is larger than the limit"),
    action: Bilingual(zh: "确认文件是否正确；必要时在配置中提高上限。", en: "Check that it is the right file; raise the limit in the configuration if it is."))

  public static let fileUnwritable = FaultCode(
    "file.unwritable", retry: .later, cause: Bilingual(zh: "文件无法写入", en: "the file cannot be written"),
    action: Bilingual(zh: "检查目录是否存在、可写，磁盘是否已满。", en: "Check that its directory exists and may be written to, and that the disk has room."))
  public static let pathMissing = FaultCode(
    "path.missing", cause: Bilingual(zh: "没有这个文件或目录", en: "there is no such file or directory"),
    action: Bilingual(zh: "检查路径；目录需先建立。", en: "Check the path; make the directory first."))

  public static let stateForeign = FaultCode(
    "state.foreign",
    cause: Bilingual(
      zh: "只应由守护进程写入的文件或目录属于别人，或别人可以写入，因此不予采用",
      en: "a file or directory that only the daemon may write belongs to another user, or others may write to it; it is not used"),
    action: Bilingual(
      zh: "查明是谁放在那里的；确认无误后 chown intone:intone 并 chmod go-w，否则将其移走。`intone doctor` 会逐一列出",
      en:
        "find out who put it there; chown it to intone:intone and chmod go-w it if it is right, move it away if not: `intone doctor` lists all of it"
    ))

  public static let fileCodes: [FaultCode] = [
    .fileVanished, .fileDenied, .fileNotRegular, .fileUnreadable, .fileTooLarge, .fileUnwritable, .pathMissing,
  ]
}

/// Who lays down what a daemon goes by and does not write itself: role models, advice. Root, its own user, whoever owns the
/// directory, and a group that may write there; not everybody, and not the members of its group, who connect and deliver.
public struct Administrators: Sendable {
  /// The number of that group; nil where it has no members.
  let members: UInt32?

  public init(members: UInt32?) { self.members = members }
}

/// Reading whole files as they arrive: regular files only, links never followed, memory bounded.
public enum Files {
  /// SHA-256 of what `next` reads: it is given how much it has read and fills the block; 0 is the end.
  /// - Complexity: linear in what is read, one block of memory.
  package static func hash(_ next: (_ offset: Int64, _ block: inout [UInt8]) throws(Fault) -> Int) throws(Fault) -> ContentHash {
    var digest = SHA256Digest()
    var block: [UInt8] = []
    var offset: Int64 = 0
    while true {
      let count = try next(offset, &block)
      guard count > 0 else { return ContentHash(hex: digest.hex()) }
      digest.add(block[..<count])
      offset += Int64(count)
    }
  }

  public static func hash(_ bytes: [UInt8]) -> ContentHash {
    var digest = SHA256Digest()
    digest.add(bytes)
    return ContentHash(hex: digest.hex())
  }

  /// Bytes of a file, for counting; 0 where it cannot be asked.
  package static func size(path: String) -> Int {
    // As `Int`, which the attribute's own type is turned into whatever that is: where all of Foundation is linked in, it is
    // a number object and no integer type of Swift.
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.size] as? Int ?? 0
  }

  /// SHA-256 and size of any regular file.
  /// - Complexity: linear in the file's size, one block of memory.
  public static func hashed(path: String, progress: (Int) -> Void = { _ in }) throws(Fault) -> (hash: ContentHash, bytes: Int) {
    let file = try DescriptorReader(path: path)
    var digest = SHA256Digest()
    var block: [UInt8] = []
    var bytes = 0
    while try file.read(into: &block, upTo: 1 << 20) {
      digest.add(block)
      bytes += block.count
      progress(bytes)
    }
    return (ContentHash(hex: digest.hex()), bytes)
  }

  /// The whole file.
  /// - Parameters:
  ///   - limit: more bytes than this are refused with `file.too-large` before they are read.
  ///   - own: whether one that somebody else may have written is refused, with `state.foreign`.
  public static func read(path: String, limit: Int, own: Bool = false) throws(Fault) -> [UInt8] {
    let file = try DescriptorReader(path: path)
    guard !own || file.isOwn else { throw Fault(.stateForeign, path) }
    return try whole(file, path, limit)
  }

  /// A whole file that an administrator laid down for this process to go by.
  /// - Parameter administrators: nil where whoever runs this process names its files, and any is meant.
  /// - Throws: as `read`; `state.foreign` where somebody may have written it whom nobody asked to.
  public static func read(path: String, limit: Int, by administrators: Administrators?) throws(Fault) -> [UInt8] {
    let file = try DescriptorReader(path: path)
    if let administrators, !file.isLaidDown(by: administrators) { throw Fault(.stateForeign, path) }
    return try whole(file, path, limit)
  }

  /// Whether nobody but this process's user, and root, can have written what a library reads by its path.
  public static func isOwn(path: String) -> Bool { DescriptorReader.isOwn(path) }

  private static func whole(_ file: borrowing DescriptorReader, _ path: String, _ limit: Int) throws(Fault) -> [UInt8] {
    var all: [UInt8] = []
    var block: [UInt8] = []
    while try file.read(into: &block, upTo: 1 << 18) {
      guard all.count + block.count <= limit else { throw Fault(.fileTooLarge, "\(path): > \(limit) bytes") }
      all.append(contentsOf: block)
    }
    return all
  }

  /// The first bytes of a file, at most `count`, and the size of the whole.
  ///
  /// - Throws: as `hashed`; `state.foreign` where `own` is asked for and somebody else may have written it.
  public static func beginning(of path: String, count: Int, own: Bool = false) throws(Fault) -> (bytes: [UInt8], total: Int) {
    let file = try DescriptorReader(path: path)
    guard !own || file.isOwn else { throw Fault(.stateForeign, path) }
    return try file.part(from: 0, count: count)
  }

  /// Part of a file that only this process's user, or root, can have written.
  ///
  /// - Returns: the bytes from `start` on, at most `count`, and the size of the whole.
  /// - Throws: as `hashed`; `state.foreign` for a file of somebody else.
  public static func part(of path: String, from start: Int, count: Int, own: Bool = true) throws(Fault) -> (bytes: [UInt8], total: Int) {
    let file = try DescriptorReader(path: path)
    guard !own || file.isOwn else { throw Fault(.stateForeign, path) }
    return try file.part(from: start, count: count)
  }
}

extension OpaqueName {
  /// What the journal calls a session: the first twelve digits of the SHA-256 of its id. Platforms name sessions after people;
  /// whoever knows the id finds its lines, and the lines tell nobody the id.
  public var journalTag: String { String(Files.hash(Array(text.utf8)).hex.prefix(12)) }
}
