import Assessment
import Documents
import Files
import FoundationEssentials
import Interview
import RoleModels
import Store
import Synchronization

/// Frozen baselines as files, `<role>-<version>.json` in one directory, or in the store where several machines score one: written once,
/// never changed.
///
/// A version that was read is kept: the file never changes, and the daemon places many answers.
public final class BaselineFiles: Sendable {
  public let directory: String
  private let administrators: Administrators?
  private let shared: (any SharedBaselines)?
  /// The last version read of each role.
  private let known = Mutex<[String: Baseline]>([:])

  /// - Parameters:
  ///   - directory: by default `baselines` in the first of the models' directories.
  ///   - store: holds them where it is one of several machines and no directory is named.
  public init(_ directory: String? = nil, beside models: ModelDirectories = ModelDirectories(), in store: (any ScoreStore)? = nil) {
    shared = directory == nil ? store as? any SharedBaselines : nil
    self.directory = directory ?? (models.paths.first ?? "models") + "/baselines"
    administrators = models.administrators
  }

  /// Versions of a role's baseline, ascending; empty where there is none.
  public func versions(of role: String) -> [Int] {
    if let shared { return (try? shared.baselineVersions(ofRole: role)) ?? [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.compactMap { name -> Int? in
      guard name.hasPrefix(role + "-"), name.hasSuffix(".json") else { return nil }
      return Int(name.dropFirst(role.count + 1).dropLast(5))
    }.sorted()
  }

  /// - Parameter version: nil for the newest.
  /// - Returns: nil where there is none.
  /// - Throws: `baseline.unreadable`, `file.…`.
  public func baseline(of role: String, version: Int? = nil) throws(Fault) -> Baseline? {
    guard let version = version ?? versions(of: role).last else { return nil }
    if let known = known.withLock({ $0[role] }), known.version == version { return known }
    let path = path(role, version)
    guard let bytes = try bytes(role, version) else { return nil }
    let baseline: Baseline
    do {
      baseline = try JSONDecoder().decode(Baseline.self, from: Data(bytes))
    } catch {
      throw Fault(.baselineUnreadable, "\(path): \(error)")
    }
    guard baseline.schema == Baseline.currentSchema, baseline.role == role, baseline.isWhole else { throw Fault(.baselineUnreadable, path) }
    known.withLock { $0[role] = baseline }
    return baseline
  }

  private func bytes(_ role: String, _ version: Int) throws(Fault) -> [UInt8]? {
    if let shared { return try shared.baseline(ofRole: role, version: version).map { Array($0.utf8) } }
    let path = path(role, version)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try Files.read(path: path, limit: 64 << 20, by: administrators)
  }

  /// Writes a baseline, as a new file or into the store.
  /// - Returns: its path, or its name there.
  /// - Throws: `baseline.unwritable`, also where this version stands there already.
  public func save(_ baseline: Baseline) throws(Fault) -> String {
    let path = path(baseline.role, baseline.version)
    if let shared {
      guard try shared.add(baseline: baseline.json.text, ofRole: baseline.role, version: baseline.version) else {
        throw Fault(.baselineUnwritable, path)
      }
      return path
    }
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      try Data((baseline.json.text + "\n").utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch {
      throw Fault(.baselineUnwritable, "\(path): \(error)")
    }
    return path
  }

  private func path(_ role: String, _ version: Int) -> String {
    shared == nil ? "\(directory)/\(role)-\(version).json" : "intone.baselines, \(role) \(version)"
  }
}

/// The same baseline gives the same bytes.
extension Baseline: Document {}

extension FaultCode {
  public static let baselineUnreadable = FaultCode(
    "baseline.unreadable", cause: Bilingual(zh: "基线文件无法读取", en: "the baseline's file cannot be read"),
    action: Bilingual(zh: "用 intone stats freeze 重新生成一个版本。", en: "Freeze another version with intone stats freeze."))
  public static let baselineUnwritable = FaultCode(
    "baseline.unwritable", retry: .later, cause: Bilingual(zh: "基线无法写入", en: "the baseline cannot be written"),
    action: Bilingual(
      zh: "检查目录是否可写；已有的版本不会被覆盖。可用 --directory 指定目录。",
      en: "Check that the directory may be written to; a version that exists is never replaced. --directory names another."))
  public static let baselineMissing = FaultCode(
    "baseline.missing", cause: Bilingual(zh: "该岗位还没有基线", en: "the role has no baseline yet"),
    action: Bilingual(zh: "用 intone stats freeze 生成。", en: "Make one with intone stats freeze."))
  public static let baselineEngine = FaultCode(
    "baseline.engine", cause: Bilingual(zh: "基线与该回答由不同版本的引擎测量，不可比较", en: "baseline and answer were measured by different engines"),
    action: Bilingual(zh: "用现有引擎的回答重新冻结一个基线。", en: "Freeze a new baseline from answers of the present engine."))
  public static let baselineTooFew = FaultCode(
    "baseline.too-few", cause: Bilingual(zh: "回答太少，无法形成基线", en: "there are too few answers for a baseline"),
    action: Bilingual(zh: "等待更多回答；最少数目见 --fewest。", en: "Wait for more answers; --fewest sets the minimum."))

  public static let baselineCodes: [FaultCode] = [
    .baselineUnreadable, .baselineUnwritable, .baselineMissing, .baselineEngine, .baselineTooFew,
  ]
}
