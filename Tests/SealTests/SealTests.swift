import Foundation
import Interview
import Seal
import Testing

/// Chance that is the same each time: for vectors, never for keys that are used.
final class CountedChance {
  private var next: UInt8 = 0

  func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in
      next &+= 1
      return next
    }
  }
}

func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64) ?? Data()) }

struct SealTests {
  /// Made once by `age-keygen`; nothing was ever sealed to it but these vectors.
  private let secret = "AGE-SECRET-KEY-13AQ69F7QESMGV40SESCN2GKHPFWA0GU365DXU20MSVJHREL5M6KSG7K60S"
  private let recipient = "age12ttqfvsekr3tw4498p4mekm5nhqelgjlxayyxc72rm5hn4232dlsgm5yhz"

  private func code(_ body: () throws -> Void) -> String {
    do { try body() } catch let fault as Fault { return fault.code.code } catch { return "\(error)" }
    return "no fault"
  }

  @Test func `keys are spelled as age-keygen spells them`() throws {
    let identity = try SealIdentity(secret)
    #expect(identity.recipient.description == recipient)
    #expect(identity.secret == secret)
    #expect(try SealRecipient(recipient) == identity.recipient)
    #expect(try SealIdentity.list(Array("# remark\n\n\(secret)\n".utf8)) == [identity])
  }

  @Test(arguments: [
    "age12ttqfvsekr3tw4498p4mekm5nhqelgjlxayyxc72rm5hn4232dlsgm5yhx", "AGE12TTQFVSEKR3TW4498P4MEKM5NHQELGJLXAYYXC72RM5HN4232DLSGM5YHZ",
    "age1", "", "ssh-ed25519 AAAA", "bge12ttqfvsekr3tw4498p4mekm5nhqelgjlxayyxc72rm5hn4232dlsgm5yhz",
  ])
  func `what is no recipient is refused`(text: String) {
    #expect(code { _ = try SealRecipient(text) } == "seal.key-invalid")
  }

  @Test func `what is no identity is refused with its line and without its text`() {
    #expect(code { _ = try SealIdentity(recipient) } == "seal.key-invalid")
    do {
      _ = try SealIdentity.list(Array("# key\n\(secret.dropLast())Q\n".utf8))
      Issue.record("taken")
    } catch {
      #expect(error.detail == "line 2")
    }
  }

  @Test func `what age 1.1 sealed is opened`() throws {
    let identity = try SealIdentity(secret)
    let words = """
      YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSA0ek14c1dBTHJOd3l1eTlGZVFEVnE1b0t0Mm1oaUFDSUxHcnRxekVaSlZRCnE5d3hLMU5GT0N4dWNtSy9YTXl0S2I\
      rSW1YZjJVWU5ranBpVHZ2ZVN6Vk0KLS0tIGVpM3pmS3lKYldoS0RYcjBjVXlVZXpPQjROcG1oZ1MxdkhEOGRYN3BrS28K1QlDBX01dJm81i+14vzDUPVspQhW5tGQMSuBi6R\
      gAHXV4mb3oZU20IY8qa4=
      """
    #expect(String(decoding: try Unsealer.open(bytes(words), identities: [identity]), as: UTF8.self) == "我们团队")
    let nothing = """
      YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBGWC9CV01GY1p2NVZlWkt1SlE2NDNlZUlwSnNycDc5bEV2SE54Q2tYN1V3CmlWSFU3L0xoSmJYaHFHVlVTRU01VkR\
      mT3V3a2NoMTMvMEdzTmpVVHkzOWMKLS0tIHBKYk0xbEhyLy8zZkVhTWVuZS8rMElUdHpDZkxmV0pNMEx4TXg3a0FLRWsKeLmln9h2T/rXUgsScdqP1nAq2mMw0hG0FRP2bsC\
      eAcg=
      """
    #expect(try Unsealer.open(bytes(nothing), identities: [identity]) == [])
  }

  /// Whole chunks, one byte more, one less, and none.
  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
  func `content of every length around a chunk comes back, in one piece and in pieces`(length: Int) throws {
    let identity = try SealIdentity(bytes: CountedChance().bytes(32))
    let content = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let whole = try Sealer.seal(content, to: [identity.recipient], random: CountedChance().bytes)
    let chance = CountedChance()
    var sealer = try Sealer(to: [identity.recipient], random: chance.bytes)
    var pieces = sealer.beginning
    for start in stride(from: 0, to: length, by: 7001) { pieces += try sealer.add(Array(content[start..<min(length, start + 7001)])) }
    pieces += try sealer.finish()
    #expect(pieces == whole)
    #expect(try Unsealer.open(whole, identities: [identity]) == content)
    let chunks = max(1, (length + 65_535) / 65_536)
    #expect(whole.count == (try SealHeader(whole)).length + 16 + length + 16 * chunks)
  }

  @Test func `a part is opened without the rest`() throws {
    let identity = try SealIdentity(secret)
    let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }
    let file = try Sealer.seal(content, to: [identity.recipient], random: CountedChance().bytes)
    let header = try SealHeader(file)
    let unsealer = try Unsealer(header, beginning: Array(file.prefix(SealHeader.largest)), size: file.count, identities: [identity])
    #expect(unsealer.layout.content == 200_000)
    var asked = 0
    let part = try unsealer.content(from: 131_000, count: 100) { range in
      asked += 1
      return Array(file[range])
    }
    #expect(part == Array(content[131_000..<131_100]))
    #expect(asked == 2)
  }

  @Test func `a chunk that is changed, left out, put elsewhere or cut off is refused`() throws {
    let identity = try SealIdentity(secret)
    let file = try Sealer.seal([UInt8](repeating: 7, count: 200_000), to: [identity.recipient], random: CountedChance().bytes)
    let start = try SealHeader(file).length + 16
    let chunk = 65_552
    func refusal(_ file: [UInt8]) -> String { code { _ = try Unsealer.open(file, identities: [identity]) } }
    for position in [start, start + chunk, file.count - 1] {
      var changed = file
      changed[position] ^= 1
      #expect(refusal(changed) == "seal.tampered")
    }
    let (first, second) = (Array(file[start..<(start + chunk)]), Array(file[(start + chunk)..<(start + 2 * chunk)]))
    let (header, last): ([UInt8], [UInt8]) = (Array(file[..<start]), Array(file[(start + 2 * chunk)...]))
    #expect(refusal([header, second, first, last].flatMap(\.self)) == "seal.tampered")
    #expect(refusal([header, second, last].flatMap(\.self)) == "seal.tampered")
    for end in [file.count - 1, start + 3 * chunk, start + chunk, start + 15, start] {
      #expect(refusal(Array(file[..<end])) == "seal.tampered")
    }
    #expect(refusal(file + [0]) == "seal.tampered")
    #expect(refusal(file + first) == "seal.tampered")
  }

  @Test func `a header that is changed, or that is not as the format writes it, is refused`() throws {
    let identity = try SealIdentity(secret)
    let note = SealStanza("intone.file", ["recording"], body: [UInt8](1...48))
    let file = try Sealer.seal([1, 2, 3], to: [identity.recipient], notes: [note], random: CountedChance().bytes)
    let text = latin(file)
    #expect(try SealHeader(file).stanzas.last == note)
    func refusal(_ old: String, _ new: String) -> String {
      code { _ = try Unsealer.open(latin(text.replacing(old, with: new, maxReplacements: 1)), identities: [identity]) }
    }
    // The code covers what age passes over.
    #expect(refusal("recording", "manifests") == "seal.tampered")
    #expect(refusal("age-encryption.org/v1", "age-encryption.org/v2") == "seal.header-invalid")
    #expect(refusal("-> X25519 ", "-> X25519  ") == "seal.header-invalid")
    #expect(refusal("-> X25519 ", "->X25519 ") == "seal.header-invalid")
    #expect(refusal("-> X25519 ", "-> X25519 more ") == "seal.header-invalid")
    #expect(refusal("\n--- ", "\n---") == "seal.header-invalid")
    #expect(refusal("\n--- ", "=\n--- ") == "seal.header-invalid")
    #expect(refusal("\n-> intone", "\r\n-> intone") == "seal.header-invalid")
    #expect(code { _ = try SealHeader(Array(file.prefix(60))) } == "seal.header-invalid")
  }

  @Test func `another's key does not open it, one of two recipients does`() throws {
    let (mine, other) = (try SealIdentity(secret), try SealIdentity(bytes: [UInt8](repeating: 9, count: 32)))
    let file = try Sealer.seal([1, 2, 3], to: [mine.recipient], random: CountedChance().bytes)
    #expect(code { _ = try Unsealer.open(file, identities: [other]) } == "seal.locked")
    #expect(code { _ = try Unsealer.open(file, identities: []) } == "seal.locked")
    let both = try Sealer.seal([1, 2, 3], to: [other.recipient, mine.recipient], random: CountedChance().bytes)
    #expect(try Unsealer.open(both, identities: [mine]) == [1, 2, 3])
    #expect(try Unsealer.open(both, identities: [other]) == [1, 2, 3])
  }

  @Test func `a share of low order, which agrees with everybody, is refused`() throws {
    let identity = try SealIdentity(secret)
    let file = try Sealer.seal([1], to: [identity.recipient], random: CountedChance().bytes)
    let text = latin(file)
    let share = try SealHeader(file).stanzas[0].arguments[0]
    let weak = latin(text.replacing(share, with: String(repeating: "A", count: 43)))
    #expect(code { _ = try Unsealer.open(weak, identities: [identity]) } == "seal.header-invalid")
  }
}

/// Bytes as the scalars of the same number, so that a file that is partly text can be edited as text, and back.
private func latin(_ bytes: [UInt8]) -> String { String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })) }
private func latin(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }
