import Files
import Foundation
import Inbox
import Interview
import Seal
import Settings
import Synchronization
import Testing

@testable import Store
@testable import Webhooks

/// A receiver that answers as it is told, on a clock that the test sets.
private final class Receiver: Sendable {
  struct Delivery: Sendable, Equatable {
    var body: String
    var headers: [String]
  }
  let got = Mutex<[Delivery]>([])
  /// Answers in turn; the last one stays. Nil: it cannot be reached.
  let answers = Mutex<[Int?]>([200])
  let text = Mutex("")
  let now = Mutex(1_000.0)

  func send(_ body: String, _ headers: [String]) throws(Fault) -> HTTPPost.Answer {
    let status = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    guard let status else { throw Fault(.webhookUnreachable, "nobody") }
    got.withLock { $0.append(Delivery(body: body, headers: headers)) }
    return HTTPPost.Answer(status: status, body: text.withLock { $0 })
  }

  func cursors() -> [String] {
    got.withLock { $0.map { delivery in String(delivery.headers.first { $0.hasPrefix("X-Intone-Cursor: ") }?.dropFirst(17) ?? "") } }
  }
}

struct WebhookDispatcherTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-webhook-\(UUID().uuidString)")
  private let store = InMemoryStore()
  private let receiver = Receiver()

  private func dispatcher(_ change: (inout WebhookConfiguration) -> Void = { _ in }) throws -> WebhookDispatcher {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var hook = WebhookConfiguration(name: "ats", url: "http://localhost/")
    change(&hook)
    let receiver = receiver
    return try WebhookDispatcher(hook, stateDirectory: folder.path, store: store, clock: { receiver.now.withLock { $0 } }) {
      (body, _, headers, _) throws(Fault) in try receiver.send(body, headers)
    }
  }

  private func happen(_ kind: StoreEvent.Kind = .answerRecorded, _ count: Int = 1) throws {
    for _ in 0..<count { _ = try store.append(StoreEvent(kind: kind, session: "s-1", answer: "s-1__q1"), at: 1_000) }
  }

  @Test func `progress that somebody else may have written is not gone by, and its folder is the daemon's alone`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (position, file) = (folder.path + "/webhooks", folder.path + "/webhooks/ats.json")
    func mode(_ path: String) throws -> Int? { try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int }
    _ = try dispatcher()
    #expect(try mode(position) == 0o700 && mode(file) == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: position)
    _ = try dispatcher()
    #expect(try mode(position) == 0o700, "as 1.1 left it")
    try FileManager.default.setAttributes([.posixPermissions: 0o620], ofItemAtPath: file)
    #expect(throws: Fault(.stateForeign, file)) { _ = try dispatcher() }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    #expect(try dispatcher().summary.cursor == 0)
    // Instead of the file a link to one that others write.
    try FileManager.default.moveItem(atPath: file, toPath: folder.path + "/other.json")
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: folder.path + "/other.json")
    #expect(throws: Fault.self) { _ = try dispatcher() }
  }

  @Test func `a new receiver gets what happens from now on, in order, and each once`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try happen(.answerRecorded, 2)
    let dispatcher = try dispatcher()
    try happen(.answerRecorded, 3)
    for _ in 0..<5 { _ = dispatcher.step() }
    #expect(receiver.cursors() == ["3", "4", "5"])
    #expect(dispatcher.summary.delivered == 3)
    // Another life goes on where this one ended.
    try happen()
    let next = try self.dispatcher()
    _ = next.step()
    #expect(receiver.cursors() == ["3", "4", "5", "6"])
  }

  @Test func `a receiver that is down gets everything once it is back, after growing pauses, under the same key`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let dispatcher = try dispatcher()
    try happen(.answerRecorded, 2)
    receiver.answers.withLock { $0 = [nil, 503, 500, 429, 200] }
    let pauses = (0..<4).map { _ in dispatcher.step() }
    #expect(pauses == [1, 2, 5, 10])
    #expect(dispatcher.summary.fault?.code == .webhookBusy)
    #expect(dispatcher.step() == 0)
    #expect(dispatcher.step() == 0)
    #expect(dispatcher.summary.fault == nil)
    // Refused three times with 503, 500, 429, then taken; then the second.
    #expect(receiver.cursors() == ["1", "1", "1", "1", "2"])
    let keys = receiver.got.withLock { $0.compactMap { $0.headers.first { $0.hasPrefix("Idempotency-Key: ") } } }
    #expect(Set(keys) == ["Idempotency-Key: ats-1", "Idempotency-Key: ats-2"])
    #expect(dispatcher.summary.failures == 4)
  }

  @Test func `what is refused three times is a dead letter, the next goes on, and retry sends it again`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let dispatcher = try dispatcher()
    try happen(.answerRecorded, 2)
    receiver.answers.withLock { $0 = [400, 400, 400, 200] }
    for _ in 0..<4 { _ = dispatcher.step() }
    #expect(receiver.cursors() == ["1", "1", "1", "2"])
    #expect(dispatcher.summary.dead.map(\.cursor) == [1])
    #expect(dispatcher.summary.dead.first?.detail == "HTTP 400")
    #expect(throws: Fault(.webhookUnknown, "ats, 2")) { try dispatcher.sendAgain(2) }
    // Another life still knows of it.
    let next = try self.dispatcher()
    #expect(try next.sendAgain(nil) == 1)
    _ = next.step()
    #expect(receiver.cursors().last == "1")
    #expect(next.summary.dead.isEmpty)
  }

  @Test func `an event that could not be delivered within its time is given up`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let dispatcher = try dispatcher { $0.giveUpAfter = 60 }
    try happen()
    receiver.answers.withLock { $0 = [nil] }
    _ = dispatcher.step()
    #expect(dispatcher.summary.dead.isEmpty)
    receiver.now.withLock { $0 = 1_061 }
    _ = dispatcher.step()
    #expect(dispatcher.summary.dead.map(\.code) == ["webhook.unreachable"])
    #expect(dispatcher.summary.cursor == 1)
  }

  @Test func `a receiver gets the kinds it asked for, and the others move it on`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let dispatcher = try dispatcher { $0.events = ["answer.held"] }
    try happen(.answerRecorded, 300)
    try happen(.answerHeld)
    try happen(.answerRecorded)
    for _ in 0..<6 { _ = dispatcher.step() }
    #expect(receiver.cursors() == ["301"])
    #expect(dispatcher.summary.cursor == 302)
  }

  @Test func `the signature is that of RFC 4231's method over time and body`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // RFC 4231, test case 2.
    let known = Signature.hex(of: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    #expect(known == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let key = folder.appendingPathComponent("key")
    try Data("secret\n".utf8).write(to: key)
    let dispatcher = try dispatcher { $0.secretFile = key.path }
    try happen()
    _ = dispatcher.step()
    let first = receiver.got.withLock { $0.first }
    let delivery = try #require(first)
    let expected = Signature.hex(of: Array(("1000." + delivery.body).utf8), key: Array("secret".utf8))
    #expect(delivery.headers.contains("X-Intone-Signature: v1=" + expected))
    #expect(delivery.headers.contains("X-Intone-Timestamp: 1000"))
  }

  @Test func `a robot that says no in its body has refused, one that is asked too often is asked later`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let dispatcher = try dispatcher { $0.template = .wecom }
    try happen()
    receiver.text.withLock { $0 = #"{"errcode":45009,"errmsg":"api freq out of limit"}"# }
    _ = dispatcher.step()
    #expect(dispatcher.summary.fault == Fault(.webhookBusy, "errcode 45009"))
    receiver.text.withLock { $0 = #"{"errcode":93000,"errmsg":"invalid webhook url"}"# }
    _ = dispatcher.step()
    #expect(dispatcher.summary.fault == Fault(.webhookRefused, "errcode 93000"))
    receiver.text.withLock { $0 = #"{"errcode":0,"errmsg":"ok"}"# }
    #expect(dispatcher.step() == 0)
    #expect(dispatcher.summary.delivered == 1)
  }

  @Test func `a group's message is Markdown of ids and figures, within 4096 bytes, and nothing in it is a link`() throws {
    var hook = WebhookConfiguration(name: "hr", url: "http://localhost/")
    hook.template = .wecom
    let event = FeedEvent(
      cursor: 7, time: 0, kind: "answer.recorded", session: "[x](http://evil)" + String(repeating: "长", count: 2000), answer: "s-1__q1",
      revision: 1, detail: #"{"overall":81.25,"role_model":"sales"}"#)
    let body = WebhookMessage.body(event, for: hook)
    let object = try #require(JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
    let content = try #require((object["markdown"] as? [String: Any])?["content"] as? String)
    #expect(object["msgtype"] as? String == "markdown")
    #expect(content.utf8.count <= 4096)
    #expect(content.hasPrefix("**Intone** 新的回答已评分"))
    #expect(!content.contains("](") && !content.contains("[x]"))
    let short = FeedEvent(
      cursor: 7, time: 0, kind: "answer.recorded", session: "s-1", answer: "s-1__q1", revision: 1,
      detail: #"{"overall":81.25,"role_model":"sales"}"#)
    let zh = WebhookMessage.body(short, for: hook)
    #expect(zh.contains("总分: 81.3") || zh.contains("总分: 81.2"))
    hook.language = .en
    let en = WebhookMessage.body(short, for: hook)
    #expect(en.contains("overall: 81.3") || en.contains("overall: 81.2"))
  }

  @Test func `every kind of event is told in words of the reader's language, with its particulars as they are written`() {
    var hook = WebhookConfiguration(name: "hr", url: "http://localhost/")
    hook.template = .wecom
    let damaged = FaultCode(
      "recording.damaged", cause: Bilingual(zh: "录音有损坏", en: "the recording is damaged"), action: Bilingual(zh: "重传", en: "again"))
    let scored: [Language: [String]] = [.zh: ["总分: 81.3", "岗位: sales"], .en: ["overall: 81.3", "role: sales"]]
    let refused: [Language: [String]] = [.zh: ["原因: 录音有损坏"], .en: ["cause: the recording is damaged"]]
    let reviewed: [Language: [String]] = [.zh: ["结论: advance"], .en: ["judgement: advance"]]
    func particulars(_ kind: StoreEvent.Kind) -> (detail: JSON, words: [Language: [String]]) {
      switch kind {
      case .answerRecorded, .answerRevised, .answerReinstated:
        (JSON(encoding: EventDetail.Scored(overall: Points(hundredths: 8126), role_model: "sales")), scored)
      case .answerQuarantined, .answerHeld: (JSON(encoding: EventDetail.Refused(damaged)), refused)
      case .answerReleased:
        (JSON(encoding: EventDetail.ReleasedWithoutManifest(damaged)), [.zh: ["原因: recording.damaged"], .en: ["cause: recording.damaged"]])
      case .answerReviewed, .sessionReviewed: (JSON(encoding: EventDetail.Reviewed(review: 1, judgement: "advance")), reviewed)
      case .sessionChanged:
        (
          JSON(encoding: EventDetail.Session(state: .inProgress, answered: 2, questions: 5)),
          [.zh: ["状态: 进行中", "已答: 2/5"], .en: ["state: in progress", "answered: 2/5"]]
        )
      case .historyImported:
        (
          JSON(encoding: EventDetail.Imported(rows: 12, file: ContentHash(hex: String(repeating: "0", count: 64)))),
          [.zh: ["导入行数: 12"], .en: ["rows: 12"]]
        )
      case .sessionForgotten, .sessionExpired, .storeRestored: (.object([]), [:])
      }
    }
    for language in Language.allCases {
      hook.language = language
      for kind in StoreEvent.Kind.allCases {
        let (detail, words) = particulars(kind)
        let event = FeedEvent(cursor: 1, time: 0, kind: kind.rawValue, session: "s-1", answer: nil, revision: nil, detail: detail.text)
        let text = WebhookMessage.body(event, for: hook)
        #expect(!text.contains(kind.rawValue), "\(kind.rawValue) in \(language)")
        for word in words[language] ?? [] { #expect(text.contains(word), "\(word) in \(text)") }
      }
    }
  }
}
