import Inbox
import Interview

extension QuarantineItem.Disposition: Choice {
  public static let allCases: [QuarantineItem.Disposition] = [.quarantine, .held]
}

/// What was set aside, with code, cause and what to do.
package struct QuarantineItemDocument: Document {
  package let id: String
  package let shelf: QuarantineItem.Disposition
  package let session: String
  package let code: String
  package let cause: Bilingual
  package let action: Bilingual
  package let detail: String
  package let time: String

  package static let component: String? = "SetAside"
}

extension QuarantineItem {
  package var document: QuarantineItemDocument {
    QuarantineItemDocument(
      id: id, shelf: disposition, session: session, code: code, cause: cause, action: action, detail: detail, time: time)
  }
}

/// How many wait in the inbox and for what, and what is worked on.
package struct QueueCounts: Document {
  package struct Working: Document {
    package let id: String
    /// Since it was claimed.
    package let age_s: Double
  }

  package let waiting: Int
  package let settling: Int
  package let denied: Int
  package let awaiting_transcript: Int
  package let awaiting_recording: Int
  package let backing_off: Int
  package let ready: Int
  package let blocked: Int
  package let held: Int
  /// Since the oldest file that waits was first seen; nil where none does.
  package let oldest_age_s: Double?
  package let working: [Working]

  /// - Parameter withNames: whether submissions are named.
  package init(_ queue: QueueSnapshot, withNames: Bool) {
    waiting = queue.waiting
    settling = queue.settling
    denied = queue.denied
    awaiting_transcript = queue.awaitingTranscript
    awaiting_recording = queue.awaitingRecording
    backing_off = queue.backingOff
    ready = queue.ready
    blocked = queue.blocked
    held = queue.held
    oldest_age_s = queue.oldestAge?.figure(1)
    working = queue.working.map { Working(id: withNames ? $0.id : "—", age_s: $0.age.rounded(decimals: 1)) }
  }
}

extension QueueItem.State: Choice {}

/// What waits by name, the oldest first.
package struct QueueItems: Document {
  package struct Item: Document {
    package let id: String
    package let state: QueueItem.State
    package let age_s: Double
    package let inbox: String
    package let files: [String]
    package let why: Bilingual
    /// Of the last try, where one failed.
    package let code: String?
    package let cause: Bilingual?
    package let detail: String?
    /// Nil where it waits for something else than time.
    package let retry_in_s: Double?

    init(_ item: QueueItem) {
      id = item.id
      state = item.state
      age_s = item.age.rounded(decimals: 1)
      inbox = item.root
      files = item.files
      why = item.state.meaning
      code = item.fault?.code.code
      cause = item.fault?.code.cause
      detail = item.fault?.detail
      retry_in_s = item.retryIn?.figure(1)
    }
  }

  package let items: [Item]
  /// How many are not named.
  package let more: Int

  package static let component: String? = "Queue"
}

package typealias QueueDocument = Joined<QueueCounts, QueueItems>

extension QueueDocument {
  /// What waits: of `total` the first.
  package init(_ queue: QueueSnapshot, _ items: [QueueItem], of total: Int) {
    self.init(QueueCounts(queue, withNames: true), QueueItems(items: items.map(QueueItems.Item.init), more: total - items.count))
  }
}
