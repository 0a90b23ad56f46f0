import Interview
import Seal

/// A place for objects that is not this machine's: recordings of the archive may lie there.
///
/// Synchronous and safe to call from any thread. Names are made of letters, digits and `-._~%/`.
public protocol ObjectStore: Sendable {
  /// Puts a file there; what had the name is replaced. When it returns the other side has confirmed what it holds by its SHA-256.
  ///
  /// - Parameter scratch: where a file may be made that it is read back to.
  /// - Throws: `objects.away`, `objects.denied`, `file.…`.
  func put(_ path: String, bytes: Int, hash: ContentHash, as name: String, scratch: String) throws(Fault)
  /// Writes an object to a new file, whole or from a place on.
  ///
  /// - Throws: `objects.away`, `objects.denied`, `objects.missing`.
  func get(_ name: String, range: Range<Int>?, to path: String) throws(Fault)
  /// Erases all objects whose names begin so, with all their versions. May be repeated.
  ///
  /// - Returns: how many versions there were.
  /// - Throws: `objects.away`; `objects.denied` with what could not be erased, when all else was.
  func erase(below prefix: String) throws(Fault) -> Int
  /// Looks whether the place is there and may be used.
  ///
  /// - Throws: `objects.away`, `objects.denied`.
  func check() throws(Fault)
}

extension FaultCode {
  public static let objectsAway = FaultCode(
    "objects.away", retry: .later,
    cause: Bilingual(zh: "对象存储暂时无法使用", en: "the object store cannot be used now"),
    action: Bilingual(
      zh: "录音先留在本机归档中，恢复后自动移出；需要已移出录音的回答在收件箱中等待。请检查网络、证书与服务（见 docs/fleet.md）",
      en:
        "recordings stay in this machine's archive and are moved automatically when it is back; answers that need a recording from it wait in the inbox: check network, certificate and service (docs/fleet.md)"
    ))
  public static let objectsDenied = FaultCode(
    "objects.denied", retry: .later,
    cause: Bilingual(zh: "对象存储拒绝了请求", en: "the object store refused a request"),
    action: Bilingual(
      zh: "按所示回复检查密钥、桶名、区域与权限（读、写、列出与删除各版本），以及本机时钟（见 docs/fleet.md）",
      en:
        "check the keys, the bucket, its region, the rights (to read, write, list and delete versions) and this machine's clock by the answer shown (docs/fleet.md)"
    ))
  public static let objectsMissing = FaultCode(
    "objects.missing",
    cause: Bilingual(
      zh: "归档的录音不在对象存储中，或不是当初存入的内容", en: "a recording of the archive is missing from the object store, or differs from what was stored"),
    action: Bilingual(
      zh: "从桶的旧版本或备份恢复该对象；得分与依据仍在", en: "restore the object from the bucket's versions or a backup; score and reasons are still there"))
  public static let objectsOff = FaultCode(
    "objects.off", retry: .later,
    cause: Bilingual(zh: "录音在对象存储中，而配置里没有 objects", en: "a recording is in an object store, but the configuration names none"),
    action: Bilingual(
      zh: "在配置中恢复 objects（命令可用 --config 指明配置文件）", en: "add objects to the configuration again (for a command, --config names the file)"))

  public static let objectsCodes: [FaultCode] = [.objectsAway, .objectsDenied, .objectsMissing, .objectsOff]
}
