import FoundationEssentials
import Interview

/// `<name>.reason.json`: why files were set aside, what to do, and where they belong.
struct ReasonFile: Sendable, Equatable, Codable {
  struct File: Sendable, Equatable, Codable {
    /// The name it has beside the reason.
    var stored: String
    /// The name it had in the inbox, in its printable form.
    var name: String
    /// Whether it lay at the top of the inbox.
    var top: Bool
  }

  var schema = "intone.reason/1"
  var code: String
  var cause: Bilingual
  var action: Bilingual
  var detail: String
  /// Printable form.
  var session: String
  /// The inbox root it came from.
  var root: String
  /// UTC.
  var time: String
  var files: [File]

  static let largest = 1 << 20

  init(fault: Fault, session: OpaqueName, root: String, time: Double, files: [File]) {
    code = fault.code.code
    cause = fault.code.cause
    action = fault.code.action
    detail = fault.detail
    self.session = session.text
    self.root = root
    self.time = UTC.wholeSecond(time)
    self.files = files
  }

  init?(bytes: [UInt8]) {
    // A reason that cannot be read is one that nobody wrote whole: the list leaves it out and its files stay.
    guard let value = try? JSONDecoder().decode(Self.self, from: Data(bytes)), !value.files.isEmpty else { return nil }
    self = value
  }

  var bytes: [UInt8] { Array((JSON(encoding: self).text + "\n").utf8) }

  static let ending = ".reason.json"

  /// The reason's own name beside `stored`; the end of a very long name gives way to the ending.
  static func name(for stored: OpaqueName) -> OpaqueName {
    let room = DirectoryLayout.maximumNameBytes - ending.utf8.count
    return OpaqueName(stored.verbatim.shortened(toBytes: room) + ending)
  }
}

extension String {
  /// The longest beginning of whole characters within `count` bytes.
  func shortened(toBytes count: Int) -> String {
    var result = Substring(self)
    while result.utf8.count > count { result.removeLast() }
    return String(result)
  }
}

extension QuarantineItem {
  /// What lies in the filing directories of a state directory, read without the daemon.
  /// - Throws: a fault of the file system.
  public static func list(stateDirectory: String) throws(Fault) -> [QuarantineItem] {
    do { return try QuarantineStore(path: stateDirectory, instance: "").list() } catch { throw error.reading(stateDirectory) }
  }
}
