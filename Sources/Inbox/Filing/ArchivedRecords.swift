import Interview

/// `archive/<session>/.records/`: beside the archived files, what the store was told of them, one document a scoring. With
/// them a lost database is made again.
public struct ArchivedRecords: Sendable {
  private let path: String
  private let instance: String

  /// - Parameter stateDirectory: as the inbox is configured with.
  public init(stateDirectory: String, instance: String = "main") {
    path = stateDirectory + "/" + DirectoryLayout.Destination.archive.rawValue
    self.instance = instance
  }

  /// Puts a document beside its session's files, durably; one of the same scoring is replaced.
  ///
  /// - Parameter scoring: tells the scorings of one answer apart (`AnswerRecord.identity`).
  public func keep(_ text: String, of key: AnswerKey, scoring: String) throws(Fault) {
    do throws(SystemError) {
      let archive = try Folder.open(path: path)
      let temporaryFiles = TemporaryFiles(folder: try archive.folder(DirectoryLayout.temporaryFolder), instance: instance)
      let folder = try archive.ownFolder(making: OpaqueName(key.session.text)).ownFolder(making: DirectoryLayout.records)
      try folder.write(Array(text.utf8) + [0x0A], as: Self.name(key, scoring), by: temporaryFiles)
    } catch {
      throw error.fault(about: "\(path)/\(key.session.text)/.records")
    }
  }

  /// Every session that has files in the archive, in order.
  public func sessions() throws(Fault) -> [OpaqueName] {
    do throws(SystemError) {
      return try Archive(path: path, instance: instance).sessions()
    } catch {
      throw error.fault(about: path)
    }
  }

  /// Whether there is no document at all. Looks until it finds one.
  public func isEmpty() throws(Fault) -> Bool {
    do throws(SystemError) {
      let archive = try Folder.open(path: path)
      for session in try archive.names() where session != DirectoryLayout.temporaryFolder {
        guard try archive.stamp(session)?.kind == .folder, let folder = try archive.existing([session, DirectoryLayout.records]) else {
          continue
        }
        if try !folder.names().isEmpty { return false }
      }
      return true
    } catch {
      if error.isMissing { return true }
      throw error.fault(about: path)
    }
  }

  /// The documents of a session, in no order. One that somebody else may have written is empty: it is there and is not read.
  public func documents(ofSession session: OpaqueName) throws(Fault) -> [[UInt8]] {
    do throws(SystemError) {
      let archive = try Folder.open(path: path)
      guard let folder = try archive.existing([OpaqueName(session.text), DirectoryLayout.records]) else { return [] }
      // The archive is the daemon's, which the daemon sees to at its start; a command of root's goes by that.
      let owner = try archive.stamp().owner
      var found: [[UInt8]] = []
      let isOwn = try folder.stamp().isOwn(of: owner)
      for name in try folder.names().sorted() {
        do throws(SystemError) {
          guard isOwn else { throw .foreign }
          if let bytes = try folder.readOwn(name, limit: 1 << 26, of: owner) { found.append(bytes) }
        } catch {
          guard error.isForeign else { throw error }
          found.append([])
        }
      }
      return found
    } catch {
      throw error.fault(about: "\(path)/\(session.text)/.records")
    }
  }

  /// `<question>.<attempt>.<16 digits>.json`: FNV-1a of answer and scoring, since a question's name may fill a file name.
  private static func name(_ key: AnswerKey, _ scoring: String) -> OpaqueName {
    let hash = (key.id + "\u{1D}" + scoring).utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    let digits = String(hash, radix: 16)
    let zeros = String(repeating: "0", count: 16 - digits.count)
    return OpaqueName(beginning(of: key) + "\(zeros)\(digits).json")
  }

  /// Whether a document is of this answer, by its name. Questions that are alike in their first 200 bytes share it: a document
  /// of another one is then lost early, and its row stays.
  static func isDocument(_ name: OpaqueName, of key: AnswerKey) -> Bool {
    let (text, beginning) = (name.verbatim, beginning(of: key))
    guard text.hasPrefix(beginning), text.hasSuffix(".json") else { return false }
    // `q1.1.` begins the documents of `q1`, and those of a question `q1.1.x` too.
    let digits = text.dropFirst(beginning.count).dropLast(5)
    return digits.utf8.count == 16 && digits.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  private static func beginning(of key: AnswerKey) -> String { key.question.text.shortened(toBytes: 200) + ".\(key.attempt)." }
}
