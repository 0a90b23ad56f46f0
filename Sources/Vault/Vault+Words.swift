import FoundationEssentials
import Interview
import Seal
import Store

// What was said, in a row of the store: sealed when the row is written, opened when it is read. Measures, scores and the reasons
// of lost points stay as they are.
extension Vault {
  /// What is sealed of a record: its analysis and its scorecard, as they were, to the byte.
  private struct Words: Codable {
    var analysis: String
    var scorecard: String?
  }

  /// The record with its words sealed to its session; as it is where nothing is sealed, where it holds no words, or where they are
  /// sealed already.
  public func sealed(_ record: AnswerRecord) throws(Fault) -> AnswerRecord {
    guard isSealing, record.sealedWords == nil, record.isSealable, let recipient = try recipient(ofSession: record.key.session.text) else {
      return record
    }
    let words: [UInt8]
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      words = Array(
        try encoder.encode(
          Words(analysis: record.analysis, scorecard: record.scorecard.map { card throws(Fault) in try RecordDocument.text(card) })))
    } catch {
      throw Fault(.storeRecordRefused, "\(error)")
    }
    let mark = SealMark(recipient: recipient.description, hash: ContentHash(hex: Self.digest(words)), kind: .other)
    let file = try Sealer.seal(words, to: [recipient], notes: [mark.stanza], random: Self.random)
    var sealed = record.bare
    sealed.sealedWords = Data(file).base64EncodedString()
    return sealed
  }

  /// The record with its words, where they can be opened here; else as it is, `isLocked`.
  public func opened(_ record: AnswerRecord) -> AnswerRecord {
    guard let sealed = record.sealedWords else { return record }
    do {
      let file = Array(Data(base64Encoded: sealed) ?? Data())
      guard let (_, unsealer) = try unsealer(file, size: file.count, session: record.key.session.text) else { return record }
      let bytes = try unsealer.content(from: 0, count: unsealer.layout.content) { Array(file[$0]) }
      let words = try JSONDecoder().decode(Words.self, from: Data(bytes))
      var opened = record
      opened.analysis = words.analysis
      opened.scorecard = try words.scorecard.map { try JSONDecoder().decode(Scorecard.self, from: Data($0.utf8)) }
      opened.sealedWords = nil
      return opened
    } catch {
      // A row whose words cannot be read is still a row: its measures and scores are not sealed.
      return record
    }
  }

  /// What is kept of a session in the store of several machines, sealed to it; as it is where nothing is sealed.
  public func sealed(_ bytes: [UInt8], ofSession session: String) throws(Fault) -> [UInt8] {
    guard isSealing, let recipient = try recipient(ofSession: session) else { return bytes }
    let mark = SealMark(recipient: recipient.description, hash: ContentHash(hex: Self.digest(bytes)), kind: .other)
    return try Sealer.seal(bytes, to: [recipient], notes: [mark.stanza], random: Self.random)
  }

  /// - Throws: `seal.locked` where it cannot be opened here.
  public func opened(_ bytes: [UInt8], ofSession session: String) throws(Fault) -> [UInt8] {
    guard let (_, unsealer) = try unsealer(bytes, size: bytes.count, session: session) else { return bytes }
    return try unsealer.content(from: 0, count: unsealer.layout.content) { Array(bytes[$0]) }
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    var digest = SHA256Digest()
    digest.add(bytes)
    return digest.hex()
  }
}
